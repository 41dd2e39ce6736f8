package io.berth.tests.bench;

import java.time.Duration;

/** Clients that write small rows, each the next one when the last is durable. */
interface WriteLoad extends AutoCloseable {
  /** How many rows there are to write to. */
  int KEYS = 10_000;

  Latencies run(int clients, Duration time) throws Exception;

  /** What the server has used of its cores so far; zero where that is this process itself. */
  default Duration serverCpu() {
    return Duration.ZERO;
  }

  /** Puts away what a run left behind, so that the next one begins like the first. */
  default void settle() throws Exception {}

  @Override
  void close();
}
