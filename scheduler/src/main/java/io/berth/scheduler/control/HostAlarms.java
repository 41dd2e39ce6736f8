package io.berth.scheduler.control;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;

/**
 * Writes alarms about agents into the history of their hosts. An agent that is refused tries again
 * and again, and may find new words each time: so the same is written once an hour, and of one host
 * no more than some lines. Any thread may call.
 */
public final class HostAlarms {
  private static final Duration SAID_AGAIN = Duration.ofHours(1);
  private static final int MOST_LINES = 20;
  private static final int MOST_HOSTS = 10_000;

  private final Transactions store;
  private final InstantSource clock;
  private final LinkedHashMap<PeerId, Hour> hours = new LinkedHashMap<>();

  public HostAlarms(Transactions store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What was written of one host within an hour. */
  private record Hour(Instant begin, Set<Happening.Alarmed> said) {}

  /** Something about a peer needs a look; of what is no agent nothing is written. */
  public void note(PeerId peer, String kind, String sentence) {
    Instant now = clock.instant();
    Happening.Alarmed alarm = new Happening.Alarmed(kind, sentence);
    if (!isNew(peer, alarm, now)) {
      return;
    }
    boolean _ =
        store.update(
            Lane.REPORTS,
            tx -> {
              boolean isHost =
                  tx.find(Tables.PEERS, peer)
                      .filter(known -> known.kind() == PeerKind.AGENT)
                      .isPresent();
              if (isHost) {
                HostId host = peer.host();
                new Line(Subject.of(host), now, alarm).write(tx);
              }
              return isHost;
            });
  }

  private synchronized boolean isNew(PeerId peer, Happening.Alarmed alarm, Instant now) {
    Hour hour = hours.get(peer);
    if (hour == null || !now.isBefore(hour.begin().plus(SAID_AGAIN))) {
      hours.remove(peer);
      if (hours.size() == MOST_HOSTS) {
        hours.pollFirstEntry();
      }
      hour = new Hour(now, new HashSet<>());
      hours.put(peer, hour);
    }
    return hour.said().size() < MOST_LINES && hour.said().add(alarm);
  }
}
