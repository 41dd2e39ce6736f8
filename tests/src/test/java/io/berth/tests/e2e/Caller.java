package io.berth.tests.e2e;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.ArchiveEntry;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of the concurrent callers of the writer process: which rows are its own, and what its n-th
 * transaction does to them. Each transaction leaves its number in a cluster, a host, a family and a
 * definition, so that half of one would show; some remove older definitions, some add to the
 * archive.
 */
record Caller(int number) implements Comparable<Caller> {
  static final int ARCHIVES_EVERY = 3;
  private static final int REMOVES_EVERY = 7;
  private static final int KEEPS = 10;
  private static final String SEQUENCE = "sequence";
  private static final Resources NOTHING = new Resources(0, 0, 0, 0);

  private static final HostFacts FACTS =
      new HostFacts(
          NOTHING,
          new HostFacts.PortRange(1, 2),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          new HostFacts.Machine("", "", HostFacts.Architecture.X86_64, "", 2),
          new HostFacts.Software("", HostFacts.Engine.DOCKER, "", ""),
          new HostFacts.Defaults(Duration.ZERO, HostFacts.PullBehaviour.ALWAYS),
          Set.of());

  private static final Contact CONTACT =
      new Contact(
          1,
          new Contact.Incarnation("", Bytes.of(new byte[0]), 1),
          new Contact.Link.Connected(Instant.EPOCH),
          new Contact.Engine(Contact.Availability.AVAILABLE, Instant.EPOCH, ""));

  String name() {
    return "caller-" + number;
  }

  /** Runs the transaction with this number, which follows the newest one there is. */
  void write(WriteTx tx, int sequence, String padding) {
    Instant at = Instant.ofEpochSecond(sequence);
    put(tx, Tables.CLUSTERS, cluster(sequence, at));
    put(tx, Tables.HOSTS, host(sequence, at));
    put(tx, Tables.FAMILIES, new DefinitionFamily(name(), sequence));
    tx.insert(Tables.DEFINITIONS, definition(sequence, at, padding));
    for (int revision = oldestKept(sequence - 1); revision < oldestKept(sequence); revision++) {
      tx.remove(Tables.DEFINITIONS, new DefinitionId(name(), revision));
    }
    if (sequence % ARCHIVES_EVERY == 0) {
      tx.archive(new ArchiveEntry(name(), at, SEQUENCE, bytes(sequence + " " + padding)));
    }
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The number of the newest transaction, as its cluster row says; zero before the first. */
  int newest(ReadTx tx) {
    return tx.find(Tables.CLUSTERS, new ClusterName(name()))
        .map(cluster -> Integer.parseInt(cluster.settings().getOrDefault(SEQUENCE, "0")))
        .orElse(0);
  }

  /** The number that its host row carries. */
  long newestOfHost(ReadTx tx) {
    return tx.find(Tables.HOSTS, hostId()).map(Host::version).orElse(0L);
  }

  /** The number that its family row carries. */
  int newestOfFamily(ReadTx tx) {
    return tx.find(Tables.FAMILIES, name()).map(DefinitionFamily::lastRevision).orElse(0);
  }

  /** The first definition that is still there after the transaction with this number. */
  static int oldestKept(int sequence) {
    int lastRemoval = sequence - sequence % REMOVES_EVERY;
    return Math.max(1, lastRemoval - KEEPS + 1);
  }

  @Override
  public int compareTo(Caller other) {
    return Integer.compare(number, other.number);
  }

  private Cluster cluster(int sequence, Instant at) {
    return new Cluster(
        new ClusterName(name()),
        Cluster.Status.ACTIVE,
        at,
        Map.of(SEQUENCE, String.valueOf(sequence)),
        Map.of());
  }

  private Host host(int sequence, Instant at) {
    return new Host(
        hostId(),
        new ClusterName(name()),
        Host.Status.ACTIVE,
        FACTS,
        Map.of(),
        CONTACT,
        at,
        sequence,
        Map.of());
  }

  private HostId hostId() {
    return new HostId(0, number);
  }

  private TaskDefinition definition(int sequence, Instant at, String padding) {
    return new TaskDefinition(
        new DefinitionId(name(), sequence),
        TaskDefinition.Status.ACTIVE,
        sequence + " " + padding,
        new TaskShape(NOTHING),
        at,
        Optional.empty(),
        Map.of());
  }

  private static <K extends Comparable<? super K>, E> void put(
      WriteTx tx, Table<K, E> table, E row) {
    if (tx.find(table, table.keyOf(row)).isPresent()) {
      tx.update(table, row);
    } else {
      tx.insert(table, row);
    }
  }
}
