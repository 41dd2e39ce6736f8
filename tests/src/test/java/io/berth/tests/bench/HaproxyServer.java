package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A HAProxy of one thread that does the work of a plan. */
final class HaproxyServer {
  private HaproxyServer() {}

  static Front start(FrontPlan plan) throws IOException, InterruptedException {
    int port = FreePort.take(1).getFirst();
    Path file = Files.writeString(plan.directory().resolve("haproxy.cfg"), settings(plan, port));
    List<String> command = new ArrayList<>(plan.prefix());
    command.addAll(List.of("haproxy", "-db", "-f", file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(plan.directory().resolve("haproxy.log").toFile());
    return Front.of("HAProxy", port, ChildProcess.start(builder));
  }

  private static String settings(FrontPlan plan, int port) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        global
          nbthread 1
          maxconn 4000
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
          http-reuse always
        frontend door
          bind 127.0.0.1:%d backlog 4096
          option forwardfor
          http-request set-header X-Forwarded-Proto http
          http-request set-header X-Forwarded-Port %%[dst_port]
          unique-id-format Root=1-%%{+X}Ts-%%{+X}pid%%{+X}rt%%{+X}cp
          unique-id-header X-Amzn-Trace-Id
        """
            .formatted(port));
    for (String path : FrontPlan.paths()) {
      text.append("  use_backend other if { path_beg " + path + " }\n");
    }
    for (String host : FrontPlan.hosts()) {
      String group = host.equals(FrontPlan.host()) ? "app" : "other";
      text.append("  use_backend " + group + " if { req.hdr(host),host_only -i " + host + " }\n");
    }
    text.append("  default_backend other\n");
    for (String group : List.of("app", "other")) {
      text.append("backend " + group + "\n");
      text.append("  balance roundrobin\n  option httpchk GET " + FrontPlan.HEALTH_PATH + "\n");
      for (int target : plan.targets()) {
        text.append(
            "  server t%d 127.0.0.1:%d check inter %ds\n"
                .formatted(target, target, FrontPlan.CHECK_INTERVAL.toSeconds()));
      }
    }
    return text.toString();
  }
}
