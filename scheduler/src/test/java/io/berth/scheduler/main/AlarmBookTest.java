package io.berth.scheduler.main;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.History;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alarms are found in the history of whom they are about, and nobody can flood it. */
class AlarmBookTest {
  private static final PeerId AGENT = new PeerId(0, 1);
  private static final PeerId PROXY = new PeerId(0, 2);
  private static final PeerId NOBODY = new PeerId(0, 3);
  private static final Subject HOST = Subject.of(new HostId(0, 1));

  private final MemoryJournal journal = new MemoryJournal();
  private final InlineStore store = new InlineStore(journal);
  private Instant now = Samples.NOON;
  private final AlarmBook book = new AlarmBook(store, () -> now);

  @BeforeEach
  void start() throws StorageException {
    store.start();
    store.update(
        Lane.API,
        tx -> {
          tx.insert(
              Tables.PEERS, peer(AGENT, PeerKind.AGENT, Optional.of(new ClusterName("default"))));
          tx.insert(Tables.PEERS, peer(PROXY, PeerKind.PROXY, Optional.empty()));
          return true;
        });
  }

  @Test
  void alarmIsInTheHistoryOfItsHostOrProxy() throws StorageException {
    book.accept(alarm(AGENT, "two of it live at once"));
    book.accept(alarm(PROXY, "two of it live at once"));
    var told = new Happening.Alarmed("SECOND_STREAM", "two of it live at once");
    assertEquals(List.of(new Line(HOST, now, told)), lines(HOST));
    assertEquals(1, lines(Subject.ofProxy(PROXY)).size());
  }

  @Test
  void whatRepeatsIsToldAgainAfterAWhile() throws StorageException {
    for (int times = 0; times < 100; times++) {
      book.accept(alarm(AGENT, "it comes back"));
    }
    assertEquals(1, lines(HOST).size());
    now = now.plus(AlarmBook.AGAIN).minusNanos(1);
    book.accept(alarm(AGENT, "it comes back"));
    assertEquals(1, lines(HOST).size());
    now = now.plusNanos(1);
    book.accept(alarm(AGENT, "it comes back"));
    assertEquals(2, lines(HOST).size());
  }

  @Test
  void madeUpNamesLeaveNoTrace() throws StorageException {
    book.accept(alarm(NOBODY, "it claims to be somebody"));
    assertEquals(List.of(), lines(Subject.of(new HostId(0, 3))));
    assertEquals(List.of(), lines(Subject.ofProxy(NOBODY)));
  }

  @Test
  void onePeerIsToldOfSoOftenAndHidesNoOther() throws StorageException {
    for (int number = 0; number < AlarmBook.MOST + 50; number++) {
      book.accept(alarm(AGENT, "number " + number));
    }
    book.accept(alarm(PROXY, "another one"));
    assertEquals(AlarmBook.MOST, lines(HOST).size());
    assertEquals(1, lines(Subject.ofProxy(PROXY)).size());
    now = now.plus(AlarmBook.AGAIN);
    book.accept(alarm(AGENT, "in time"));
    assertEquals(AlarmBook.MOST + 1, lines(HOST).size());
  }

  private List<Line> lines(Subject subject) throws StorageException {
    return new History(journal).page(subject, Optional.empty(), 100).lines();
  }

  private static Alarm alarm(PeerId peer, String sentence) {
    return new Alarm(Alarm.Kind.SECOND_STREAM, peer, sentence);
  }

  private static Peer peer(PeerId id, PeerKind kind, Optional<ClusterName> cluster) {
    return new Peer(
        id,
        kind,
        cluster,
        "rack",
        new Peer.Certificate(Fingerprint.of(new byte[] {1}), "1", Samples.NOON, Samples.NOON),
        new Peer.State.Active(),
        Samples.NOON);
  }
}
