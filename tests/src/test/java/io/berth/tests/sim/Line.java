package io.berth.tests.sim;

import io.berth.peer.VirtualLink;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.VirtualStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream between a peer and the scheduler, from the dialling on.
 *
 * @param <U> what the peer says
 * @param <D> what it hears
 */
final class Line<U, D> implements VirtualLink.Way<U> {
  private final Caller<U, D> caller;
  private final SimScheduler scheduler;
  private final long number;
  private final long course;
  private final Life peer;
  private final Pipe<U> toScheduler;
  private final Pipe<D> toPeer;
  private @Nullable Life served;
  private VirtualStreams<U, D, ?>.@Nullable Visit visit;

  /** The numbers of a line: among all of the run, and among those of its peer's life. */
  record Numbers(long line, long course) {}

  /** Whose line it is, and how it is met at the other end. */
  interface Caller<U, D> {
    String name();

    /** What it says passes here, and may be changed by a bug that is planted. */
    U says(U message);

    /** What it is told passes here when it leaves the scheduler, and may be changed as well. */
    D isTold(D message);

    /** A session of the process that serves now. */
    VirtualStreams<U, D, ?>.Visit visit(Outbound<D> way);

    void heard(long course, D message);

    void lineEnded(long course);

    /** The stream takes more. */
    void ring();
  }

  Line(Caller<U, D> caller, SimScheduler scheduler, Life peer, Numbers numbers) {
    this.caller = caller;
    this.scheduler = scheduler;
    this.peer = peer;
    this.number = numbers.line();
    this.course = numbers.course();
    Surroundings world = scheduler.world();
    var route = new Network.Route(caller.name(), SimScheduler.NAME);
    toScheduler = new Pipe<>(world, scheduler.network(), route, 2 * number, new AtScheduler());
    toPeer = new Pipe<>(world, scheduler.network(), route.back(), 2 * number + 1, new AtPeer());
  }

  long number() {
    return number;
  }

  String name() {
    return caller.name();
  }

  /** Whether its peer is dead or has lost it, while the scheduler still hears from it. */
  boolean isAbandoned() {
    return peer.isOver() || toPeer.isEnded();
  }

  /** Something has broken it in the middle. */
  void cut() {
    toScheduler.drop();
    toPeer.drop();
    schedulerHears();
    peerHears();
    scheduler.forget(this);
  }

  /** The peer has lost it, and what it said last arrives when it has long begun another one. */
  void cutForPeer(Duration delay) {
    toPeer.drop();
    toScheduler.endLate(delay);
    peerHears();
  }

  /** The scheduler's process is gone; its kernel says so. */
  void schedulerDied() {
    toScheduler.drop();
    toPeer.end(scheduler.world().time().now());
  }

  /** The peer's process is gone; its kernel sends what was said, and says so. */
  void peerDied() {
    toPeer.drop();
    toScheduler.end(scheduler.world().time().now());
  }

  /** The peer's machine is gone: nobody says anything more, and nobody hears of it. */
  void peerVanished() {
    toPeer.drop();
    toScheduler.drop();
  }

  /** The scheduler has taken something and may have room again. */
  void roomAtScheduler() {
    toScheduler.pump();
  }

  private void peerHears() {
    peer.run(() -> caller.lineEnded(course));
  }

  private void schedulerHears() {
    Life life = served;
    VirtualStreams<U, D, ?>.Visit there = visit;
    if (life != null && there != null) {
      there.gone();
      life.run(scheduler::work);
    }
  }

  // ------------------------------------------------------------------ the peer's side

  @Override
  public boolean isReady() {
    return toScheduler.isReady();
  }

  @Override
  public void send(U message) {
    toScheduler.send(peer.freeAt(), caller.says(message));
  }

  @Override
  public Optional<String> objection(Instant schedulersTime) {
    return Optional.empty();
  }

  @Override
  public void close() {
    toPeer.drop();
    toScheduler.end(peer.freeAt());
  }

  private final class AtScheduler implements Pipe.Sink<U> {
    @Override
    public boolean take(U message) {
      if (served == null && !open()) {
        toPeer.end(scheduler.world().time().now());
        toScheduler.drop();
        return true;
      }
      VirtualStreams<U, D, ?>.Visit there = visit;
      if (there == null || there.isOver()) {
        return true;
      }
      if (!there.hasRoom()) {
        return false;
      }
      scheduler.arrived(Line.this);
      there.arrived(message);
      Objects.requireNonNull(served).run(scheduler::work);
      return true;
    }

    private boolean open() {
      Optional<Life> life = scheduler.serving();
      life.ifPresent(one -> {
        served = one;
        scheduler.add(Line.this);
        visit = caller.visit(new Back());
      });
      return life.isPresent();
    }

    @Override
    public void end() {
      schedulerHears();
      scheduler.forget(Line.this);
    }

    @Override
    public void ready() {
      peer.run(caller::ring);
    }
  }

  // ------------------------------------------------------------------ the scheduler's side

  private final class Back implements Outbound<D> {
    @Override
    public boolean isReady() {
      return toPeer.isReady();
    }

    @Override
    public void send(D message) {
      toPeer.send(Objects.requireNonNull(served).freeAt(), caller.isTold(message));
    }

    @Override
    public void end() {
      toPeer.end(Objects.requireNonNull(served).freeAt());
    }
  }

  private final class AtPeer implements Pipe.Sink<D> {
    @Override
    public boolean take(D message) {
      peer.run(() -> caller.heard(course, message));
      return true;
    }

    @Override
    public void end() {
      peerHears();
    }

    @Override
    public void ready() {
      VirtualStreams<U, D, ?>.Visit there = visit;
      Life life = served;
      if (there != null && life != null) {
        there.ready();
        life.run(scheduler::work);
      }
    }
  }
}
