package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** Compares what the API tells of all tasks with what the engines show, once faults are over. */
final class LastLook {
  private static final int MOST_AT_ONCE = 100;

  private final Ledger ledger;
  private final ServiceUsers services;
  private final HostUsers operator;
  private final AttributeUsers attributes;
  private final ProxyLook proxies;
  private final Front front;
  private final SimScheduler scheduler;
  private final Map<String, SimHost> hosts = new HashMap<>();

  /** What users know, and what is looked at besides. */
  record Known(
      Ledger ledger,
      ServiceUsers services,
      HostUsers operator,
      AttributeUsers attributes,
      ProxyLook proxies) {}

  LastLook(Known known, Front front, SimScheduler scheduler, List<SimHost> all) {
    this.ledger = known.ledger();
    this.services = known.services();
    this.operator = known.operator();
    this.attributes = known.attributes();
    this.proxies = known.proxies();
    this.front = front;
    this.scheduler = scheduler;
    all.forEach(host -> hosts.put(host.id().text(), host));
  }

  /** What is not yet as it shall be; empty when all is. */
  List<String> unsettled() {
    List<String> unsettled = new ArrayList<>();
    if (scheduler.serving().isEmpty()) {
      return List.of("the scheduler is not there");
    }
    scheduler
        .snapshot()
        .rows(Tables.HOSTS)
        .forEach(host -> {
          if (!host.isReachable()) {
            unsettled.add("host " + host.id() + " is not reachable");
          }
        });
    scheduler
        .snapshot()
        .rows(Tables.CLUSTERS)
        .forEach(cluster -> {
          if (cluster.brake().isPresent()) {
            unsettled.add("the brake still holds");
          }
        });
    unsettled.addAll(services.unsettled());
    unsettled.addAll(operator.unsettled());
    unsettled.addAll(attributes.unsettled());
    unsettled.addAll(proxies.unsettled());
    Map<String, Task> tasks = tasks();
    tasks.values().forEach(task -> unsettled(task).ifPresent(unsettled::add));
    for (SimHost host : hosts.values()) {
      for (ContainerDetails one : host.witness().running()) {
        String id = EngineWitness.place(one).task();
        if (!tasks.containsKey(id)) {
          unsettled.add(host.name() + " runs a container of the unknown task " + id);
        } else if (!Objects.requireNonNull(tasks.get(id)).lastStatus().equals("RUNNING")) {
          unsettled.add(host.name() + " runs a container of task " + id + " which does not run");
        }
      }
    }
    return unsettled;
  }

  /** What is wrong and no time will mend. */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    for (Task task : tasks().values()) {
      boolean stopping = ledger.of(task.taskArn()).stopping();
      if (stopping && !task.desiredStatus().equals("STOPPED")) {
        wrong.add("task " + task.taskArn() + " was to stop, and shall run");
      }
      if (task.lastStatus().equals("STOPPED")) {
        task.containers().forEach(one -> codes(task, one).ifPresent(wrong::add));
      }
    }
    return wrong;
  }

  private Optional<String> codes(Task task, Container told) {
    var place = new EngineWitness.Place(Ledger.id(task.taskArn()).text(), told.name());
    EngineWitness witness = host(task).witness();
    Optional<OptionalInt> seen = witness.exitCode(place);
    if (seen.isEmpty() || witness.wasRemoved(place) || witness.hasExpired(place)) {
      return Optional.empty();
    }
    Integer code = seen.get().isPresent() ? seen.get().getAsInt() : null;
    return Objects.equals(code, told.exitCode())
        ? Optional.empty()
        : Optional.of(
            "task %s/%s on %s ended with %s and is told with %s, as %s"
                .formatted(
                    Ledger.shortId(task.taskArn()),
                    told.name(),
                    host(task).name(),
                    code,
                    told.exitCode(),
                    task.stoppedReason()));
  }

  private Optional<String> unsettled(Task task) {
    String text =
        "task %s on %s is %s and shall be %s"
            .formatted(
                Ledger.shortId(task.taskArn()),
                host(task).name(),
                task.lastStatus(),
                task.desiredStatus());
    if (!task.lastStatus().equals(task.desiredStatus())) {
      return Optional.of(text);
    }
    if (task.lastStatus().equals("RUNNING")) {
      String id = Ledger.id(task.taskArn()).text();
      // The first container of each definition is its essential one.
      String main = task.containers().getFirst().name();
      boolean runs =
          host(task).witness().running().stream()
              .map(EngineWitness::place)
              .anyMatch(place -> place.equals(new EngineWitness.Place(id, main)));
      return runs ? Optional.empty() : Optional.of(text + ", but its container does not run");
    }
    return Optional.empty();
  }

  private SimHost host(Task task) {
    String arn = task.containerInstanceArn();
    return Optional.ofNullable(hosts.get(arn.substring(arn.lastIndexOf('/') + 1))).orElseThrow();
  }

  /** All tasks that users know and all others that are stored, by their ids. */
  private Map<String, Task> tasks() {
    Map<String, Task> tasks = new TreeMap<>();
    Set<String> ids = new TreeSet<>();
    ledger.all().forEach(arn -> ids.add(Ledger.id(arn).text()));
    scheduler.snapshot().rows(Tables.TASKS).forEach(task -> ids.add(task.id().text()));
    List<String> all = new ArrayList<>(ids);
    for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE));
      Front.Heard heard = front.now(DescribeTasksRequest.builder().tasks(some).build());
      if (heard instanceof Front.Answer(SdkPojo content)) {
        DescribeTasksResponse answer = (DescribeTasksResponse) content;
        answer.tasks().forEach(task -> tasks.put(Ledger.id(task.taskArn()).text(), task));
        answer.failures().forEach(failure -> ledger.missed(failure.arn()));
      }
    }
    return tasks;
  }
}
