package io.berth.tests.bench;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls at fixed times over a few connections. Confined to their event loop. */
final class PacedCalls {
  private final TaskLoad load;
  private final Queue<ApiConnection> idle;
  private final Queue<Long> due = new ArrayDeque<>();
  private final Latencies.Client latencies = new Latencies.Client();
  private final long period;
  private final CountDownLatch done;
  private long nextAt;
  private long end;
  private int inFlight;

  PacedCalls(TaskLoad load, List<ApiConnection> connections, int perSecond, CountDownLatch done) {
    this.load = load;
    this.idle = new ArrayDeque<>(connections);
    this.period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.done = done;
  }

  void begin(EventLoop loop, long now, Duration time) {
    nextAt = now;
    end = now + time.toNanos();
    turn(loop);
  }

  Latencies.Client latencies() {
    return latencies;
  }

  private void turn(EventLoop loop) {
    long now = System.nanoTime();
    while (nextAt - now <= 0 && nextAt - end < 0) {
      due.add(nextAt);
      nextAt += period;
    }
    send();
    if (nextAt - end < 0) {
      var _ = loop.schedule(() -> turn(loop), nextAt - System.nanoTime(), TimeUnit.NANOSECONDS);
    } else {
      endIfDone();
    }
  }

  private void send() {
    while (!due.isEmpty() && !idle.isEmpty()) {
      long at = due.remove();
      ApiConnection connection = idle.remove();
      inFlight++;
      load.call(
          connection,
          () -> {
            latencies.took(System.nanoTime() - at);
            inFlight--;
            idle.add(connection);
            send();
            endIfDone();
          });
    }
  }

  private void endIfDone() {
    if (nextAt - end >= 0 && due.isEmpty() && inFlight == 0) {
      done.countDown();
    }
  }
}
