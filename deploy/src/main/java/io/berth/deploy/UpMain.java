package io.berth.deploy;

import io.berth.agent.main.AgentConfig;
import io.berth.agent.main.AgentMain;
import io.berth.agent.main.AgentWiring;
import io.berth.agent.main.ConfigException;
import io.berth.scheduler.main.SchedulerMain;
import io.berth.scheduler.main.SchedulerWiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one machine needs, in one process: a scheduler and the agent of this host, put
 * together by the same wirings as processes of their own.
 */
final class UpMain {
  private UpMain() {}

  static int run(List<String> words) {
    return SchedulerMain.run(
        words,
        scheduler -> {
          startAgent(scheduler);
          System.out.println(
              """
              Berth answers at %s. In another shell, point AWS clients at it:

                eval "$(berth env --directory %s)"
                aws ecs list-container-instances\
              """
                  .formatted(scheduler.endpoint(), scheduler.directory()));
        });
  }

  /** Beside the scheduler, so that an engine which is away keeps nobody from asking why. */
  private static void startAgent(SchedulerWiring scheduler) {
    AgentWiring agent = new AgentWiring(config(scheduler), UpMain::endByBug);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(agent::close));
    Thread.ofVirtual()
        .start(() -> {
          try {
            AgentMain.start(agent)
                .ifPresent(why -> System.err.println("berth: the agent cannot start: " + why));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static AgentConfig config(SchedulerWiring scheduler) {
    Path state = scheduler.directory().resolve("agent");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("scheduler", "127.0.0.1:" + scheduler.agents().getPort());
    values.put("state", state.toString());
    values.put("pull-behaviour", "prefer-cached");
    String engine = System.getenv("DOCKER_HOST");
    if (engine != null && !engine.isEmpty()) {
      values.put("docker-host", engine);
    }
    if (Files.notExists(state)) {
      SchedulerWiring.AgentTicket ticket = scheduler.newAgentTicket();
      values.put("token", ticket.token());
      values.put("ca-fingerprint", ticket.caFingerprint());
    }
    try {
      Files.createDirectories(state);
      return AgentConfig.of(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConfigException e) {
      throw new IllegalStateException("the agent's settings are made here", e);
    }
  }

  private static void endByBug(Throwable bug) {
    bug.printStackTrace();
    System.err.println("berth: the agent ends because of a bug: " + bug);
    Runtime.getRuntime().halt(1);
  }
}
