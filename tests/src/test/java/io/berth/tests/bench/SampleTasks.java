package io.berth.tests.bench;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskState;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  private final ClusterName cluster = new ClusterName("default");
  private final List<HostId> hosts =
      IntStream.range(0, HOSTS).mapToObj(number -> new HostId(~number, number)).toList();
  private final List<DefinitionId> definitions =
      IntStream.range(0, DEFINITIONS)
          .mapToObj(number -> new DefinitionId("web-" + number, number + 1))
          .toList();
  private final List<String> groups =
      IntStream.range(0, DEFINITIONS).mapToObj(number -> "service:web-" + number).toList();
  private final List<String> starters =
      IntStream.range(0, DEFINITIONS).mapToObj("ecs-svc/%019d"::formatted).toList();

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
        definitions.get(definition),
        hosts.get(number % HOSTS),
        groups.get(definition),
        starters.get(definition),
        Task.Desired.RUNNING,
        new TaskState.Running(created.plus(Duration.ofSeconds(2))),
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
