package io.berth.tests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge of the crash tests finds what it is there to find. */
class SequenceCheckTest {
  private static final Caller FIRST = new Caller(0);
  private static final Caller SECOND = new Caller(1);
  private static final int NEWEST = 2_000 * Caller.ARCHIVES_EVERY + 40;
  private static final Promises PROMISES =
      new Promises(Map.of(FIRST, NEWEST, SECOND, 1, new Caller(2), 0));

  private final MemoryJournal journal = new MemoryJournal();
  private final InlineStore store = new InlineStore(journal);

  @BeforeEach
  void writeWhatIsPromised() throws StorageException {
    store.start();
    for (int sequence = 1; sequence <= NEWEST; sequence++) {
      write(FIRST, sequence);
    }
    write(SECOND, 1);
  }

  @Test
  void everythingPromisedIsNoFinding() throws StorageException {
    assertEquals(List.of(), findings());
  }

  @Test
  void transactionWithoutAnAnswerIsNoFinding() throws StorageException {
    write(SECOND, 2);
    write(new Caller(2), 1);
    assertEquals(List.of(), findings());
  }

  @Test
  void lostTransactionIsFound() throws StorageException {
    Promises more = PROMISES.and(Map.of(SECOND, 2));
    assertFound("lost: transaction 2", SequenceCheck.findings(more, store.snapshot(), journal));
  }

  @Test
  void transactionsThatNobodyAskedForAreFound() throws StorageException {
    write(SECOND, 2);
    write(SECOND, 3);
    assertFound("invented: newest is 3", findings());
  }

  @Test
  void unknownCallerIsFound() throws StorageException {
    write(new Caller(3), 1);
    assertFound("invented: cluster caller-3", findings());
  }

  @Test
  void missingRowsAreFound() throws StorageException {
    change(tx -> tx.remove(Tables.CLUSTERS, new ClusterName(SECOND.name())));
    assertFound("half a transaction: host is 1", findings());
    assertFound("half a transaction: 1 callers, 2 hosts", findings());
  }

  @Test
  void olderFamilyIsFound() throws StorageException {
    change(tx -> tx.update(Tables.FAMILIES, new DefinitionFamily(FIRST.name(), NEWEST - 1)));
    assertFound("half a transaction: family is " + (NEWEST - 1), findings());
  }

  @Test
  void definitionThatShouldBeRemovedIsFound() throws StorageException {
    change(tx -> FIRST.write(tx, NEWEST + 1, "x"));
    change(tx -> tx.remove(Tables.DEFINITIONS, new DefinitionId(FIRST.name(), NEWEST)));
    assertFound("half a transaction: definitions is", findings());
  }

  @Test
  void missingArchiveEntryIsFound() throws StorageException {
    journal.expire(Instant.ofEpochSecond(Caller.ARCHIVES_EVERY + 1));
    assertFound("half a transaction: archive entry is 6 and not 3", findings());
  }

  private List<String> findings() throws StorageException {
    return SequenceCheck.findings(PROMISES, store.snapshot(), journal);
  }

  private void write(Caller caller, int sequence) {
    change(tx -> caller.write(tx, sequence, "x"));
  }

  private void change(Consumer<WriteTx> change) {
    store.update(
        Lane.API,
        tx -> {
          change.accept(tx);
          return 0;
        });
  }

  private static void assertFound(String part, List<String> findings) {
    assertTrue(
        findings.stream().anyMatch(finding -> finding.contains(part)), () -> "found " + findings);
  }
}
