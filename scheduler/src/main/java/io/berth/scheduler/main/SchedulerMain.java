package io.berth.scheduler.main;

import io.berth.base.ProcessEnd;
import io.berth.base.SettingsException;
import io.berth.scheduler.identity.MasterKeyException;
import io.berth.scheduler.identity.SealBrokenException;
import io.berth.scheduler.store.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The scheduler as a process of its own. */
public final class SchedulerMain {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG = 2;

  /** Longer than the front gives requests in flight, shorter than service managers wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private SchedulerMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  /** What runs beside the scheduler, from when it answers until it closes. */
  @FunctionalInterface
  public interface Companion {
    /** Answers what ends it; the scheduler still answers then. */
    Runnable begin(SchedulerWiring scheduler, ProcessEnd end) throws IOException;
  }

  /** Runs until the process is told to end; answers its exit code. */
  public static int run(List<String> arguments) {
    return run(
        arguments,
        (scheduler, end) -> {
          say("the scheduler answers at " + scheduler.endpoint());
          return () -> {};
        });
  }

  /** The same, with a companion in the same process. */
  public static int run(List<String> arguments, Companion companion) {
    ProcessEnd end = new ProcessEnd(PATIENCE, Runtime.getRuntime()::halt);
    end.onSignal();
    int exitCode = FAILED;
    try {
      exitCode = lived(arguments, companion, end);
    } finally {
      end.closed(exitCode);
    }
    return exitCode;
  }

  private static int lived(List<String> arguments, Companion companion, ProcessEnd end) {
    QuietTransport.begin();
    try {
      SchedulerConfig config = SchedulerConfig.read(arguments);
      try (SchedulerWiring wiring =
          new SchedulerWiring(
              config,
              Surroundings.ofThisMachine(),
              failure -> end.failed(FAILED, sentence(failure)))) {
        wiring.start();
        return accompanied(wiring, companion, end);
      }
    } catch (SettingsException e) {
      say("cannot start: " + e.getMessage());
      return WRONG;
    } catch (StorageException | MasterKeyException | IOException e) {
      say("cannot start: " + e.getMessage());
      return FAILED;
    } catch (SealBrokenException e) {
      say("cannot start: " + sentence(e));
      return FAILED;
    }
  }

  private static int accompanied(SchedulerWiring wiring, Companion companion, ProcessEnd end)
      throws IOException {
    Runnable farewell = companion.begin(wiring, end);
    try {
      Optional<ProcessEnd.Failure> failure = end.await();
      failure.ifPresent(why -> say(why.sentence()));
      return failure.map(ProcessEnd.Failure::exitCode).orElse(DONE);
    } finally {
      farewell.run();
    }
  }

  /** Faults carry a sentence for operators; anything else is a bug, with its trace. */
  private static String sentence(Throwable failure) {
    return switch (failure) {
      case StorageException fault -> "the scheduler ends: " + fault.getMessage();
      case SealBrokenException broken ->
          broken.getMessage()
              + "; put back the master.key that was made with this state, or restore both";
      default -> {
        failure.printStackTrace();
        yield "the scheduler ends because of a bug: " + failure;
      }
    };
  }

  private static void say(String sentence) {
    System.err.println("berth: " + sentence);
  }
}
