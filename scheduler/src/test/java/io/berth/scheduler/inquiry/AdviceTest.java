package io.berth.scheduler.inquiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.explain.Advice;
import io.berth.scheduler.explain.Change;
import io.berth.scheduler.explain.Patience;
import io.berth.scheduler.explain.Suggestion;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which changes are suggested: a small cluster each, and all that is said of it. */
class AdviceTest {
  private static final HostPort HTTP = new HostPort(HostPort.Protocol.TCP, 80);

  private final List<Host> hosts = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();

  private Host host(int number, long memory) {
    Host host = Samples.host(number, new Resources(1_000, memory, 10, 10));
    hosts.add(host);
    return host;
  }

  private TaskId task(Host host, Wish wish, long memory, HostPort... ports) {
    TaskOrder order =
        new TaskOrder(
            ClusterRows.WEB,
            Samples.task(1).order().plan(),
            Samples.shape(new Resources(0, memory, 0, 0), ports),
            "service:other",
            "");
    Task task =
        new Task(
            new TaskId(0, 1 + tasks.size()),
            ClusterRows.CLUSTER,
            host.id(),
            order,
            wish,
            Sighting.NONE,
            Samples.NOON,
            1,
            Map.of());
    tasks.add(task);
    return task.id();
  }

  private Advice advice(TaskShape shape, Patience patience, Constraint... constraints) {
    ClusterRows rows =
        new ClusterRows(
            hosts,
            tasks,
            List.of(),
            ClusterRows.request(ClusterRows.plan(shape, Set.of()), 1, List.of(constraints)));
    return new Inquiry(rows.request())
        .explain(rows.store().snapshot(), patience)
        .explanation()
        .advice();
  }

  private List<List<Change>> suggested(TaskShape shape, Constraint... constraints) {
    Advice advice = advice(shape, Patience.usual(() -> 0), constraints);
    assertEquals(Advice.End.COMPLETE, advice.end());
    return advice.suggestions().stream().map(Suggestion::changes).toList();
  }

  private static TaskShape memory(long mib, HostPort... ports) {
    return Samples.shape(new Resources(0, mib, 0, 0), ports);
  }

  @Test
  void nothingIsSuggestedToWhoeverHasRoom() {
    host(1, 100);

    assertEquals(Advice.End.COMPLETE, advice(memory(100), Patience.none(() -> 0)).end());
    assertEquals(List.of(), suggested(memory(100)));
  }

  @Test
  void oneLargeTaskIsStoppedInsteadOfManySmallOnes() {
    Host host = host(1, 100);
    for (int number = 0; number < 5; number++) {
      task(host, new Wish.Run(), 10);
    }
    TaskId large = task(host, new Wish.Run(), 50);

    assertEquals(List.of(List.of(new Change.StopTasks(List.of(large)))), suggested(memory(40)));
  }

  @Test
  void ofEqualTasksTheOneThatEndsAnywayIsNamed() {
    Host host = host(1, 100);
    task(host, new Wish.Run(), 50);
    StopCause cause = new StopCause(StopCause.Code.USER_INITIATED, "");
    TaskId ending = task(host, new Wish.Stop(cause, Samples.NOON), 50);

    assertEquals(List.of(List.of(new Change.StopTasks(List.of(ending)))), suggested(memory(40)));
  }

  @Test
  void nobodyIsToldToStopMoreThanTen() {
    Host host = host(1, 110);
    for (int number = 0; number < 11; number++) {
      task(host, new Wish.Run(), 10);
    }

    assertEquals(10, stopped(suggested(memory(100))));
    assertEquals(List.of(), suggested(memory(101)));
  }

  private static int stopped(List<List<Change>> suggested) {
    return suggested.getFirst().getFirst() instanceof Change.StopTasks(var ids) ? ids.size() : 0;
  }

  @Test
  void whatTheHostKeepsForItselfNoTaskGivesBack() {
    Host host = host(1, 100);
    hosts.set(0, host.with(Samples.facts(1, host.facts().registered(), List.of(HTTP), List.of())));
    task(host, new Wish.Run(), 10);

    assertEquals(List.of(List.of(new Change.DynamicPort(HTTP))), suggested(memory(6, HTTP)));
  }

  @Test
  void tasksOfAHostThatHasShrunkGiveBackWhatItLacks() {
    Host host = host(1, 100);
    task(host, new Wish.Run(), 90);
    task(host, new Wish.Run(), 80);

    assertEquals(2, stopped(suggested(memory(40))));
    assertEquals(1, stopped(suggested(memory(10))));
  }

  @Test
  void lessMemoryThanAContainerCanHaveIsNotSuggested() {
    host(1, 5);
    assertEquals(List.of(), suggested(memory(10)));
    host(2, 6);
    assertEquals(List.of(List.of(new Change.LessMemory(6))), suggested(memory(10)));
  }

  @Test
  void mostMemoryThatFitsAnywhereIsSuggested() {
    host(1, 60);
    host(2, 80);
    host(3, 80);

    Suggestion only = advice(memory(100), Patience.usual(() -> 0)).suggestions().getFirst();

    assertEquals(List.of(new Change.LessMemory(80)), only.changes());
    assertEquals(List.of(hosts.get(1).id(), hosts.get(2).id()), only.hosts());
    assertEquals(2, only.hostCount());
  }

  @Test
  void attributeIsPutWhereAUserMayPutIt() {
    Map<String, String> many = new HashMap<>();
    for (int number = 0; number < Host.MOST_USERS_ATTRIBUTES; number++) {
      many.put("a" + number, "");
    }
    hosts.add(host(1, 100).attributed(many));
    hosts.removeFirst();
    var users = new Constraint.MemberOf("attribute:disk == ssd");
    var facts = new Constraint.MemberOf("attribute:ecs.os-type == plan9");

    assertEquals(List.of(List.of(new Change.DropConstraint(users))), suggested(memory(10), users));
    host(2, 100);
    assertEquals(
        List.of(
            List.of(new Change.PutAttribute("disk", "ssd")),
            List.of(new Change.DropConstraint(users))),
        suggested(memory(10), users));
    assertEquals(List.of(List.of(new Change.DropConstraint(facts))), suggested(memory(10), facts));
  }

  @Test
  void valueThatSuitsBothAnExpressionAndTheDefinitionIsOneChange() {
    host(1, 100);
    TaskShape shape =
        new TaskShape(new Resources(0, 10, 0, 0), Map.of("disk", ""), List.of(), List.of());

    List<List<Change>> suggested =
        suggested(shape, new Constraint.MemberOf("attribute:disk in [ssd, nvme]"));

    assertTrue(
        suggested.contains(List.of(new Change.PutAttribute("disk", "nvme"))), suggested::toString);
    assertTrue(
        suggested.contains(List.of(new Change.PutAttribute("disk", "ssd"))), suggested::toString);
  }

  @Test
  void noMoreThanTwentyAreToldAndTheOthersCounted() {
    for (int number = 1; number <= 30; number++) {
      Host host = host(number, 100);
      task(host, new Wish.Run(), 50);
      task(host, new Wish.Run(), 50);
    }

    Advice advice = advice(memory(60), Patience.usual(() -> 0));

    assertEquals(20, advice.suggestions().size());
    assertEquals(10, advice.leftOut());
  }

  @Test
  void clockEndsTheSearchWithWhatWasFoundSoFar() {
    for (int number = 1; number <= 30; number++) {
      host(number, 50 + number);
    }
    AtomicLong nanos = new AtomicLong();
    Patience patience = new Patience(1_000, Duration.ofNanos(10), nanos::getAndIncrement);

    Advice advice = advice(memory(100), patience);

    assertEquals(Advice.End.GAVE_UP, advice.end());
    assertEquals(1, advice.suggestions().size());
  }

  @Test
  void stepsEndItTheSameEverywhere() {
    for (int number = 1; number <= 30; number++) {
      host(number, 50 + number);
    }

    Advice advice = advice(memory(100), new Patience(3, Duration.ofDays(1), () -> 0));

    assertEquals(Advice.End.GAVE_UP, advice.end());
    assertEquals(advice, advice(memory(100), new Patience(3, Duration.ofDays(1), () -> 0)));
  }
}
