package io.berth.tests.bench;

import io.berth.tests.cluster.EcsUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** Echo containers, each a task with one port that the host picks, through the API alone. */
final class LaunchedTasks {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /** As many as ECS allows in one call. */
  private static final int MOST_PER_CALL = 10;

  private final EcsUser user;
  private final String definition;

  LaunchedTasks(EcsUser user) {
    this.user = user;
    this.definition =
        user.define(
            "launch",
            EcsUser.echo("main", "serve").toBuilder()
                .portMappings(
                    List.of(PortMapping.builder().containerPort(8080).hostPort(0).build()))
                .build());
  }

  /** Returns when DescribeTasks shows all of them as running. */
  List<String> begin(int count) throws Exception {
    List<String> arns = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RunTaskResponse>> calls = new ArrayList<>();
      for (int left = count; left > 0; left -= MOST_PER_CALL) {
        int part = Math.min(left, MOST_PER_CALL);
        calls.add(
            threads.submit(
                () -> user.client().runTask(call -> call.taskDefinition(definition).count(part))));
      }
      for (Future<RunTaskResponse> call : calls) {
        call.get().tasks().forEach(task -> arns.add(task.taskArn()));
      }
    }
    if (arns.size() != count) {
      throw new IllegalStateException(arns.size() + " of " + count + " tasks were placed");
    }
    await(arns, "RUNNING");
    return arns;
  }

  void end(List<String> arns) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String arn : arns) {
        var _ = threads.submit(() -> user.stop(arn));
      }
    }
    await(arns, "STOPPED");
  }

  /** Asks for one alone until that one is there: the less is asked, the less the asking takes. */
  private void await(List<String> arns, String status) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    List<String> left = notYet(arns, status);
    while (!left.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("not " + status + ": " + described(left));
      }
      Pause.of(BETWEEN_LOOKS);
      if (notYet(left.subList(0, 1), status).isEmpty()) {
        left = notYet(left, status);
      }
    }
  }

  private List<String> notYet(List<String> arns, String status) {
    return described(arns).stream()
        .filter(task -> !task.lastStatus().equals(status))
        .map(Task::taskArn)
        .toList();
  }

  private List<Task> described(List<String> arns) {
    DescribeTasksResponse answer = user.client().describeTasks(call -> call.tasks(arns));
    if (answer.tasks().size() != arns.size()) {
      throw new IllegalStateException("tasks are gone: " + answer.failures());
    }
    return answer.tasks();
  }
}
