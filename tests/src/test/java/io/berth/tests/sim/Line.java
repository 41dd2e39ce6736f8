package io.berth.tests.sim;

import io.berth.agent.link.VirtualLink;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.scheduler.session.VirtualPort;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream between an agent and the scheduler, from the dialling on. Everything that is said on
 * it passes the witness of the wire.
 */
final class Line implements VirtualLink.Way {
  private final SimHost host;
  private final SimScheduler scheduler;
  private final long number;
  private final long course;
  private final Life agent;
  private final Pipe<AgentMessage> toScheduler;
  private final Pipe<SchedulerMessage> toAgent;
  private final WireWitness witness;
  private @Nullable Life served;
  private VirtualPort.@Nullable Visit visit;

  /** The numbers of a line: among all of the run, and among those of its agent's life. */
  record Numbers(long line, long course) {}

  Line(SimHost host, SimScheduler scheduler, Life agent, Numbers numbers) {
    this.host = host;
    this.scheduler = scheduler;
    this.agent = agent;
    this.number = numbers.line();
    this.course = numbers.course();
    this.witness = scheduler.witness();
    Surroundings world = scheduler.world();
    var route = new Network.Route(host.name(), SimScheduler.NAME);
    toScheduler =
        new Pipe<>(world, scheduler.network(), route, 2 * number, new AtScheduler());
    toAgent =
        new Pipe<>(world, scheduler.network(), route.back(), 2 * number + 1, new AtAgent());
  }

  long number() {
    return number;
  }

  SimHost host() {
    return host;
  }

  /** Something has broken it in the middle. */
  void cut() {
    toScheduler.drop();
    toAgent.drop();
    schedulerHears();
    agentHears();
    scheduler.forget(this);
  }

  /** The agent has lost it, and what it said last arrives when it has long begun another one. */
  void cutForAgent(Duration delay) {
    toAgent.drop();
    toScheduler.endLate(delay);
    agentHears();
  }

  /** The scheduler's process is gone; its kernel says so. */
  void schedulerDied() {
    toScheduler.drop();
    toAgent.end(scheduler.world().time().now());
  }

  /** The agent's process is gone; its kernel says so, unless it is gone, too. */
  void agentDied(boolean withKernel) {
    toAgent.drop();
    if (!withKernel) {
      toScheduler.end(scheduler.world().time().now());
    }
  }

  /** The scheduler has taken something and may have room again. */
  void roomAtScheduler() {
    toScheduler.pump();
  }

  private void agentHears() {
    agent.run(() -> host.lineEnded(course));
  }

  private void schedulerHears() {
    Life life = served;
    VirtualPort.Visit there = visit;
    if (life != null && there != null) {
      there.gone();
      life.run(scheduler::work);
    }
  }

  // ------------------------------------------------------------------ the agent's side

  @Override
  public boolean isReady() {
    return toScheduler.isReady();
  }

  @Override
  public void send(AgentMessage message) {
    witness.fromAgent(host, message);
    toScheduler.send(agent.freeAt(), message);
  }

  @Override
  public Optional<String> objection(Instant schedulersTime) {
    return Optional.empty();
  }

  @Override
  public void close() {
    toAgent.drop();
    toScheduler.end(agent.freeAt());
  }

  private final class AtScheduler implements Pipe.Sink<AgentMessage> {
    @Override
    public boolean take(AgentMessage message) {
      if (served == null && !open()) {
        toAgent.end(scheduler.world().time().now());
        toScheduler.drop();
        return true;
      }
      VirtualPort.Visit there = visit;
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
        visit = scheduler.open(Line.this);
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
      agent.run(host::ring);
    }
  }

  // ------------------------------------------------------------------ the scheduler's side

  /** The scheduler's end. */
  VirtualPort.Way back() {
    return new Back();
  }

  private final class Back implements VirtualPort.Way {
    @Override
    public boolean isReady() {
      return toAgent.isReady();
    }

    @Override
    public void send(SchedulerMessage message) {
      SchedulerMessage sent = scheduler.onItsWay(message);
      witness.toAgent(sent);
      toAgent.send(Objects.requireNonNull(served).freeAt(), sent);
    }

    @Override
    public void end() {
      toAgent.end(Objects.requireNonNull(served).freeAt());
    }
  }

  private final class AtAgent implements Pipe.Sink<SchedulerMessage> {
    @Override
    public boolean take(SchedulerMessage message) {
      agent.run(() -> host.heard(course, message));
      return true;
    }

    @Override
    public void end() {
      agentHears();
    }

    @Override
    public void ready() {
      VirtualPort.Visit there = visit;
      Life life = served;
      if (there != null && life != null) {
        there.ready();
        life.run(scheduler::work);
      }
    }
  }
}
