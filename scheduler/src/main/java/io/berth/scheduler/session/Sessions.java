package io.berth.scheduler.session;

import io.berth.scheduler.model.HostId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which session speaks for which host; at most one for each. Any thread may call: each method is
 * one atomic step of a concurrent map, and whoever has lost its place is told after the step, never
 * within it.
 */
final class Sessions {
  private final Map<HostId, Seat> seats = new ConcurrentHashMap<>();

  /**
   * The place of a host.
   *
   * @param number that of the session as it is stored: the order of two sessions is the store's,
   *     however their threads fall into each other here
   */
  record Seat(HostId host, long number, Mailbox mailbox) {}

  /** Takes the host's place from an earlier session; false when a later one has it. */
  boolean take(Seat newer) {
    Seat[] earlier = new Seat[1];
    Seat seated =
        seats.compute(
            newer.host(),
            (_, old) -> {
              if (old != null && old.number() > newer.number()) {
                return old;
              }
              earlier[0] = old;
              return newer;
            });
    if (earlier[0] != null && !earlier[0].equals(newer)) {
      earlier[0].mailbox().tell(new Signal.Replaced());
    }
    return seated.equals(newer);
  }

  /** Leaves the place, if it is still this one's. */
  void leave(Seat seat) {
    seats.remove(seat.host(), seat);
  }

  Optional<Seat> at(HostId host) {
    return Optional.ofNullable(seats.get(host));
  }

  /** Those who sit now; others may come and go meanwhile. */
  Collection<Seat> all() {
    return List.copyOf(seats.values());
  }
}
