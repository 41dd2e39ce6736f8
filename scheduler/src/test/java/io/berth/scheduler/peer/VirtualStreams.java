package io.berth.scheduler.peer;

import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.Tables;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The streams of one kind of peers on virtual time: the real sessions, without socket, TLS or
 * thread. Its world admits streams, carries their messages and says when time has passed; one
 * caller drives it all. It does what {@link PeerStreams} and the threads of sessions do.
 *
 * @param <I> what peers send
 * @param <O> what they are sent
 * @param <C> what names something of theirs that has changed
 */
public final class VirtualStreams<I, O, C> {
  private final Door<I, O, C> door;
  private final Leases leases;
  private final Supplier<Moment> clock;
  private final List<Visit> visits = new ArrayList<>();

  public VirtualStreams(Door<I, O, C> door, Leases leases, Supplier<Moment> clock) {
    this.door = door;
    this.leases = leases;
    this.clock = clock;
  }

  /** A stream of a peer that was admitted. */
  public Visit open(PeerId id, Outbound<O> way) {
    Mailbox<I, C> mailbox = new Mailbox<>();
    var presence = new Presence(leases);
    var peer = door.lobby().store().snapshot().find(Tables.PEERS, id).orElseThrow();
    Visitor<C> visitor = new Visitor<>(peer, InetAddress.ofLiteral("192.0.2.7"), mailbox, presence);
    var session = new PeerSession<>(visitor, door, way, clock.get());
    var visit = new Visit(session, mailbox, presence);
    visits.add(visit);
    return visit;
  }

  /** Does what waits in the sessions now; answers whether there was something. */
  public boolean work() {
    boolean worked = false;
    for (Visit visit : List.copyOf(visits)) {
      worked |= visit.work();
    }
    visits.removeIf(Visit::isOver);
    return worked;
  }

  /** When there is something to do again without news, by the monotonic clock. */
  public OptionalLong wakeNanos() {
    long now = clock.get().nanos();
    return visits.stream()
        .map(visit -> visit.session.wakeNanos())
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .map(wake -> Math.max(wake, now))
        .min();
  }

  /** One stream with its session. */
  public final class Visit {
    private final PeerSession<I, O, C> session;
    private final Mailbox<I, C> mailbox;
    private final Presence presence;
    private int waiting;

    private Visit(PeerSession<I, O, C> session, Mailbox<I, C> mailbox, Presence presence) {
      this.session = session;
      this.mailbox = mailbox;
      this.presence = presence;
    }

    /** Whether another message was asked for. */
    public boolean hasRoom() {
      return waiting < Mailbox.MOST_MESSAGES;
    }

    /** A message has arrived; heartbeats count at once, however long the rest waits. */
    public void arrived(I message) {
      if (door.isHeartbeat(message)) {
        presence.heartbeat(clock.get().nanos());
      }
      if (session.isOver()) {
        return;
      }
      if (!mailbox.put(message)) {
        throw new IllegalStateException("more came than was asked for");
      }
      waiting++;
    }

    /** The stream can be written to again. */
    public void ready() {
      mailbox.nudge();
    }

    /** The stream is gone. */
    public void gone() {
      mailbox.tell(new Signal.StreamClosed());
    }

    public boolean isOver() {
      return session.isOver();
    }

    private boolean work() {
      boolean worked = false;
      while (!session.isOver()) {
        Mailbox.Delivery<I, C> next = mailbox.poll();
        if (next.message().isPresent()) {
          waiting--;
        }
        session.take(next, clock.get());
        if (next.message().isEmpty() && next.signals().isEmpty()) {
          return worked;
        }
        worked = true;
      }
      return worked;
    }
  }
}
