package io.berth.scheduler.api;

import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.TaskField;

/** The operations of ECS about tasks. */
public final class TaskOperations {
  private static final int LONGEST_REASON = 1_024;

  private final StateStore store;
  private final TaskCommands commands;
  private final TaskRequests requests;
  private final TaskWire wire;

  public TaskOperations(StateStore store, TaskCommands commands, Documents documents) {
    Plans plans = new Plans(documents);
    this.store = store;
    this.commands = commands;
    this.requests = new TaskRequests(plans, documents);
    this.wire = new TaskWire(plans);
  }

  public List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(name("RunTask"), RunTaskRequest::builder, RunTaskResponse.class, this::run),
        Operation.of(
            name("StartTask"), StartTaskRequest::builder, StartTaskResponse.class, this::start),
        Operation.of(
            name("StopTask"), StopTaskRequest::builder, StopTaskResponse.class, this::stop),
        Operation.of(
            name("DescribeTasks"),
            DescribeTasksRequest::builder,
            DescribeTasksResponse.class,
            this::describe),
        Operation.of(
            name("ListTasks"), ListTasksRequest::builder, ListTasksResponse.class, this::list));
  }

  private static Operation.Name name(String operation) {
    return new Operation.Name("ecs", operation);
  }

  private RunTaskResponse run(Caller caller, RunTaskRequest request) {
    Arns arns = Arns.of(caller);
    RunTask wanted = requests.read(store.snapshot(), arns, request);
    RunTask.Answer answer = Refusals.done(commands.by(caller.asker()).run(wanted));
    return RunTaskResponse.builder()
        .tasks(written(arns, answer.tasks(), List.of(TaskField.TAGS)))
        .failures(failures(arns, wanted.cluster(), answer))
        .build();
  }

  private StartTaskResponse start(Caller caller, StartTaskRequest request) {
    Arns arns = Arns.of(caller);
    RunTask wanted = requests.read(store.snapshot(), arns, request);
    RunTask.Answer answer = Refusals.done(commands.by(caller.asker()).run(wanted));
    return StartTaskResponse.builder()
        .tasks(written(arns, answer.tasks(), List.of(TaskField.TAGS)))
        .failures(failures(arns, wanted.cluster(), answer))
        .build();
  }

  private StopTaskResponse stop(Caller caller, StopTaskRequest request) {
    Arns arns = Arns.of(caller);
    Cluster cluster = Lookups.activeCluster(store.snapshot(), arns, request.cluster());
    TaskId id = Lookups.task(arns, cluster.name(), request.task());
    String reason =
        request.reason() == null || request.reason().isEmpty()
            ? "Task stopped by user"
            : request.reason();
    if (reason.length() > LONGEST_REASON) {
      throw Lookups.invalid("A reason has at most " + LONGEST_REASON + " characters.");
    }
    Task stopped = Refusals.done(commands.by(caller.asker()).stop(cluster.name(), id, reason));
    return StopTaskResponse.builder()
        .task(wire.write(store.snapshot(), arns, stopped, List.of(TaskField.TAGS)))
        .build();
  }

  private DescribeTasksResponse describe(Caller caller, DescribeTasksRequest request) {
    Arns arns = Arns.of(caller);
    Snapshot state = store.snapshot();
    Lookups.included(request.includeAsStrings(), TaskField.knownValues());
    Cluster cluster = Lookups.activeCluster(state, arns, request.cluster());
    List<software.amazon.awssdk.services.ecs.model.Task> found = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (String given : Lookups.names(request.tasks(), "Tasks")) {
      TaskId id = Lookups.task(arns, cluster.name(), given);
      Optional<Task> task =
          state.find(Tables.TASKS, id).filter(known -> known.cluster().equals(cluster.name()));
      if (task.isPresent()) {
        found.add(wire.write(state, arns, task.get(), request.include()));
      } else {
        failures.add(
            Failure.builder().arn(arns.task(cluster.name(), id)).reason(Lookups.MISSING).build());
      }
    }
    return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
  }

  private ListTasksResponse list(Caller caller, ListTasksRequest request) {
    Effects.refuseUnsupported("ListTasks", request);
    Arns arns = Arns.of(caller);
    Snapshot state = store.snapshot();
    ClusterName cluster = Lookups.activeCluster(state, arns, request.cluster()).name();
    Paging paging = Paging.of("ListTasks", request.maxResults(), request.nextToken());
    Paging.Page<Task> page =
        paging.cut(
            TaskListing.matching(state, arns, cluster, request, paging), task -> task.id().text());
    return ListTasksResponse.builder()
        .taskArns(page.map(task -> arns.task(task.cluster(), task.id())))
        .nextToken(page.token())
        .build();
  }

  private List<software.amazon.awssdk.services.ecs.model.Task> written(
      Arns arns, List<Task> tasks, Collection<TaskField> include) {
    Snapshot state = store.snapshot();
    return tasks.stream().map(task -> wire.write(state, arns, task, include)).toList();
  }

  private static List<Failure> failures(Arns arns, ClusterName cluster, RunTask.Answer answer) {
    return answer.failures().stream()
        .map(failure ->
            Failure.builder()
                .arn(arns.host(cluster, failure.host()))
                .reason(failure.reason())
                .detail(failure.detail().map(TaskOperations::sentence).orElse(null))
                .build())
        .toList();
  }

  /** What a reason leaves open, as clients are told it. */
  static String sentence(String detail) {
    return "The container instance " + detail + ".";
  }
}
