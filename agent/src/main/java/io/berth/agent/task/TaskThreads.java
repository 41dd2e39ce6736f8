package io.berth.agent.task;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drives all runners and the watch from virtual threads: one for each task, and one for each step
 * under way. The only class of the room that starts threads. May be called from any thread.
 */
public final class TaskThreads implements Wakes, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(TaskThreads.class.getName());

  private final InstantSource clock;
  private final Consumer<Throwable> onBug;
  private final Map<TaskRunner, Semaphore> driven = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile @Nullable TaskRunners runners;
  private volatile boolean closed;

  /** A bug in a runner is told and ends the agent; nobody goes on with what it may have broken. */
  public TaskThreads(InstantSource clock, Consumer<Throwable> onBug) {
    this.clock = clock;
    this.onBug = onBug;
  }

  /** Starts to drive; before, wakes are kept. */
  public void start(TaskRunners all, EngineWatch watch) {
    runners = all;
    run("engine-watch", () -> watch(watch));
    all.runners().forEach(this::wake);
  }

  @Override
  public void wake(TaskRunner runner) {
    TaskRunners all = runners;
    if (all == null || closed) {
      return;
    }
    Semaphore bell = driven.get(runner);
    if (bell == null) {
      bell = new Semaphore(1);
      if (driven.putIfAbsent(runner, bell) == null) {
        Semaphore own = bell;
        run("task-" + runner.taskId(), () -> drive(all, runner, own));
        return;
      }
    }
    bell.release();
  }

  private void drive(TaskRunners all, TaskRunner runner, Semaphore bell)
      throws InterruptedException {
    while (true) {
      switch (runner.begin(clock.instant())) {
        case TaskRunner.Call(TaskRunner.Errand errand) ->
            run(
                "step-" + runner.taskId(),
                () -> runner.end(errand, runner.perform(errand), clock.instant()));
        case TaskRunner.Idle(Optional<Instant> until) -> await(bell, until);
        case TaskRunner.Finished _ -> {
          all.remove(runner);
          driven.remove(runner);
          return;
        }
      }
    }
  }

  private void await(Semaphore bell, Optional<Instant> until) throws InterruptedException {
    if (until.isEmpty()) {
      bell.acquire();
    } else {
      Duration wait = Duration.between(clock.instant(), until.get());
      // Whether it rang or the time has come, the runner finds out by itself.
      boolean _ = bell.tryAcquire(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
    }
    bell.drainPermits();
  }

  private void watch(EngineWatch watch) throws InterruptedException {
    try (watch) {
      var never = new Semaphore(0);
      while (!closed) {
        Instant next = watch.turn(clock.instant());
        long wait = Duration.between(clock.instant(), next).toMillis();
        if (wait > 0) {
          boolean _ = never.tryAcquire(wait, TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private void run(String name, Work work) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> guarded(work));
    threads.add(thread);
    thread.start();
    if (closed) {
      thread.interrupt();
    }
  }

  private void guarded(Work work) {
    try {
      work.run();
    } catch (InterruptedException _) {
      // Told to end; nothing is running any more in this thread.
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error bug) {
      if (!closed) {
        LOGGER.log(Level.ERROR, "A bug ends this agent", bug);
        onBug.accept(bug);
      }
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /** Interrupts all; what runs in the engine is left as it is. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }
}
