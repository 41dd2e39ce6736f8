package io.berth.tests.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code ./dev cluster} makes, and that nothing of it stays. */
@Tag("e2e")
class ClusterVerbTest {
  private static final String RUN_TWO =
      """
      gcc -static -O2 -pthread -o echo tests/images/echo/echo.c
      for number in 1 2; do
        tar -c echo | docker --host "unix://$PWD/.run/cluster/$number/engine/docker.sock" import - one:1 >/dev/null
      done
      eval "$(./dev env)"
      aws ecs register-task-definition --family two --container-definitions '[{"name": "main", "image": "one:1",
        "command": ["/echo", "serve"], "memory": 16, "portMappings": [{"containerPort": 8080}]}]' >/dev/null
      TASKS=$(aws ecs run-task --task-definition two --count 2 \\
        --placement-strategy type=spread,field=instanceId --query 'tasks[].taskArn' --output text)
      aws ecs wait tasks-running --tasks $TASKS
      aws ecs describe-tasks --tasks $TASKS --query 'tasks[].containers[].networkBindings[].[bindIP, hostPort]' \\
        --output text | while read -r address port; do
          exec 3<>"/dev/tcp/$address/$port"
          printf 'GET / HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n' >&3
          sed -n 's/^task=.* path/answered/p' <&3
        done
      """;

  /**
   * After {@link #RUN_TWO}. The balancer's name leads nowhere from here, and need not: it is the
   * only one.
   */
  private static final String SERVE =
      """
      eval "$(./dev env)"
      BALANCER=$(aws elbv2 create-load-balancer --name two --query 'LoadBalancers[0].LoadBalancerArn' --output text)
      GROUP=$(aws elbv2 create-target-group --name two --protocol HTTP --port 8080 \
        --query 'TargetGroups[0].TargetGroupArn' --output text)
      aws elbv2 create-listener --load-balancer-arn "$BALANCER" --protocol HTTP --port 80 \
        --default-actions "Type=forward,TargetGroupArn=$GROUP" >/dev/null
      aws ecs create-service --service-name two --task-definition two --desired-count 2 \
        --placement-strategy type=spread,field=instanceId \
        --load-balancers "targetGroupArn=$GROUP,containerName=main,containerPort=8080" >/dev/null
      aws ecs wait services-stable --services two
      for address in PROXIES; do
        for request in 1 2; do
          curl --silent --show-error --fail "http://$address/$request" | sed -n 's/^task=.* path/answered/p'
        done
      done
      """;

  private static final Pattern PROXIES =
      Pattern.compile("two proxies, at ([0-9.]+) and ([0-9.]+);");

  /**
   * Goal: N hosts of which each runs tasks that are reached from here, by themselves and through
   * each proxy, and of which nothing stays. Method: two, a task on each, an answer of each, a
   * service and answers through both proxies; whatever else wants this checkout is refused
   * meanwhile; then the processes, links and files are looked for.
   */
  @Test
  void hostsRunTasksAndGoAsAWhole() throws Exception {
    try (var world = UpWorld.make()) {
      String said = world.bash("./dev cluster 2 2>&1");
      assertTrue(said.contains("2 hosts have joined"), said);
      assertEquals("answered=/ body=0\n".repeat(2), world.bash(RUN_TWO));
      Matcher proxies = PROXIES.matcher(said);
      assertTrue(proxies.find(), said);
      assertEquals(
          "answered=/1 body=0\nanswered=/2 body=0\n".repeat(2),
          world.bash(SERVE.replace("PROXIES", proxies.group(1) + " " + proxies.group(2))));
      assertEachProxyIsSeen(world, proxies);
      assertRefused(world.dev("cluster", "2"), "there is a cluster already");
      assertRefused(world.dev("up", "--detach"), "./dev cluster down ends it");
      Path link =
          Path.of("/sys/class/net", Files.readString(folder(world).resolve("link")).strip());
      assertTrue(Files.exists(link));
      List<ProcessHandle> running = processes(world);

      FrontDoor.Answer ended = world.dev("down");

      assertEquals(0, ended.exitCode(), ended.progress());
      assertTrue(ended.progress().contains("the cluster is gone"), ended.progress());
      assertFalse(Files.exists(folder(world)), ended.progress());
      assertFalse(Files.exists(link), ended.progress());
      for (ProcessHandle one : running) {
        // A moment may pass before the kernel has buried what was killed.
        one.onExit().get(60, TimeUnit.SECONDS);
      }
      FrontDoor.Answer again = world.dev("cluster", "down");
      assertEquals(0, again.exitCode(), again.progress());
      assertTrue(again.progress().contains("no cluster is here"), again.progress());
    }
  }

  /** By the verbs that tell what each one says, after they have served. */
  private static void assertEachProxyIsSeen(UpWorld world, Matcher addresses) throws Exception {
    List<String> proxies = world.dev("berth", "proxies").results().lines().skip(1).toList();
    assertEquals(2, proxies.size(), proxies::toString);
    for (String address : List.of(addresses.group(1), addresses.group(2))) {
      assertTrue(
          proxies.stream()
              .anyMatch(line -> line.contains(" connected ") && line.contains(" " + address + " ")),
          proxies::toString);
    }
    List<String> views = world.dev("berth", "targets", "two").results().lines().skip(1).toList();
    assertEquals(4, views.size(), views::toString);
    for (String view : views) {
      assertTrue(view.matches(".* active +healthy +[0-9a-f]{32} +healthy .*"), views::toString);
    }
  }

  private static void assertRefused(FrontDoor.Answer answer, String words) {
    assertEquals(1, answer.exitCode(), answer.progress());
    assertTrue(answer.progress().contains(words), answer.progress());
  }

  private static Path folder(UpWorld world) {
    return world.up().resolveSibling("cluster");
  }

  /** Those that are written down, and those that they started, by the folder in their words. */
  private static List<ProcessHandle> processes(UpWorld world) throws IOException {
    Path folder = folder(world);
    List<ProcessHandle> found = new ArrayList<>();
    try (Stream<Path> files =
        Files.find(folder, 2, (file, _) -> file.toString().endsWith(".pid"))) {
      for (Path file : files.toList()) {
        long pid = Long.parseLong(Files.readString(file).split(" ", 2)[0]);
        found.add(ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(file + " is dead")));
      }
    }
    assertEquals(
        12,
        found.size(),
        "a switch, a scheduler; two networks, engines, agents; two networks, proxies");
    ProcessHandle.allProcesses()
        .filter(one -> one.info().commandLine().orElse("").contains(folder.toString()))
        .forEach(found::add);
    return found;
  }
}
