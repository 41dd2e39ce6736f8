package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An nginx of one worker that does the work of a plan. */
final class NginxServer {
  private NginxServer() {}

  static Front start(FrontPlan plan) throws IOException, InterruptedException {
    int port = FreePort.take(1).getFirst();
    Path home = Files.createDirectories(plan.directory().resolve("nginx"));
    Path file = Files.writeString(home.resolve("nginx.conf"), settings(plan, home, port));
    List<String> command = new ArrayList<>(plan.prefix());
    command.addAll(List.of("nginx", "-p", home.toString(), "-c", file.toString(), "-e", "stderr"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile());
    return Front.of("nginx", port, ChildProcess.start(builder));
  }

  private static String settings(FrontPlan plan, Path home, int port) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        user %s;
        worker_processes 1;
        daemon off;
        pid %s/pid;
        events { worker_connections 4096; }
        http {
          access_log off;
          error_log stderr crit;
          keepalive_requests 1000000000;
          client_max_body_size 0;
          client_body_temp_path %s/bodies;
          proxy_temp_path %s/answers;
          fastcgi_temp_path %s/fastcgi;
          uwsgi_temp_path %s/uwsgi;
          scgi_temp_path %s/scgi;
          proxy_max_temp_file_size 0;
          proxy_request_buffering off;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
          proxy_set_header X-Forwarded-Proto $scheme;
          proxy_set_header X-Forwarded-Port $server_port;
          proxy_set_header X-Amzn-Trace-Id Root=1-$request_id;
        """
            .formatted(System.getProperty("user.name"), home, home, home, home, home, home));
    for (String group : List.of("app", "other")) {
      String servers =
          plan.targets().stream()
              .map(target -> "server 127.0.0.1:" + target + ";")
              .collect(Collectors.joining(" "));
      text.append(
          "  upstream %s { %s keepalive 1024; keepalive_requests 1000000000; }\n"
              .formatted(group, servers));
    }
    String listen = "listen 127.0.0.1:" + port;
    text.append(server(listen + " default_server backlog=4096;", "other"));
    for (String host : FrontPlan.hosts()) {
      String group = host.equals(FrontPlan.host()) ? "app" : "other";
      text.append(server(listen + "; server_name " + host + ";", group));
    }
    return text.append("}\n").toString();
  }

  /** Rules by path stand before those by host, so every host has them. */
  private static String server(String names, String group) {
    StringBuilder text = new StringBuilder("  server { " + names + "\n");
    for (String path : FrontPlan.paths()) {
      text.append("    location " + path + " { proxy_pass http://other; }\n");
    }
    return text.append("    location / { proxy_pass http://" + group + "; }\n  }\n").toString();
  }
}
