package io.berth.agent.engine.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import io.berth.agent.engine.ContainerEvent;
import io.berth.agent.engine.ContainerLabels;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.EventStream;
import io.berth.agent.model.ContainerId;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Events from docker-java's thread to their one reader, through a bounded queue. A reader that
 * falls behind breaks the stream and lists anew, rather than to miss an event or to fill memory.
 */
final class DockerEventStream implements EventStream, ResultCallback<Event> {

  private static final int MOST_WAITING = 4_096;

  /** What the queue holds: an event, or the reason why no more come. */
  private sealed interface Item {
    record Happened(ContainerEvent event) implements Item {}

    record Over(EngineException reason) implements Item {}
  }

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(MOST_WAITING + 1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile @Nullable Closeable stream;
  private volatile @Nullable EngineException over;
  private volatile boolean isClosed;

  /** Waits until the engine has begun to answer, which the transport's watchdog bounds. */
  void awaitBegin() throws EngineException {
    try {
      begun.await();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      close();
      throw interrupted(interrupt);
    }
    EngineException reason = over;
    if (reason != null) {
      throw reason;
    }
  }

  @Override
  public Optional<ContainerEvent> poll(Duration patience) throws EngineException {
    try {
      Item item = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      return switch (item) {
        case null -> nothing();
        case Item.Happened happened -> Optional.of(happened.event());
        case Item.Over end -> throw end.reason();
      };
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw interrupted(interrupt);
    }
  }

  private Optional<ContainerEvent> nothing() throws EngineException {
    EngineException reason = over;
    if (reason != null) {
      throw reason;
    }
    return Optional.empty();
  }

  @Override
  public void onStart(Closeable opened) {
    stream = opened;
    begun.countDown();
    if (isClosed) {
      close();
    }
  }

  @Override
  public void onNext(Event event) {
    Optional<ContainerEvent> known = map(event);
    if (known.isEmpty()) {
      return;
    }
    if (queue.size() >= MOST_WAITING || !queue.offer(new Item.Happened(known.get()))) {
      end(new EngineException(Kind.FAULT, true, "events came faster than they were read"));
      close();
    }
  }

  @Override
  public void onError(Throwable cause) {
    end(
        isClosed
            ? closed()
            : Failures.of(
                Kind.FAULT,
                cause instanceof RuntimeException known ? known : new RuntimeException(cause)));
  }

  @Override
  public void onComplete() {
    end(
        isClosed
            ? closed()
            : new EngineException(Kind.UNAVAILABLE, true, "the engine ended its stream of events"));
  }

  @Override
  public void close() {
    isClosed = true;
    end(closed());
    Closeable opened = stream;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException _) {
        // It is over either way.
      }
    }
  }

  /** The first reason stays. */
  private synchronized void end(EngineException reason) {
    if (over == null) {
      over = reason;
      // Wakes the reader; when the queue is full it is awake, and finds the reason after the rest.
      boolean _ = queue.offer(new Item.Over(reason));
    }
    begun.countDown();
  }

  private static EngineException closed() {
    return new EngineException(Kind.CLOSED, false, "the stream of events was closed");
  }

  private static EngineException interrupted(InterruptedException cause) {
    return new EngineException(Kind.INTERRUPTED, false, "reading events was interrupted", cause);
  }

  private static Optional<ContainerEvent> map(Event event) {
    EventActor actor = event.getActor();
    String action = event.getAction();
    Long nanos = event.getTimeNano();
    if (actor == null || action == null || actor.getId() == null || nanos == null) {
      return Optional.empty();
    }
    Map<String, String> attributes = actor.getAttributes();
    var labels = ContainerLabels.read(attributes == null ? Map.of() : attributes);
    var kind = kind(action);
    if (labels.isEmpty() || kind.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ContainerEvent(
            kind.get(),
            new ContainerId(actor.getId()),
            labels.get().taskId(),
            labels.get().container(),
            Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000)));
  }

  private static Optional<ContainerEvent.Kind> kind(String action) {
    return switch (action) {
      case "start" -> Optional.of(ContainerEvent.Kind.STARTED);
      case "oom" -> Optional.of(ContainerEvent.Kind.OUT_OF_MEMORY);
      case "die" -> Optional.of(ContainerEvent.Kind.ENDED);
      case "destroy" -> Optional.of(ContainerEvent.Kind.REMOVED);
      default ->
          action.startsWith("health_status")
              ? Optional.of(ContainerEvent.Kind.HEALTH_CHANGED)
              : Optional.empty();
    };
  }
}
