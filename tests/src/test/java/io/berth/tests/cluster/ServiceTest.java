package io.berth.tests.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.cli.ClientCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

/** The life of a service on a real engine, seen by a client of ECS with its own waiters. */
@Tag("e2e")
@Timeout(180)
class ServiceTest {
  private static final String SHOP = "shop";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int MOST_LOOKS = 1_200;

  @Test
  void serviceIsMadeScaledUpdatedAndDeleted() throws Exception {
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.on(engine)) {
      EcsUser user = stack.user();
      String first = user.define(SHOP, EcsUser.echo("main", "sleep"));
      var _ =
          user.client()
              .createService(
                  request -> request.serviceName(SHOP).taskDefinition(first).desiredCount(2));
      assertStable(user, 2, first);

      var _ = user.client().updateService(request -> request.service(SHOP).desiredCount(3));
      assertStable(user, 3, first);
      Set<String> before = arns(tasks(user));

      String second = user.define(SHOP, EcsUser.echo("main", "sleep"));
      var _ = user.client().updateService(request -> request.service(SHOP).taskDefinition(second));
      assertStable(user, 3, second);
      for (String arn : before) {
        Task stopped = user.awaitStatus(arn, "STOPPED");
        assertEquals("ServiceSchedulerInitiated", stopped.stopCodeAsString());
        assertEquals(143, stopped.containers().getFirst().exitCode());
        assertTold(stack, arn);
      }
      assertTold(stack.schedulerProcess().directory(), user);

      var _ = user.client().deleteService(request -> request.service(SHOP).force(true));
      try (EcsWaiter waiter = waiter(user)) {
        var _ = waiter.waitUntilServicesInactive(request -> request.services(SHOP));
      }
      assertEquals(List.of(), tasks(user));
    }
  }

  /** The chain of a task that was replaced: from its call over its place to its end. */
  private static void assertTold(Stack stack, String arn) {
    String told = why(stack.schedulerProcess().directory(), arn);
    assertTrue(told.contains("service shop was created with 2 tasks, deployment ecs-svc/"), told);
    assertTrue(told.contains(" was placed on host "), told);
    assertTrue(
        told.contains("chosen by spread(attribute:ecs.availability-zone), spread(host)"), told);
    assertTrue(told.contains("among 1 that fit of 1 host"), told);
    assertTrue(told.contains(" let go: replaced by deployment ecs-svc/"), told);
    assertTrue(told.contains("after UpdateService by key "), told);
  }

  private static void assertTold(Path directory, EcsUser user) {
    String service = why(directory, SHOP);
    assertTrue(service.contains("service shop was changed (desired 2 -> 3)"), service);
    assertTrue(service.contains(" is completed"), service);
    String host = why(directory, user.hosts().getFirst().containerInstanceArn());
    assertTrue(host.contains("joined cluster default with token "), host);
  }

  private static String why(Path directory, String about) {
    var out = new ByteArrayOutputStream();
    var printed = new PrintStream(out, true, UTF_8);
    int exitCode =
        new ClientCommand(
                Map.of("BERTH_DIRECTORY", directory.toString()),
                InstantSource.system(),
                printed,
                printed)
            .run(List.of("why", about));
    assertEquals(0, exitCode, () -> out.toString(UTF_8));
    return out.toString(UTF_8);
  }

  private static void assertStable(EcsUser user, int count, String definition) {
    try (EcsWaiter waiter = waiter(user)) {
      var _ = waiter.waitUntilServicesStable(request -> request.services(SHOP));
    }
    Service service =
        user.client().describeServices(request -> request.services(SHOP)).services().getFirst();
    assertEquals(count, service.runningCount());
    assertEquals(1, service.deployments().size());
    List<Task> tasks = tasks(user);
    assertEquals(count, tasks.size());
    for (Task task : tasks) {
      assertEquals(definition, task.taskDefinitionArn());
      assertEquals("RUNNING", task.lastStatus());
      assertEquals("service:" + SHOP, task.group());
      assertTrue(service.deployments().stream().anyMatch(one -> one.id().equals(task.startedBy())));
    }
  }

  private static List<Task> tasks(EcsUser user) {
    List<String> arns = user.client().listTasks(request -> request.serviceName(SHOP)).taskArns();
    return arns.isEmpty()
        ? List.of()
        : user.client().describeTasks(request -> request.tasks(arns)).tasks();
  }

  private static Set<String> arns(List<Task> tasks) {
    return tasks.stream().map(Task::taskArn).collect(Collectors.toSet());
  }

  private static EcsWaiter waiter(EcsUser user) {
    return EcsWaiter.builder()
        .client(user.client())
        .overrideConfiguration(settings ->
            settings
                .maxAttempts(MOST_LOOKS)
                .backoffStrategyV2(BackoffStrategy.fixedDelay(BETWEEN_LOOKS)))
        .build();
  }
}
