package io.berth.tests.bench;

import java.time.Duration;

/** Clients that write small rows, each the next one when the last is durable. */
interface WriteLoad extends AutoCloseable {
  /** How many rows there are to write to. */
  int KEYS = 10_000;

  Latencies run(int clients, Duration time) throws Exception;

  @Override
  void close();
}
