package io.berth.scheduler.reconcile;

import static io.berth.scheduler.reconcile.ServiceScene.NEW;
import static io.berth.scheduler.reconcile.ServiceScene.NOON;
import static io.berth.scheduler.reconcile.ServiceScene.OLD;
import static io.berth.scheduler.reconcile.ServiceScene.deployment;
import static io.berth.scheduler.reconcile.ServiceScene.service;
import static io.berth.scheduler.reconcile.ServiceScene.view;
import static io.berth.scheduler.reconcile.ServiceScene.withGrace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Deployment.Setbacks;
import io.berth.scheduler.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is started and stopped in which situation; the letters are those of ServiceScene. */
class ReconcileTest {

  private static final String TABLE =
      """
      # what                                  | wanted    | older  | newest | starts | stops
      first tasks                             | 4 100 200 |        |        | 4      |
      the rest of them                        | 4 100 200 |        | hp     | 2      |
      nothing to do                           | 4 100 200 |        | hhhh   | 0      |
      all new ones beside the old ones        | 4 100 200 | hhhh   |        | 4      |
      old ones stay until new ones are judged | 4 100 200 | hhhh   | uuuu   | 0      |
      one old one for each new one            | 4 100 200 | hhhh   | huup   | 0      | old h
      the last old ones                       | 4 100 200 | hh     | hhhh   | 0      | old h, old h
      half may go first                       | 4 50 100  | hhhh   |        | 0      | old h, old h
      no start before the old ones are over   | 4 50 100  | hhdd   |        | 0      |
      those told to end count too             | 4 50 100  | hhee   |        | 0      |
      then half are started                   | 4 50 100  | hh     |        | 2      |
      and the other half go                   | 4 50 100  | hh     | hh     | 0      | old h, old h
      75 percent of 2 are 2                   | 2 75 100  | hh     |        | 0      |
      125 percent of 3 are 3                  | 3 100 125 | hhh    |        | 0      |
      125 percent of 4 are 5                  | 4 100 125 | hhhh   |        | 1      |
      a single one is doubled                 | 1 100 200 | h      |        | 1      |
      a single one that may be missing        | 1 0 100   | h      |        | 0      | old h
      pending old ones go at once             | 4 100 200 | pphh   |        | 4      | old p, old p
      failing old ones go before healthy ones | 4 50 100  | hfhh   |        | 0      | old f, old h
      nobody stands in for failing old ones   | 2 100 200 | ff     | pp     | 0      |
      failing old ones end with their relief  | 2 100 200 | ff     | hp     | 0      | old f
      a failing one is replaced first         | 2 100 200 |        | hf     | 1      |
      and ends once it is replaced            | 2 100 200 |        | hfh    | 0      | new f
      without room it goes first              | 1 100 100 |        | f      | 0      | new f
      and only one at a time                  | 2 100 100 |        | ff     | 0      | new f
      and the next one after its replacement  | 2 100 100 |        | fp     | 0      |
      and not while one still ends            | 2 100 100 |        | fe     | 0      |
      too many new ones                       | 2 100 200 |        | hhhh   | 0      | new h, new h
      of too many the pending ones first      | 2 100 200 |        | hhpp   | 0      | new p, new p
      none is wanted                          | 0 100 200 | h      | hp     | 0      | old h, new h, new p
      a host is emptied: others first         | 2 100 200 |        | h!h!   | 2      |
      a host is emptied: then its own         | 2 100 200 |        | h!h!hh | 0      | new h!, new h!
      a host is emptied: pending ones go      | 2 100 200 |        | p!h    | 1      | new p!
      a host is emptied: half may go first    | 2 50 100  |        | h!h!   | 0      | new h!
      a host is emptied: nothing is allowed   | 2 100 100 |        | h!h!   | 0      |
      a host is lost: others take over        | 2 100 200 |        | h?h    | 1      |
      a host is lost: also without room       | 2 100 100 |        | h?h    | 1      |
      a host is lost: and of a single one     | 1 100 100 |        | h?     | 1      |
      a host is lost: it serves on meanwhile  | 2 100 200 |        | h?hu   | 0      |
      a host is lost: until others do         | 2 100 200 |        | h?hh   | 0      | new h?
      a host is lost: as many as others do    | 3 100 200 |        | h?h?hhu | 0     | new h?
      a host is lost: what never ran goes     | 2 100 200 |        | p?h    | 1      | new p?
      a host is lost: what ends is no burden  | 2 100 100 |        | e?h    | 1      |
      a host is lost: what is not wanted goes | 1 100 200 |        | h?h    | 0      | new h?
      a host is lost: and old, replaced       | 2 100 200 | h?h    | hh     | 0      | old h, old h?
      a host is lost: it may come back yet    | 2 100 200 |        | h~h    | 0      |
      a bad image takes nothing away          | 4 100 200 | hhhh   | pppp   | 0      |
      a bad image within half                 | 4 50 100  | hh     | pp     | 0      |
      """;

  /** One line of the table. */
  record Case(String what, ServiceView view, int starts, List<String> stops) {

    static Case of(String line) {
      List<String> cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      List<Integer> wanted = Stream.of(cells.get(1).split(" ", -1)).map(Integer::valueOf).toList();
      return new Case(
          cells.get(0),
          ServiceScene.view(
              service(wanted.get(0), wanted.get(1), wanted.get(2)), cells.get(2), cells.get(3)),
          Integer.parseInt(cells.get(4)),
          cells.get(5).isEmpty()
              ? List.of()
              : Stream.of(cells.get(5).split(", ", -1)).sorted().toList());
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Case> cases() {
    return TABLE.lines().filter(line -> !line.startsWith("#")).map(Case::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void startsAndStops(Case one) {
    Plan plan = Reconcile.plan(one.view(), NOON);

    assertEquals(one.starts(), starts(plan));
    assertEquals(one.stops(), stopped(one.view(), plan));
  }

  private static int starts(Plan plan) {
    int starts = 0;
    for (Step step : plan.steps()) {
      if (step instanceof Step.Start(var deployment, var count)) {
        assertEquals(NEW, deployment);
        starts += count;
      }
    }
    return starts;
  }

  private static long stops(Plan plan) {
    return plan.steps().stream().filter(Step.Stop.class::isInstance).count();
  }

  private static List<String> stopped(ServiceView view, Plan plan) {
    return plan.steps().stream()
        .filter(Step.Stop.class::isInstance)
        .map(Step.Stop.class::cast)
        .flatMap(stop -> view.tasks().stream().filter(task -> task.id().equals(stop.task())))
        .map(ServiceScene::letter)
        .sorted()
        .toList();
  }

  @Test
  void steadyServiceIsCompletedAndSaidToBeSteadyOnce() {
    Plan plan = Reconcile.plan(view(service(2, 100, 200), "", "hh"), NOON);

    assertEquals(
        List.of(
            new Step.Complete(NEW),
            new Step.Say(
                "(service web) (deployment ecs-svc/0000000000000000002) deployment completed."),
            new Step.SaySteady("(service web) has reached a steady state.")),
        plan.steps());
    assertEquals(Optional.of(NOON.plus(Duration.ofHours(6))), plan.wakeAt());
  }

  @Test
  void settledServiceNeedsNothingForSixHours() {
    ServiceView view = settled(NOON);

    assertEquals(List.of(), Reconcile.plan(view, NOON.plusSeconds(60)).steps());
    assertEquals(
        List.of(new Step.SaySteady("(service web) has reached a steady state.")),
        Reconcile.plan(view, NOON.plus(Duration.ofHours(6))).steps());
  }

  @Test
  void whatIsNoLongerSteadyIsForgottenToBe() {
    Service settled = service(3, 100, 200).steady(NOON);

    List<Step> steps = Reconcile.plan(view(settled, "", "hh"), NOON).steps();

    assertEquals(List.of(new Step.Start(NEW, 1), new Step.Unsettle()), steps);
  }

  @Test
  void deploymentWithoutTasksIsForgottenUnlessItIsTheNewest() {
    ServiceView view =
        new ServiceView(
            service(1, 100, 200),
            List.of(deployment(OLD), deployment(NEW)),
            view(service(1, 100, 200), "", "p").tasks());

    assertEquals(List.of(new Step.Retire(OLD)), Reconcile.plan(view, NOON).steps());
  }

  @Test
  void deletedServiceEndsOnlyWhenItsLastTaskIsOver() {
    Service deleted = service(2, 100, 200).deleted();

    assertEquals(2, stops(Reconcile.plan(view(deleted, "", "hp"), NOON)));
    assertEquals(List.of(), Reconcile.plan(view(deleted, "", "de"), NOON).steps());
    assertEquals(List.of(new Step.End()), Reconcile.plan(view(deleted, "", ""), NOON).steps());
    assertEquals(
        List.of(), Reconcile.plan(view(deleted.ended(NOON), "", ""), NOON.plusSeconds(1)).steps());
  }

  @Test
  void drainedTaskIsToldToEnd() {
    ServiceView view = view(service(1, 100, 200), "D", "h");

    assertEquals(
        List.of(new Step.EndDrained(view.tasks().getFirst().id())),
        Reconcile.plan(view, NOON).steps());
  }

  @Test
  void failingTaskStaysAsLongAsItsGraceLasts() {
    Service patient = withGrace(service(1, 100, 200), Duration.ofSeconds(30));
    ServiceView view = view(patient, "", "f");

    Plan early = Reconcile.plan(view, NOON.plusSeconds(29));
    assertEquals(List.of(), early.steps());
    assertEquals(Optional.of(NOON.plusSeconds(30)), early.wakeAt());
    assertEquals(1, starts(Reconcile.plan(view, NOON.plusSeconds(30))));
  }

  @Test
  void failingTaskEndsWithTheWordsForIt() {
    ServiceView view = view(service(1, 100, 200), "", "fh");

    List<Step> steps = Reconcile.plan(view, NOON).steps();

    String id = view.tasks().getFirst().id().text();
    assertEquals(
        new Step.Say("(service web) (task " + id + ") failed container health checks."),
        steps.getFirst());
    assertEquals(
        List.of("Task failed container health checks"),
        steps.stream()
            .filter(Step.Stop.class::isInstance)
            .map(step -> ((Step.Stop) step).cause().reason())
            .toList());
  }

  @Test
  void rolloutThatNothingCanMoveSaysSo() {
    Plan plan = Reconcile.plan(view(service(2, 100, 100), "hh", ""), NOON);

    assertEquals(
        List.of(
            new Step.Complain(
                "(service web) was unable to stop or start tasks during a deployment because of the"
                    + " service deployment configuration. Update the minimumHealthyPercent or"
                    + " maximumPercent value and try again.")),
        plan.steps());
  }

  @Test
  void deploymentThatFailedIsTriedAgainWhenItsTimeHasCome() {
    Setbacks setbacks = Throttle.failed(Setbacks.NONE, NOON);
    ServiceView view = failing(setbacks);

    Plan early = Reconcile.plan(view, NOON);
    assertEquals(List.of(), early.steps());
    assertEquals(Optional.of(NOON.plus(Throttle.FIRST)), early.wakeAt());
    assertEquals(2, starts(Reconcile.plan(view, NOON.plus(Throttle.FIRST))));
  }

  @Test
  void pausesDoubleUpToTheirLimitAndManyFailuresOfOneTryCountAsOne() {
    List<Duration> pauses = new ArrayList<>();
    Setbacks setbacks = Setbacks.NONE;
    Instant now = NOON;
    for (int round = 0; round < 12; round++) {
      for (int task = 0; task < 3; task++) {
        setbacks = Throttle.failed(setbacks, now);
      }
      Instant retryAt = setbacks.retryAt().orElseThrow();
      pauses.add(Duration.between(now, retryAt));
      now = retryAt;
    }
    assertEquals(
        List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L),
        pauses.stream().map(Duration::toSeconds).toList());
    assertEquals(36, setbacks.failedTasks());
  }

  @Test
  void deploymentThatKeepsFailingIsComplainedAboutWhileItWaits() {
    Setbacks setbacks = Setbacks.NONE;
    Instant now = NOON;
    for (int round = 0; round < 4; round++) {
      setbacks = Throttle.failed(setbacks, now);
      now = setbacks.retryAt().orElseThrow();
    }

    assertEquals(
        List.of(
            new Step.Complain("(service web) is unable to consistently start tasks successfully.")),
        Reconcile.plan(failing(setbacks), now.minusMillis(1)).steps());
  }

  @Test
  void turnIsBoundedHoweverMuchThereIsToDo() {
    assertTrue(starts(Reconcile.plan(view(service(9_999, 100, 200), "", ""), NOON)) <= 500);
    Service gone = service(0, 100, 200);
    assertTrue(stops(Reconcile.plan(view(gone, "h".repeat(90), "h".repeat(90)), NOON)) <= 50);
  }

  private static ServiceView settled(Instant saidAt) {
    ServiceView view = view(service(2, 100, 200).steady(saidAt), "", "hh");
    return new ServiceView(view.service(), List.of(deployment(NEW).completed(NOON)), view.tasks());
  }

  private static ServiceView failing(Setbacks setbacks) {
    Deployment failing = deployment(NEW).with(setbacks, NOON);
    return new ServiceView(service(2, 100, 200), List.of(failing), List.of());
  }
}
