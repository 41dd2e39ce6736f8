package io.berth.tests.e2e;

import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.store.Archive;
import io.berth.scheduler.store.ArchiveEntry;
import io.berth.scheduler.store.ArchiveRange;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Judges what is left after a crash: everything acknowledged is there, nothing is there that was
 * never asked for, and no transaction is there in part. Answers what it found wrong as sentences,
 * so that one test can want none and another some.
 */
final class SequenceCheck {
  private final ReadTx tx;
  private final Archive archive;
  private final List<String> findings = new ArrayList<>();

  private SequenceCheck(ReadTx tx, Archive archive) {
    this.tx = tx;
    this.archive = archive;
  }

  static List<String> findings(Promises promises, ReadTx tx, Archive archive)
      throws StorageException {
    SequenceCheck check = new SequenceCheck(tx, archive);
    for (Caller caller : promises.callers()) {
      check.check(caller, promises.of(caller));
    }
    check.checkNothingElse(promises.callers());
    return List.copyOf(check.findings);
  }

  private void check(Caller caller, int promised) throws StorageException {
    int newest = caller.newest(tx);
    if (newest < promised) {
      report(caller, "lost: transaction " + promised + " was acknowledged, newest is " + newest);
    }
    // A caller waits for its answer, so that at most one transaction can be there unacknowledged.
    if (newest > promised + 1) {
      report(caller, "invented: newest is " + newest + ", acknowledged was " + promised);
    }
    expect(caller, "host", newest, caller.newestOfHost(tx));
    expect(caller, "family", newest, caller.newestOfFamily(tx));
    checkDefinitions(caller, newest);
    checkArchive(caller, newest);
  }

  private void checkDefinitions(Caller caller, int newest) {
    List<String> wanted =
        newest == 0
            ? List.of()
            : IntStream.rangeClosed(Caller.oldestKept(newest), newest)
                .mapToObj(sequence -> sequence + "=" + sequence)
                .toList();
    List<String> found =
        StreamSupport.stream(tx.rows(Tables.DEFINITIONS).spliterator(), false)
            .filter(row -> row.id().family().equals(caller.name()))
            .map(SequenceCheck::revisionAndDocument)
            .toList();
    expect(caller, "definitions", wanted, found);
  }

  private static String revisionAndDocument(TaskDefinition row) {
    return row.id().revision() + "=" + firstWord(row.document());
  }

  private void checkArchive(Caller caller, int newest) throws StorageException {
    int wanted = Caller.ARCHIVES_EVERY;
    Instant from = Instant.EPOCH;
    List<ArchiveEntry> page = page(caller, from);
    while (!page.isEmpty()) {
      for (ArchiveEntry entry : page) {
        expect(
            caller,
            "archive entry",
            String.valueOf(wanted),
            firstWord(new String(entry.body().toArray(), StandardCharsets.UTF_8)));
        wanted += Caller.ARCHIVES_EVERY;
      }
      from = page.getLast().at().plusSeconds(1);
      page = page(caller, from);
    }
    expect(
        caller,
        "newest archive entry",
        newest - newest % Caller.ARCHIVES_EVERY,
        wanted - Caller.ARCHIVES_EVERY);
  }

  private List<ArchiveEntry> page(Caller caller, Instant from) throws StorageException {
    Instant to = Instant.ofEpochSecond(Integer.MAX_VALUE);
    return archive.read(new ArchiveRange(caller.name(), from, to, Archive.MOST_AT_ONCE));
  }

  /** A row under a key that nobody wrote would be a torn one, too. */
  private void checkNothingElse(Collection<Caller> callers) {
    List<String> names = callers.stream().map(Caller::name).toList();
    for (var cluster : tx.rows(Tables.CLUSTERS)) {
      if (!names.contains(cluster.name().text())) {
        findings.add("invented: cluster " + cluster.name());
      }
    }
    long present = callers.stream().filter(caller -> caller.newest(tx) > 0).count();
    if (tx.count(Tables.HOSTS) != present || tx.count(Tables.FAMILIES) != present) {
      findings.add(
          "half a transaction: "
              + present
              + " callers, "
              + tx.count(Tables.HOSTS)
              + " hosts, "
              + tx.count(Tables.FAMILIES)
              + " families");
    }
  }

  private void expect(Caller caller, String what, Object wanted, Object found) {
    if (!wanted.toString().equals(found.toString())) {
      report(caller, "half a transaction: " + what + " is " + found + " and not " + wanted);
    }
  }

  private void report(Caller caller, String sentence) {
    findings.add(caller.name() + ": " + sentence);
  }

  private static String firstWord(String text) {
    return text.substring(0, text.indexOf(' '));
  }
}
