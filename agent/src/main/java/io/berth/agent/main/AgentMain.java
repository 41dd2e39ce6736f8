package io.berth.agent.main;

import io.berth.agent.engine.EngineException;
import io.berth.base.ProcessEnd;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The agent's process: reads its configuration, runs until it is told to end. */
public final class AgentMain {
  private static final Logger LOGGER = System.getLogger(AgentMain.class.getName());
  private static final String CONFIG = "config";
  private static final String ECS_CONFIG = "ecs-config";
  private static final int DONE = 0;

  /** More than the last words to the scheduler take, less than service managers wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private AgentMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  /**
   * Runs until the process is told to end, or does what the first word says; answers the exit code.
   */
  public static int run(List<String> arguments) {
    return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
      case "check" -> asked(arguments, HostVerbs::check);
      case "clean" -> asked(arguments, HostVerbs::clean);
      case "drain" -> drained(arguments);
      default -> live(arguments);
    };
  }

  /** A verb that answers a sentence. */
  private interface Question {
    String ask(HostVerbs verbs) throws IOException, EngineException;
  }

  private static int asked(List<String> words, Question question) {
    return said(() -> {
      AgentConfig config = config(words.subList(1, words.size()), System.getenv());
      return question.ask(new HostVerbs(config));
    });
  }

  private static int drained(List<String> words) {
    return said(() -> {
      ShutdownVerb.Words own = ShutdownVerb.Words.read(words.subList(1, words.size()));
      AgentConfig config = config(own.configuration(), System.getenv());
      return ShutdownVerb.run(config, own.within(), System.out);
    });
  }

  /** What a verb answers, whatever it needs for that. */
  private interface Answer {
    String sentence() throws ConfigException, IOException, EngineException;
  }

  private static int said(Answer answer) {
    try {
      System.out.println(answer.sentence());
      return DONE;
    } catch (ConfigException e) {
      say(e.getMessage());
      return RunningAgent.UNUSABLE;
    } catch (EngineException e) {
      say(e.detail());
      return RunningAgent.FAULT;
    } catch (IOException e) {
      say(e.getMessage());
      return RunningAgent.FAULT;
    }
  }

  private static int live(List<String> arguments) {
    var end = new ProcessEnd(PATIENCE, Runtime.getRuntime()::halt);
    end.onSignal();
    int exitCode = RunningAgent.BUG;
    try {
      exitCode = lived(arguments, end);
    } finally {
      end.closed(exitCode);
    }
    return exitCode;
  }

  private static int lived(List<String> arguments, ProcessEnd end) {
    AgentConfig config;
    try {
      config = config(arguments, System.getenv());
    } catch (ConfigException | IOException e) {
      say("it cannot start: " + e.getMessage());
      return RunningAgent.UNUSABLE;
    }
    Optional<ProcessEnd.Failure> failure;
    try (RunningAgent _ = RunningAgent.begin(config, end);
        var sweep = new HeapSweep()) {
      sweep.start();
      failure = end.await();
    }
    failure.ifPresent(why -> say(why.sentence()));
    return failure.map(ProcessEnd.Failure::exitCode).orElse(DONE);
  }

  /**
   * What the command line says wins over our own file, that one over ECS's names in the
   * environment, and those over the ones in ECS's file.
   */
  static AgentConfig config(List<String> arguments, Map<String, String> environment)
      throws ConfigException, IOException {
    Map<String, String> given = ConfigText.arguments(arguments);
    var values = new LinkedHashMap<String, String>();
    @Nullable String ecsFile = given.remove(ECS_CONFIG);
    if (ecsFile != null) {
      values.putAll(understood(EcsNames.file(Files.readString(Path.of(ecsFile)))));
    }
    values.putAll(understood(EcsNames.environment(environment)));
    @Nullable String file = given.remove(CONFIG);
    if (file != null) {
      values.putAll(ConfigText.lines(Files.readString(Path.of(file))));
    }
    values.putAll(given);
    return AgentConfig.of(values);
  }

  private static Map<String, String> understood(EcsNames.Translated translated) {
    if (!translated.withoutEffect().isEmpty()) {
      LOGGER.log(
          Level.WARNING,
          "These settings have no effect here: names={0}",
          String.join(",", translated.withoutEffect()));
    }
    return translated.values();
  }

  private static void say(@Nullable String sentence) {
    System.err.println("berth agent: " + sentence);
  }
}
