package io.berth.agent.engine;

import io.berth.agent.engine.EngineException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a fake engine misbehaves: as a whole, or in the next calls of one verb. Used under the lock
 * of its host only.
 */
final class FakeFaults {

  private enum Mood {
    WELL,
    AWAY,
    HUNG
  }

  private final Map<EngineVerb, Deque<Fault>> next = new EnumMap<>(EngineVerb.class);
  private final Consumer<Duration> passTime;
  private Mood mood = Mood.WELL;

  FakeFaults(Consumer<Duration> passTime) {
    this.passTime = passTime;
  }

  void goAway() {
    mood = Mood.AWAY;
  }

  void hang() {
    mood = Mood.HUNG;
  }

  void recover() {
    mood = Mood.WELL;
  }

  void add(EngineVerb verb, Fault fault) {
    next.computeIfAbsent(verb, _ -> new ArrayDeque<>()).add(fault);
  }

  /** Runs the work of one call with whatever shall go wrong with it. */
  <T> T around(EngineVerb verb, Work<T> work) throws EngineException {
    switch (mood) {
      case AWAY -> throw new EngineException(Kind.UNAVAILABLE, true, "the engine is away");
      case HUNG -> throw new EngineException(Kind.TIMED_OUT, true, "the engine gave no answer");
      case WELL -> {}
    }
    Optional<Fault> fault = Optional.ofNullable(next.get(verb)).map(Deque::poll);
    if (fault.isEmpty()) {
      return work.run();
    }
    return switch (fault.get()) {
      case Fault.Slow slow -> {
        passTime.accept(slow.time());
        yield work.run();
      }
      case Fault.Refused refused -> throw refused.failure();
      case Fault.AnswerLost lost -> {
        T _ = work.run();
        throw lost.failure();
      }
    };
  }

  /** What one call does when nothing goes wrong. */
  interface Work<T> {
    T run() throws EngineException;
  }

  /** What goes wrong with one call. */
  sealed interface Fault {

    /** It takes that long. */
    record Slow(Duration time) implements Fault {}

    /** It fails and has no effect. */
    record Refused(EngineException failure) implements Fault {}

    /** It has its effect, but the caller hears only of a failure. */
    record AnswerLost(EngineException failure) implements Fault {}
  }
}
