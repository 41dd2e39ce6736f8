package io.berth.agent.task;

import io.berth.agent.engine.ContainerEvent;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Watches the engine for all tasks: keeps its stream of events open, lists all containers when a
 * stream is new and now and then besides, and finds out when the engine is away. Driven by one
 * caller; starts no thread.
 */
public final class EngineWatch implements AutoCloseable {
  private static final Duration BETWEEN_LISTS = Duration.ofSeconds(30);
  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final TaskRunners runners;
  private final Workplace workplace;
  private final Boot boot;
  private final Duration patience;
  private State state = new Away(Instant.MIN);
  private boolean recovered;

  /** Each look for an event waits as long as the patience says. */
  public EngineWatch(TaskRunners runners, Workplace workplace, Boot boot, Duration patience) {
    this.runners = runners;
    this.workplace = workplace;
    this.boot = boot;
    this.patience = patience;
  }

  private sealed interface State {}

  /** No stream is open. */
  private record Away(Instant retryAt) implements State {}

  /** The stream is open, and what happened before is not yet known. */
  private record Opened(EventStream stream) implements State {}

  private record Watching(EventStream stream, Instant listAt, Instant pingAt) implements State {}

  /** Does the next thing, at most one blocking call; answers when it is to be called again. */
  public Instant turn(Instant now) {
    try {
      return switch (state) {
        case Away(Instant retryAt) when now.isBefore(retryAt) -> retryAt;
        case Away _ -> open(now);
        case Opened(EventStream stream) -> listFirst(stream, now);
        case Watching watching -> watch(watching, now);
      };
    } catch (EngineException e) {
      return failed(e, now);
    }
  }

  private Instant open(Instant now) throws EngineException {
    state = new Opened(workplace.engine().events());
    return now;
  }

  private Instant listFirst(EventStream stream, Instant now) throws EngineException {
    if (recovered) {
      runners.relist(boot, true, now);
    } else {
      runners.recover(boot, now);
      recovered = true;
    }
    state = new Watching(stream, now.plus(BETWEEN_LISTS), now.plus(BETWEEN_PINGS));
    runners.health().answers(now);
    runners.wakeAll();
    return now;
  }

  private Instant watch(Watching watching, Instant now) throws EngineException {
    if (runners.health().isDoubted() || !now.isBefore(watching.pingAt())) {
      workplace.engine().ping();
      runners.health().answers(now);
      state = new Watching(watching.stream(), watching.listAt(), now.plus(BETWEEN_PINGS));
    } else if (!now.isBefore(watching.listAt())) {
      runners.relist(boot, false, now);
      state = new Watching(watching.stream(), now.plus(BETWEEN_LISTS), watching.pingAt());
    } else {
      Optional<ContainerEvent> event = poll(watching.stream(), now);
      event.ifPresent(runners::notice);
      boolean idle = event.isEmpty() && state instanceof Watching && patience.isZero();
      return idle ? earlier(watching.listAt(), watching.pingAt()) : now;
    }
    return now;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** A broken stream alone says nothing about the engine: opening the next one will. */
  private Optional<ContainerEvent> poll(EventStream stream, Instant now) throws EngineException {
    try {
      return stream.poll(patience);
    } catch (EngineException e) {
      if (e.kind() == Kind.INTERRUPTED) {
        throw e;
      }
      stream.close();
      state = new Away(now);
      return Optional.empty();
    }
  }

  private Instant failed(EngineException failure, Instant now) {
    close();
    Instant retryAt = now.plus(BETWEEN_TRIES);
    state = new Away(retryAt);
    runners.health().isAway(now, failure.getMessage() == null ? "" : failure.getMessage());
    return retryAt;
  }

  @Override
  public void close() {
    switch (state) {
      case Away _ -> {}
      case Opened(EventStream stream) -> stream.close();
      case Watching(EventStream stream, _, _) -> stream.close();
    }
  }
}
