package io.berth.scheduler.reconcile;

import static io.berth.scheduler.reconcile.ServiceScene.NEW;
import static io.berth.scheduler.reconcile.ServiceScene.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.Strategy.Binpack;
import io.berth.scheduler.model.Strategy.Resource;
import io.berth.scheduler.model.Strategy.SpreadOverAttribute;
import io.berth.scheduler.model.Strategy.SpreadOverHosts;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.ServiceSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which tasks end when a service has too many: a letter is a task on the host of that name. Hosts a
 * and b are in zone 1, the others in zone 2, and a has the most cpu left, d the most memory.
 */
class ScaleInTest {
  private static final Strategy ZONE = new SpreadOverAttribute("zone");
  private static final Map<HostId, Whereabouts> HOSTS =
      Map.of(
          host('a'), new Whereabouts(0, Map.of("zone", "1"), 900, 100),
          host('b'), new Whereabouts(0, Map.of("zone", "1"), 300, 200),
          host('c'), new Whereabouts(0, Map.of("zone", "2"), 200, 300),
          host('d'), new Whereabouts(0, Map.of("zone", "2"), 100, 400));

  record Row(String tasks, int desired, List<Strategy> strategies, String ended) {}

  private static Row row(String tasks, int desired, String ended, Strategy... strategies) {
    return new Row(tasks, desired, List.of(strategies), ended);
  }

  static Stream<Row> rows() {
    return Stream.of(
        row("abcc", 3, "c", new SpreadOverHosts()),
        row("abbccc", 3, "bcc", new SpreadOverHosts()),
        // The zone with the most first; within it, what the next strategy says.
        row("aabbcc", 4, "aa", ZONE, new Binpack(Resource.CPU)),
        row("aabbcc", 4, "bb", ZONE, new Binpack(Resource.MEMORY)),
        row("abbcd", 3, "ab", ZONE, new SpreadOverHosts(), new Binpack(Resource.CPU)),
        row("abccd", 3, "cd", ZONE, new SpreadOverHosts(), new Binpack(Resource.MEMORY)),
        // The emptiest host is emptied, whatever else lies there.
        row("aabbcd", 3, "aab", new Binpack(Resource.CPU)),
        row("aabbcd", 3, "bcd", new Binpack(Resource.MEMORY)),
        // Nothing was asked for: the default of services counts, zones that nobody named.
        row("abbb", 2, "bb"));
  }

  @Test
  void hostsThatAreNotPreferredComeBeforeAnyStrategy() {
    Map<HostId, Whereabouts> hosts =
        Map.of(
            host('a'), new Whereabouts(0, Map.of(), 0, 0),
            host('b'), new Whereabouts(2, Map.of(), 0, 0),
            host('c'), new Whereabouts(3, Map.of(), 0, 0));
    ServiceView view =
        new ServiceView(
            service(5, List.of(new SpreadOverHosts())),
            List.of(ServiceScene.deployment(NEW)),
            tasks("aaaabbbc"),
            hosts);

    assertEquals("bbc", ended(view, Reconcile.plan(view, NOON)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void taskEndsWhereTheStrategiesWantItLeast(Row row) {
    ServiceView view =
        new ServiceView(
            service(row.desired, row.strategies),
            List.of(ServiceScene.deployment(NEW)),
            tasks(row.tasks),
            HOSTS);

    assertEquals(row.ended, ended(view, Reconcile.plan(view, NOON)));
  }

  private static Service service(int desired, List<Strategy> strategies) {
    ServiceWish plain = ServiceSamples.wish(desired);
    return ServiceSamples.service("web")
        .wanted(
            new ServiceWish(
                desired,
                Rolling.STANDARD,
                strategies,
                List.of(),
                Optional.empty(),
                plain.tagSource(),
                ""));
  }

  private static List<TaskView> tasks(String hosts) {
    List<TaskView> tasks = new ArrayList<>();
    for (int number = 0; number < hosts.length(); number++) {
      tasks.add(
          new TaskView(
              new TaskId(0, number),
              NEW,
              host(hosts.charAt(number)),
              TaskView.Stage.RUNNING,
              new Verdict.Healthy(),
              Footing.FIRM,
              false,
              NOON,
              Optional.of(NOON)));
    }
    return tasks;
  }

  private static HostId host(char letter) {
    return new HostId(0, letter);
  }

  private static String ended(ServiceView view, Plan plan) {
    StringBuilder hosts = new StringBuilder();
    for (TaskView task : view.tasks()) {
      if (plan.steps().stream()
          .anyMatch(step -> step instanceof Step.Stop(var id, _) && id.equals(task.id()))) {
        hosts.append((char) task.host().low());
      }
    }
    return hosts.toString();
  }
}
