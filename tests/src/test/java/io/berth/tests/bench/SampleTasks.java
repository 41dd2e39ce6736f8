package io.berth.tests.bench;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Tasks as services run them: one cluster, 1,000 hosts, 10 definitions, all running, without tags.
 * A number always gives the same task; ids are spread as random ones are.
 */
final class SampleTasks {
  static final int BATCH = 1_000;
  private static final int HOSTS = 1_000;
  private static final int DEFINITIONS = 10;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** Containers have 64 hex digits; the last 16 are enough to tell them apart. */
  private static final String NAME_START = "0".repeat(48);

  private final ClusterName cluster = new ClusterName("default");
  private final List<HostId> hosts =
      IntStream.range(0, HOSTS).mapToObj(number -> new HostId(~number, number)).toList();
  private final List<TaskOrder> orders =
      IntStream.range(0, DEFINITIONS).mapToObj(SampleTasks::order).toList();

  private static TaskOrder order(int number) {
    return new TaskOrder(
        new DefinitionId("web-" + number, number + 1),
        new PlanHash(Fingerprint.of(new byte[] {(byte) number})),
        new TaskShape(new Resources(128, 64, 1, 0)),
        "service:web-" + number,
        "ecs-svc/%019d".formatted(number));
  }

  /** What a host tells of a task with one container that has run since then. */
  static Sighting running(Instant since) {
    return running(since, 5);
  }

  /** The same, with its place among what is told. */
  static Sighting running(Instant since, long sequence) {
    return new Sighting(
        Sighting.Phase.RUNNING,
        new Sighting.Order(1, sequence),
        List.of(container(since.toEpochMilli())),
        Optional.empty(),
        new Sighting.Times(
            Optional.empty(),
            Optional.empty(),
            Optional.of(since),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static ContainerSight container(long number) {
    return new ContainerSight(
        "web",
        ContainerSight.State.RUNNING,
        ContainerSight.Health.UNCHECKED,
        NAME_START + HexFormat.of().toHexDigits(number),
        "",
        OptionalInt.empty(),
        List.of(
            new ContainerSight.PortBinding(
                80, new HostPort(HostPort.Protocol.TCP, 20_000), "192.0.2.7")),
        Optional.empty(),
        0);
  }

  TaskId id(int number) {
    SplittableRandom random = new SplittableRandom(number);
    return new TaskId(random.nextLong(), random.nextLong());
  }

  Task task(int number) {
    Instant created = BEGIN.plusMillis(number);
    int definition = number % DEFINITIONS;
    return new Task(
        id(number),
        cluster,
        hosts.get(number % HOSTS),
        orders.get(definition),
        new Wish.Run(),
        running(created.plus(Duration.ofSeconds(2))),
        created,
        3,
        Map.of());
  }

  /** Inserts the tasks up to this number, 1,000 in each transaction. */
  void fill(StateStore store, int count) {
    for (int from = 0; from < count; from += BATCH) {
      int first = from;
      int end = Math.min(count, from + BATCH);
      store.update(
          Lane.LOOPS,
          tx -> {
            for (int number = first; number < end; number++) {
              tx.insert(Tables.TASKS, task(number));
            }
            return end;
          });
    }
  }
}
