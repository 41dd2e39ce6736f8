package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** A proxy of ours as its launcher starts it, fed by a scheduler. */
final class ProxyServer {
  private ProxyServer() {}

  /** Joins with a token of its own, and listens at one address. */
  static ChildProcess start(
      SchedulerServer scheduler, Path directory, List<String> prefix, String address)
      throws IOException {
    SchedulerServer.JoinToken token = scheduler.newToken("--proxy");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            SchedulerServer.launcher().toString(),
            "proxy",
            "--scheduler",
            "127.0.0.1:" + scheduler.agentsPort(),
            "--token",
            token.secret(),
            "--ca-fingerprint",
            token.fingerprint(),
            "--listen",
            address,
            "--event-loops",
            "1",
            "--directory",
            directory.toString()));
    Path log = Files.createDirectories(directory.resolveSibling("logs"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.resolve(directory.getFileName() + ".log").toFile());
    builder.environment().putAll(SchedulerServer.launcherEnvironment());
    return ChildProcess.start(builder);
  }

  /** One that does the work of a plan, as a user sets it up. */
  static Front start(FrontPlan plan, SchedulerServer scheduler)
      throws IOException, InterruptedException {
    int port = FreePort.take(1).getFirst();
    try (BalancerUser user = new BalancerUser(scheduler)) {
      String app = user.group("app", TargetTypeEnum.IP);
      String other = user.group("other", TargetTypeEnum.IP);
      user.register(app, plan.targets());
      user.register(other, plan.targets());
      String listener = user.listener(port, other);
      int priority = 1;
      for (String path : FrontPlan.paths()) {
        user.rule(listener, priority, BalancerUser.path(path + "*"), other);
        priority++;
      }
      for (String host : FrontPlan.hosts()) {
        String group = host.equals(FrontPlan.host()) ? app : other;
        user.rule(listener, priority, BalancerUser.host(host), group);
        priority++;
      }
    }
    return Front.of(
        "Berth",
        port,
        start(scheduler, plan.directory().resolve("proxy"), plan.prefix(), "127.0.0.1"));
  }
}
