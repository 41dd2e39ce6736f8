package io.berth.scheduler.main;

import io.berth.base.ProcessEnd;
import io.berth.base.SettingsException;
import io.berth.scheduler.identity.MasterKeyException;
import io.berth.scheduler.store.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The scheduler as a process of its own. */
public final class SchedulerMain {
  /** Longer than the front gives requests in flight, shorter than service managers wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private SchedulerMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  /** Runs until the process is told to end; answers its exit code. */
  public static int run(List<String> arguments) {
    return run(arguments, scheduler -> say("the scheduler answers at " + scheduler.endpoint()));
  }

  /** The same, with a word of the caller's own once the scheduler answers. */
  public static int run(List<String> arguments, Consumer<SchedulerWiring> onAnswering) {
    ProcessEnd end = new ProcessEnd();
    end.onSignal(PATIENCE);
    try {
      SchedulerConfig config = SchedulerConfig.read(arguments);
      try (SchedulerWiring wiring = started(config, end)) {
        onAnswering.accept(wiring);
        Optional<String> failure = end.await();
        failure.ifPresent(SchedulerMain::say);
        return failure.isEmpty() ? 0 : 1;
      }
    } catch (SettingsException e) {
      say("the scheduler cannot start: " + e.getMessage());
      return 2;
    } catch (StorageException | MasterKeyException | IOException e) {
      say("the scheduler cannot start: " + e.getMessage());
      return 1;
    } finally {
      end.closed();
    }
  }

  /** Public, so that the process that is all in one starts the same scheduler. */
  public static SchedulerWiring started(SchedulerConfig config, ProcessEnd end)
      throws SettingsException, StorageException, MasterKeyException, IOException {
    SchedulerWiring wiring =
        new SchedulerWiring(
            config, Surroundings.ofThisMachine(), failure -> end.failed(sentence(failure)));
    wiring.start();
    return wiring;
  }

  /** Faults of the disk carry a sentence for operators; anything else is a bug, with its trace. */
  private static String sentence(Throwable failure) {
    if (failure instanceof StorageException fault) {
      return "the scheduler ends: " + fault.getMessage();
    }
    failure.printStackTrace();
    return "the scheduler ends because of a bug: " + failure;
  }

  private static void say(String sentence) {
    System.err.println("berth: " + sentence);
  }
}
