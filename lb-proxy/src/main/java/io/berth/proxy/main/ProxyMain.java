package io.berth.proxy.main;

import io.berth.base.ProcessEnd;
import io.berth.base.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The proxy's process: reads its settings, runs until it is told to end. */
public final class ProxyMain {
  private static final int DONE = 0;

  /** More than requests in flight get, less than service managers wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ProxyMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  /** Runs until the process is told to end; answers the exit code. */
  public static int run(List<String> arguments) {
    var end = new ProcessEnd(PATIENCE, Runtime.getRuntime()::halt);
    end.onSignal();
    int exitCode = RunningProxy.BUG;
    try {
      exitCode = lived(arguments, end);
    } finally {
      end.closed(exitCode);
    }
    return exitCode;
  }

  private static int lived(List<String> arguments, ProcessEnd end) {
    ProxyConfig config;
    try {
      config = ProxyConfig.read(arguments, Runtime.getRuntime().availableProcessors());
    } catch (SettingsException e) {
      say("it cannot start: " + e.getMessage());
      return RunningProxy.UNUSABLE;
    }
    Optional<ProcessEnd.Failure> failure;
    try (RunningProxy _ = RunningProxy.begin(config, end)) {
      failure = end.await();
    }
    failure.ifPresent(why -> say(why.sentence()));
    return failure.map(ProcessEnd.Failure::exitCode).orElse(DONE);
  }

  private static void say(String sentence) {
    System.err.println("berth proxy: " + sentence);
  }
}
