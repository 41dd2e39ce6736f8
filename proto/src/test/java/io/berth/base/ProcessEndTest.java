package io.berth.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a process comes to its end after one of its parts failed. */
class ProcessEndTest {
  private final BlockingQueue<Integer> halts = new ArrayBlockingQueue<>(10);

  @Test
  void theFirstFailureIsTheReasonAndItsCloserNamesTheCode() throws Exception {
    var end = new ProcessEnd(Duration.ofSeconds(60), halts::add);
    end.failed(74, "the disk is full");
    end.failed(70, "its echo");

    assertEquals(Optional.of(new ProcessEnd.Failure(74, "the disk is full")), end.await());
    end.closed(74);

    assertEquals(74, halts.poll(60, TimeUnit.SECONDS));
  }

  @Test
  void whatNeverClosesIsHalted() throws Exception {
    var end = new ProcessEnd(Duration.ofMillis(1), halts::add);
    end.failed(74, "the disk is full");

    assertEquals(74, end.await().orElseThrow().exitCode());

    assertEquals(ProcessEnd.HUNG, halts.poll(60, TimeUnit.SECONDS));
  }
}
