package io.berth.agent.main;

import io.berth.agent.link.JoinRefusedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The agent's process: reads its configuration, runs until it is told to end. */
public final class AgentMain {
  private static final Logger LOGGER = System.getLogger(AgentMain.class.getName());
  private static final String CONFIG = "config";
  private static final String ECS_CONFIG = "ecs-config";
  private static final int BUG = 70;
  private static final int UNUSABLE = 78;
  private static final int FAULT = 74;

  private AgentMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    AgentConfig config;
    try {
      config = config(List.of(arguments), System.getenv());
    } catch (ConfigException | IOException e) {
      end(UNUSABLE, e.getMessage());
      return;
    }
    var over = new CountDownLatch(1);
    var wiring = new AgentWiring(config, bug -> end(BUG, "A bug ends this agent: " + bug));
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  main.interrupt();
                  wiring.close();
                }));
    try {
      wiring.start();
      over.await();
    } catch (JoinRefusedException e) {
      end(UNUSABLE, e.getMessage());
    } catch (IOException e) {
      end(FAULT, e.getMessage());
    }
  }

  /** Starts an agent inside another process; answers why not when it cannot. */
  public static Optional<String> start(AgentWiring wiring) throws InterruptedException {
    try {
      wiring.start();
      return Optional.empty();
    } catch (JoinRefusedException | IOException e) {
      wiring.close();
      return Optional.of(String.valueOf(e.getMessage()));
    }
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

  private static void end(int status, @Nullable String sentence) {
    System.err.println("berth agent: " + sentence);
    System.exit(status);
  }
}
