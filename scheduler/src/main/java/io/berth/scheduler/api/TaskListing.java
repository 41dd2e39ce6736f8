package io.berth.scheduler.api;

import static software.amazon.awssdk.services.ecs.model.LaunchType.UNKNOWN_TO_SDK_VERSION;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;

/** Which tasks a ListTasks request means. */
final class TaskListing {
  private static final Set<String> STATUSES = Set.of("RUNNING", "PENDING", "STOPPED");
  private static final int LONGEST_FAMILY = 255;
  private static final int LONGEST_STARTED_BY = 128;

  private TaskListing() {}

  static Iterator<Task> matching(
      Snapshot state, Arns arns, ClusterName cluster, ListTasksRequest request, Paging paging) {
    requireSense(request);
    Optional<HostId> host =
        Optional.ofNullable(request.containerInstance())
            .map(given -> Lookups.host(arns, cluster, given));
    Optional<ServiceId> service =
        Optional.ofNullable(request.serviceName())
            .map(given -> service(state, arns, cluster, given));
    Predicate<Task> wanted =
        after(paging)
            .and(task -> task.cluster().equals(cluster))
            .and(status(request.desiredStatusAsString()))
            .and(equal(request.family(), task -> task.order().definition().family()))
            .and(equal(request.startedBy(), task -> task.order().startedBy()))
            .and(launchType(request.launchTypeAsString()));
    return StreamSupport.stream(rows(state, cluster, host, service, request).spliterator(), false)
        .filter(wanted.and(task -> service.isEmpty() || service.equals(serviceOf(task))))
        .iterator();
  }

  /** As few as an index tells; what a service wants to end may be over and in none of it. */
  private static Iterable<Task> rows(
      Snapshot state,
      ClusterName cluster,
      Optional<HostId> host,
      Optional<ServiceId> service,
      ListTasksRequest request) {
    if (host.isPresent()) {
      return state.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host.get());
    }
    boolean stopped = "STOPPED".equals(request.desiredStatusAsString());
    return service.isPresent() && !stopped
        ? state.rowsWith(Tables.TASKS, Tables.LIVING_TASKS_BY_SERVICE, service.get())
        : state.rowsWith(Tables.TASKS, Tables.TASKS_BY_CLUSTER, cluster);
  }

  private static ServiceId service(Snapshot state, Arns arns, ClusterName cluster, String given) {
    ServiceId id = Lookups.service(arns, cluster, given);
    if (state.find(Tables.SERVICES, id).isEmpty()) {
      throw ApiError.sender("ServiceNotFoundException", "Service not found.");
    }
    return id;
  }

  private static Optional<ServiceId> serviceOf(Task task) {
    return task.order().membership().map(Membership::service);
  }

  private static void requireSense(ListTasksRequest request) {
    String status = request.desiredStatusAsString();
    if (status != null && !STATUSES.contains(status)) {
      throw Lookups.invalid("Unknown desired status: " + Arns.shown(status));
    }
    String launchType = request.launchTypeAsString();
    if (launchType != null && LaunchType.fromValue(launchType) == UNKNOWN_TO_SDK_VERSION) {
      throw Lookups.invalid("Unknown launch type: " + Arns.shown(launchType));
    }
    Lookups.searched(request.family(), LONGEST_FAMILY, "family");
    Lookups.searched(request.startedBy(), LONGEST_STARTED_BY, "startedBy");
    boolean others =
        request.family() != null
            || request.containerInstance() != null
            || request.serviceName() != null;
    if (request.startedBy() != null && others) {
      throw Lookups.invalid("startedBy must be the only filter.");
    }
  }

  private static Predicate<Task> after(Paging paging) {
    if (paging.after().isEmpty()) {
      return _ -> true;
    }
    TaskId last = lastOf(paging.after().get());
    return task -> task.id().compareTo(last) > 0;
  }

  private static TaskId lastOf(String text) {
    try {
      return TaskId.parse(text);
    } catch (IllegalArgumentException _) {
      throw Paging.badToken();
    }
  }

  /** No task is ever wanted to be pending, so that filter finds none, as with ECS. */
  private static Predicate<Task> status(@Nullable String given) {
    String status = given == null ? "RUNNING" : given;
    return switch (status) {
      case "RUNNING" -> Task::isWanted;
      case "STOPPED" -> task -> !task.isWanted();
      default -> _ -> false;
    };
  }

  private static Predicate<Task> launchType(@Nullable String given) {
    return given == null || given.equals("EC2") ? _ -> true : _ -> false;
  }

  private static Predicate<Task> equal(@Nullable String given, Function<Task, String> value) {
    return given == null ? _ -> true : task -> given.equals(value.apply(task));
  }
}
