package io.berth.scheduler.main;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.StoreClosedException;
import io.berth.scheduler.store.Tables;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells operators what they have to look at: in the log, and in the history of the host or proxy
 * that it is about. What repeats is told again after a while only, since whoever is refused comes
 * back every minute. Any thread may call; it waits for the store.
 */
final class AlarmBook implements Consumer<Alarm> {
  static final Duration AGAIN = Duration.ofHours(6);

  /** Different ones of one peer within that time; who can make more of them wants to hide one. */
  static final int MOST = 20;

  private static final int MOST_PEERS = 10_000;

  private static final Logger LOG = System.getLogger(AlarmBook.class.getName());

  private final StateStore store;
  private final InstantSource clock;
  private final LinkedHashMap<PeerId, Told> told = new LinkedHashMap<>();

  AlarmBook(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void accept(Alarm alarm) {
    Instant now = clock.instant();
    if (!isNews(alarm, now)) {
      return;
    }
    LOG.log(
        Level.WARNING,
        "an agent or a proxy needs a look: kind={0} peer={1} cause={2}",
        alarm.kind(),
        alarm.peer(),
        alarm.sentence());
    try {
      write(alarm, now);
    } catch (StoreClosedException _) {
      // The process ends; the log has it.
    }
  }

  /** Nothing is kept about those who are not known: anybody can make up names. */
  private void write(Alarm alarm, Instant now) {
    var what = new Happening.Alarmed(alarm.kind().name(), alarm.sentence());
    boolean _ =
        store.update(
            Lane.REPORTS,
            tx -> {
              Optional<Peer> peer = tx.find(Tables.PEERS, alarm.peer());
              peer.map(AuthorityCommands::subject)
                  .ifPresent(subject -> new Line(subject, now, what).write(tx));
              return peer.isPresent();
            });
  }

  /** What was told of one peer since then. */
  private record Told(Instant since, Set<Alarm> alarms) {}

  private synchronized boolean isNews(Alarm alarm, Instant now) {
    Told known = told.get(alarm.peer());
    if (known == null || !now.isBefore(known.since().plus(AGAIN))) {
      told.remove(alarm.peer());
      if (told.size() == MOST_PEERS) {
        told.pollFirstEntry();
      }
      known = new Told(now, new HashSet<>());
      told.put(alarm.peer(), known);
    }
    if (known.alarms().size() >= MOST) {
      LOG.log(Level.DEBUG, "an alarm more than are told: kind={0}", alarm.kind());
      return false;
    }
    return known.alarms().add(alarm);
  }
}
