package io.berth.tests.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreClosedException;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.ThreadedStore;
import io.berth.scheduler.store.rocks.RocksState;
import io.berth.scheduler.store.rocks.StateDirectory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The process that tests crash: concurrent callers write, and each transaction is said on standard
 * output once it is acknowledged, never before. A store that fails is one line on standard error
 * and an exit code; a writer that is done says so, keeps the state open until its standard input
 * ends, and then ends cleanly.
 */
final class WriterMain {
  static final String ACKNOWLEDGED = "ack";
  static final String DONE = "done";
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final WriterPlan plan;
  private final String padding;
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch failed = new CountDownLatch(1);

  private WriterMain(WriterPlan plan) {
    this.plan = plan;
    this.padding = "berth".repeat(plan.paddingBytes() / 5 + 1);
  }

  public static void main(String[] arguments) {
    WriterMain writer = new WriterMain(WriterPlan.parse(arguments));
    int exitCode = 1;
    try {
      exitCode = writer.run();
    } catch (Exception e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      say(writer.err, trace.toString());
    }
    // Halted, not exited: a failed store must not be tidied up on the way out, and whatever the
    // failure, no thread may keep the process alive.
    Runtime.getRuntime().halt(exitCode);
  }

  /** How a process ends whose store failed like this. */
  static int exitCode(StorageException.Kind kind) {
    return switch (kind) {
      case LOCKED -> 41;
      case NEWER_FORMAT -> 42;
      case DAMAGED -> 43;
      case FULL -> 44;
      case FAULT -> 45;
    };
  }

  private int run() throws Exception {
    try {
      RocksState state =
          new StateDirectory(plan.directory(), plan.durability()).open(Instant.now());
      ThreadedStore store =
          new ThreadedStore(state, StoreLimits.standard(), System::nanoTime, this::fail);
      store.start();
      if (!callAll(store)) {
        failed.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
        return reportedFailure();
      }
      say(out, DONE);
      System.in.transferTo(FileOutputStream.nullOutputStream());
      store.close();
      state.close();
      return 0;
    } catch (StorageException e) {
      return reported(e);
    }
  }

  private void fail(Throwable cause) {
    failure.set(cause);
    failed.countDown();
  }

  /** Whether all callers could do all they wanted to. */
  private boolean callAll(ThreadedStore store) throws InterruptedException, ExecutionException {
    Instant end = Instant.now().plus(LONGEST);
    boolean allDone = true;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> calls :
          IntStream.range(0, plan.callers())
              .mapToObj(number -> threads.submit(() -> call(store, new Caller(number), end)))
              .toList()) {
        allDone &= calls.get();
      }
    }
    return allDone;
  }

  private boolean call(ThreadedStore store, Caller caller, Instant end) {
    int first = caller.newest(store.snapshot()) + 1;
    int last = first + plan.transactions();
    try {
      for (int next = first; next < last && Instant.now().isBefore(end); next++) {
        write(store, caller, next);
        say(out, ACKNOWLEDGED + " " + caller.number() + " " + next);
      }
      return true;
    } catch (StoreClosedException _) {
      tryOnceMore(store, caller);
      return false;
    }
  }

  /** A store that failed must not take anything later, as if nothing had been. */
  private void tryOnceMore(ThreadedStore store, Caller caller) {
    try {
      write(store, caller, caller.newest(store.snapshot()) + 1);
      say(err, "the failed store took a transaction");
    } catch (StoreClosedException _) {
      // As it should be.
    }
  }

  private void write(ThreadedStore store, Caller caller, int sequence) {
    store.<@Nullable Void>update(
        Lane.API,
        tx -> {
          caller.write(tx, sequence, padding);
          return null;
        });
  }

  private int reportedFailure() {
    Throwable cause = failure.get();
    if (cause instanceof StorageException storage) {
      return reported(storage);
    }
    say(err, "the store ended for another reason: " + cause);
    return 1;
  }

  private int reported(StorageException failure) {
    say(err, failure.kind() + ": " + failure.getMessage());
    return exitCode(failure.kind());
  }

  /** One write each, which a pipe takes whole: no line of a killed process is half a line. */
  private static void say(FileOutputStream stream, String line) {
    try {
      stream.write((line + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
