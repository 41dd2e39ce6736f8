package io.berth.deploy;

import io.berth.agent.main.AgentConfig;
import io.berth.agent.main.ConfigException;
import io.berth.agent.main.RunningAgent;
import io.berth.base.Endpoint;
import io.berth.base.ProcessEnd;
import io.berth.scheduler.main.SchedulerMain;
import io.berth.scheduler.main.SchedulerWiring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
  private static final String USUAL_ENGINE = "unix:///var/run/docker.sock";

  private UpMain() {}

  static int run(List<String> words) {
    return SchedulerMain.run(words, UpMain::accompany);
  }

  private static Runnable accompany(SchedulerWiring scheduler, ProcessEnd end) throws IOException {
    String engine = engine();
    AgentConfig config = config(scheduler, engine);
    RunningAgent agent = RunningAgent.begin(config, end);
    ReadySign sign =
        new ReadySign(
            scheduler.directory().resolve("ready"),
            nextSteps(scheduler),
            "this host is not ready yet; its agent awaits the engine at " + engine,
            () -> agent.hostId().filter(scheduler::isReady).isPresent());
    sign.start();
    return () -> {
      sign.close();
      agent.close();
    };
  }

  private static String nextSteps(SchedulerWiring scheduler) {
    return """
    Berth answers at %s, and this host is ready to run tasks.
    In another shell, point AWS clients at it:

      eval "$(berth env --directory %s)"
      aws ecs list-container-instances
    """
        .formatted(scheduler.endpoint(), scheduler.directory());
  }

  private static AgentConfig config(SchedulerWiring scheduler, String engine) throws IOException {
    Path state = scheduler.directory().resolve("agent");
    Files.createDirectories(state);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("scheduler", Endpoint.of(reachable(scheduler.agents())).toString());
    values.put("state", state.toString());
    values.put("docker-host", engine);
    // The images of whoever tries it on a machine of their own are meant.
    values.put("pull-behaviour", "prefer-cached");
    // A first start that was cut short has left a folder without an identity.
    if (Files.notExists(state.resolve("identity.pem"))) {
      SchedulerWiring.AgentTicket ticket = scheduler.newAgentTicket();
      values.put("token", ticket.token());
      values.put("ca-fingerprint", ticket.caFingerprint());
    }
    try {
      return AgentConfig.of(values);
    } catch (ConfigException e) {
      throw new IOException("DOCKER_HOST cannot be used: " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress reachable(InetSocketAddress listening) {
    return listening.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getPort())
        : listening;
  }

  private static String engine() {
    String named = System.getenv("DOCKER_HOST");
    return named == null || named.isEmpty() ? USUAL_ENGINE : named;
  }
}
