package io.berth.deploy;

import io.berth.agent.main.AgentConfig;
import io.berth.agent.main.ConfigException;
import io.berth.agent.main.RunningAgent;
import io.berth.base.Endpoint;
import io.berth.base.ProcessEnd;
import io.berth.base.SettingsException;
import io.berth.proxy.main.ProxyConfig;
import io.berth.proxy.main.RunningProxy;
import io.berth.scheduler.main.SchedulerMain;
import io.berth.scheduler.main.SchedulerWiring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one machine needs, in one process: a scheduler, the agent of this host and a
 * proxy, put together by the same wirings as processes of their own.
 */
final class UpMain {
  private static final String USUAL_ENGINE = "unix:///var/run/docker.sock";

  /** Nothing of what it serves leaves this machine. */
  private static final String LOOPBACK = "127.0.0.1";

  /** The rest of the machine is for tasks. */
  private static final int PROXY_LOOPS = 1;

  private UpMain() {}

  static int run(List<String> words) {
    return SchedulerMain.run(words, UpMain::accompany);
  }

  private static Runnable accompany(SchedulerWiring scheduler, ProcessEnd end) throws IOException {
    String engine = engine();
    AgentConfig config = config(scheduler, engine);
    ProxyConfig proxyConfig = proxyConfig(scheduler);
    RunningAgent agent = RunningAgent.begin(config, end);
    RunningProxy proxy = RunningProxy.begin(proxyConfig, end);
    ReadySign sign =
        new ReadySign(
            scheduler.directory().resolve("ready"),
            nextSteps(scheduler),
            "this host is not ready yet: its agent awaits the engine at "
                + engine
                + ", or its proxy the scheduler",
            () -> proxy.isConnected() && agent.hostId().filter(scheduler::isReady).isPresent());
    sign.start();
    return () -> {
      sign.close();
      proxy.close();
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
      SchedulerWiring.JoinTicket ticket = scheduler.newAgentTicket();
      values.put("token", ticket.token());
      values.put("ca-fingerprint", ticket.caFingerprint());
    }
    try {
      return AgentConfig.of(values);
    } catch (ConfigException e) {
      throw new IOException("DOCKER_HOST cannot be used: " + e.getMessage(), e);
    }
  }

  private static ProxyConfig proxyConfig(SchedulerWiring scheduler) throws IOException {
    Path state = scheduler.directory().resolve("proxy");
    Files.createDirectories(state);
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--scheduler", Endpoint.of(reachable(scheduler.agents())).toString()));
    words.addAll(List.of("--directory", state.toAbsolutePath().toString(), "--listen", LOOPBACK));
    if (Files.notExists(state.resolve("identity.pem"))) {
      SchedulerWiring.JoinTicket ticket = scheduler.newProxyTicket();
      words.addAll(List.of("--token", ticket.token()));
      words.addAll(List.of("--ca-fingerprint", ticket.caFingerprint()));
    }
    try {
      return ProxyConfig.read(words, PROXY_LOOPS);
    } catch (SettingsException e) {
      throw new IOException("the proxy cannot be set up: " + e.getMessage(), e);
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
