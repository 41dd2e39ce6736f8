package io.berth.agent.engine;

import io.berth.agent.engine.EngineException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of one agent in a fake engine; a poll never waits. */
final class FakeEventStream implements EventStream {

  private static final int MOST_WAITING = 4_096;

  final String agent;
  private final Deque<ContainerEvent> waiting = new ArrayDeque<>();
  private @Nullable EngineException over;

  FakeEventStream(String agent) {
    this.agent = agent;
  }

  @Override
  public synchronized Optional<ContainerEvent> poll(Duration patience) throws EngineException {
    if (!waiting.isEmpty()) {
      return Optional.of(waiting.removeFirst());
    }
    if (over != null) {
      throw over;
    }
    return Optional.empty();
  }

  synchronized void add(ContainerEvent event) {
    if (over != null) {
      return;
    }
    if (waiting.size() == MOST_WAITING) {
      end(new EngineException(Kind.FAULT, true, "events came faster than they were read"));
    } else {
      waiting.add(event);
    }
  }

  synchronized void end(EngineException reason) {
    if (over == null) {
      over = reason;
    }
  }

  synchronized boolean isOver() {
    return over != null;
  }

  @Override
  public void close() {
    end(new EngineException(Kind.CLOSED, false, "the stream of events was closed"));
  }
}
