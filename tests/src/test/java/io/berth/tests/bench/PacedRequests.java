package io.berth.tests.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at fixed times over connections that stay open, each with a thread of its own. A request
 * counts from the time at which it should have begun, also when the one before was late: whoever
 * lets clients wait is not spared the requests that they would have made meanwhile.
 */
record PacedRequests(int connections, int perSecond) {

  Latencies run(int port, Duration time) throws Exception {
    long period = TimeUnit.SECONDS.toNanos(1) * connections / perSecond;
    List<Latencies.Client> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      // Late enough for all of them to be connected.
      long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
      List<Future<Latencies.Client>> running = new ArrayList<>();
      for (int number = 0; number < connections; number++) {
        long first = begin + period * number / connections;
        running.add(threads.submit(() -> ask(port, first, period, begin + time.toNanos())));
      }
      for (Future<Latencies.Client> client : running) {
        clients.add(client.get());
      }
      return Latencies.of(clients, System.nanoTime() - begin);
    }
  }

  private static Latencies.Client ask(int port, long first, long period, long end)
      throws IOException {
    byte[] request = FrontPlan.request();
    Latencies.Client latencies = new Latencies.Client();
    try (var connection = new KeptConnection(port)) {
      for (long due = first; due - end < 0; due += period) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        connection.ask(request);
        latencies.took(System.nanoTime() - due);
      }
    }
    return latencies;
  }
}
