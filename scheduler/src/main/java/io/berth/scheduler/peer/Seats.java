package io.berth.scheduler.peer;

import io.berth.scheduler.model.PeerId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which session speaks for which peer; at most one for each. Any thread may call: each method is
 * one atomic step of a concurrent map, and whoever has lost its place is told after the step, never
 * within it.
 */
public final class Seats<C> {
  private final Map<PeerId, Seat<C>> seats = new ConcurrentHashMap<>();

  /**
   * The place of a peer.
   *
   * @param number that of the session, given once: the order of two sessions is that of their
   *     numbers, however their threads fall into each other here
   */
  public record Seat<C>(PeerId peer, long number, Mailbox<?, C> mailbox) {}

  /** Takes the peer's place from an earlier session; false when a later one has it. */
  public boolean take(Seat<C> newer) {
    AtomicReference<@Nullable Seat<C>> earlier = new AtomicReference<>();
    Seat<C> seated =
        seats.compute(
            newer.peer(),
            (_, old) -> {
              if (old != null && old.number() > newer.number()) {
                return old;
              }
              earlier.set(old);
              return newer;
            });
    Seat<C> before = earlier.get();
    if (before != null && !before.equals(newer)) {
      before.mailbox().tell(new Signal.Replaced());
    }
    return seated.equals(newer);
  }

  /** Leaves the place, if it is still this one's. */
  public void leave(Seat<C> seat) {
    seats.remove(seat.peer(), seat);
  }

  public Optional<Seat<C>> at(PeerId peer) {
    return Optional.ofNullable(seats.get(peer));
  }

  /** Those who sit now; others may come and go meanwhile. */
  public Collection<Seat<C>> all() {
    return List.copyOf(seats.values());
  }
}
