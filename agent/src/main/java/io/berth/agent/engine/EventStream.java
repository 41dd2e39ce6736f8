package io.berth.agent.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * Container events in the order in which the engine tells them; read by one thread. It is never
 * mended: once it has broken, the reader opens another one and lists all containers anew.
 */
public interface EventStream extends AutoCloseable {

  /**
   * The next event, or nothing when none came for so long; a patience of zero only looks. A broken
   * or closed stream is an exception.
   */
  Optional<ContainerEvent> poll(Duration patience) throws EngineException;

  /** Ends the stream, also from another thread; idempotent. */
  @Override
  void close();
}
