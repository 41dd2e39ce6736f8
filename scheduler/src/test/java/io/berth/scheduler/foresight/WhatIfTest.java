package io.berth.scheduler.foresight;

import static io.berth.scheduler.foresight.ForesightWorld.CLUSTER;
import static io.berth.scheduler.foresight.ForesightWorld.done;
import static io.berth.scheduler.foresight.ForesightWorld.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.HostCommands.Force;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal;
import io.berth.scheduler.control.RunTask.NotPlaced;
import io.berth.scheduler.foresight.Lack.Why;
import io.berth.scheduler.foresight.Move.Kind;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One question each: what moves, what lacks, and what is refused. */
class WhatIfTest {
  private static final Rolling DOUBLE = new Rolling(100, 200);

  private final ForesightWorld world = new ForesightWorld();
  private HostId one = new HostId(0, 1);
  private HostId two = new HostId(0, 2);

  @BeforeEach
  void twoHosts() {
    one = world.join(1, new Resources(400, 1_000, 0, 0), Map.of("zone", "a")).id();
    two = world.join(2, new Resources(400, 1_000, 0, 0), Map.of("zone", "b")).id();
  }

  @Test
  void tasksOfALostHostGoWhereThereIsRoom() {
    ServiceId web = world.create("web", 4, plan(100, 1), DOUBLE);
    world.settle();

    Aftermath aftermath = ask(lost(one));

    assertEquals(
        List.of(move(Kind.START, web, two, 2), move(Kind.LOSE, web, one, 2)),
        aftermath.foreseen().moves());
    assertEquals(List.of(), aftermath.foreseen().lacks());
  }

  @Test
  void whatFindsNoPlaceIsSaidWithTheReasonOfRunTask() {
    ServiceId web = world.create("web", 6, plan(100, 1), DOUBLE);
    world.settle();

    Aftermath aftermath = ask(lost(one));

    assertEquals(
        List.of(
            new Lack(Optional.of(web), 2, 0, new Why.NoPlace(new NotPlaced(two, "RESOURCE:CPU")))),
        aftermath.foreseen().lacks());
  }

  @Test
  void allHostsMayBeLost() {
    ServiceId web = world.create("web", 3, plan(100, 1), DOUBLE);
    world.settle();

    Aftermath aftermath = ask(lost(one, two));

    assertEquals(
        List.of(new Lack(Optional.of(web), 3, 0, new Why.NoHosts())), aftermath.foreseen().lacks());
  }

  @Test
  void tasksWithoutAServiceAreCountedAndNotReplaced() {
    done(world.tasks.run(ForesightWorld.some(4, plan(100, 1), List.of())));

    Aftermath aftermath = ask(lost(one, two));

    assertEquals(4, aftermath.notReplaced());
    assertTrue(
        aftermath.foreseen().moves().stream().allMatch(move -> move.what().kind() == Kind.LOSE));
  }

  @Test
  void addedHostsTakeWhatWaitedForRoom() {
    ServiceId web = world.create("web", 10, plan(100, 1), DOUBLE);
    world.settle();

    Aftermath aftermath = ask(added(2, one));

    assertEquals(2, aftermath.added().size());
    assertEquals(
        2, aftermath.foreseen().moves().stream().mapToInt(Move::count).sum(), "8 have a place");
    assertTrue(
        aftermath.foreseen().moves().stream()
            .allMatch(move -> aftermath.added().contains(move.what().host())));
    assertEquals(Optional.of(web), aftermath.foreseen().moves().getFirst().what().service());
    assertEquals(List.of(), aftermath.foreseen().lacks());
  }

  @Test
  void addedHostsAreLikeTheOneThatIsNamed() {
    ServiceId web =
        world.create(
            "web",
            plan(100, 1),
            ForesightWorld.wish(
                5, DOUBLE, List.of(), List.of(new Constraint.MemberOf("attribute:zone == a"))));
    world.settle();

    assertEquals(List.of(), ask(added(1, one)).foreseen().lacks());
    Lack lack = ask(added(1, two)).foreseen().lacks().getFirst();
    assertEquals(Optional.of(web), lack.service());
    assertEquals(1, lack.count());
  }

  @Test
  void aHostThatIsGoneCanStillBeTheModel() {
    done(world.hosts.deregister(CLUSTER, two, Force.YES));

    assertEquals(3, ask(added(3, two)).added().size());
  }

  @Test
  void tasksAreAskedForWhenServicesHaveTheirs() {
    ServiceId web = world.create("web", 4, plan(100, 1), DOUBLE);
    world.settle();

    Aftermath aftermath =
        done(
            world
                .foresight()
                .whatIf(
                    new Question(
                        CLUSTER,
                        List.of(one),
                        Optional.empty(),
                        Optional.of(new Question.Update(web, ForesightWorld.scaled(3))),
                        Optional.of(ForesightWorld.some(5, plan(100, 1), List.of())))));

    assertEquals(
        List.of(
            new Lack(Optional.empty(), 4, 0, new Why.NoPlace(new NotPlaced(two, "RESOURCE:CPU")))),
        aftermath.foreseen().lacks());
  }

  @Test
  void tasksThatAreAskedOfNoHostsLackAPlace() {
    Question question =
        new Question(
            CLUSTER,
            List.of(one, two),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ForesightWorld.some(5, plan(100, 1), List.of())));

    assertEquals(
        List.of(new Lack(Optional.empty(), 5, 0, new Why.NoHosts())),
        ask(question).foreseen().lacks());
  }

  @Test
  void anUpdateThatNeedsMoreRoomThanThereIsSaysSo() {
    ServiceId web = world.create("web", 6, plan(100, 1), new Rolling(50, 150));
    world.settle();

    UpdateForeseen update =
        done(
            world
                .foresight()
                .update(new Question.Update(web, ForesightWorld.redeployed(plan(100, 2)))));

    assertTrue(update.begun().isPresent());
    assertEquals(6, update.desiredBefore());
    assertEquals(6, update.desiredAfter());
    assertEquals(
        2,
        update.foreseen().moves().stream()
            .filter(move -> move.what().kind() == Kind.START)
            .mapToInt(Move::count)
            .sum());
  }

  @Test
  void anUpdateThatChangesNothingMovesNothing() {
    ServiceId web = world.create("web", 2, plan(100, 1), DOUBLE);
    world.settle();

    UpdateForeseen update =
        done(world.foresight().update(new Question.Update(web, ForesightWorld.scaled(2))));

    assertEquals(new Foreseen(List.of(), List.of(), true), update.foreseen());
    assertFalse(update.begun().isPresent());
    assertEquals(0, update.older());
  }

  @Test
  void whenTheTimeIsOverTheAnswerSaysThatItIsNotWhole() {
    ServiceId web = world.create("web", 2, plan(100, 1), DOUBLE);
    world.settle();
    AtomicLong time = new AtomicLong();
    Foresight hasty =
        world.foresight(
            world.store.snapshot(), Budget.of(Duration.ofNanos(1), time::incrementAndGet));

    assertFalse(
        done(hasty.update(new Question.Update(web, ForesightWorld.scaled(4))))
            .foreseen()
            .isWhole());
  }

  // ------------------------------------------------------------------------------ refused

  @Test
  void whatIsNotThereCanNeitherBeLostNorCopied() {
    HostId unknown = new HostId(7, 7);
    assertEquals(Refusal.Code.HOST_NOT_FOUND, refused(lost(one, unknown)));
    assertEquals(Refusal.Code.HOST_NOT_FOUND, refused(added(1, unknown)));
    assertEquals(
        Refusal.Code.HOST_NOT_FOUND,
        refused(Question.ofLoss(new ClusterName("other"), List.of(one))));
    done(world.hosts.deregister(CLUSTER, two, Force.YES));
    assertEquals(Refusal.Code.HOST_INACTIVE, refused(lost(two)));
  }

  @Test
  void whatTheUpdateWouldRefuseIsRefused() {
    assertEquals(
        Refusal.Code.SERVICE_NOT_FOUND,
        refused(
            new Question(
                CLUSTER,
                List.of(),
                Optional.empty(),
                Optional.of(
                    new Question.Update(
                        new ServiceId(CLUSTER, "nobody"), ForesightWorld.scaled(1))),
                Optional.empty())));
  }

  private Refusal.Code refused(Question question) {
    return assertInstanceOf(Outcome.Refused.class, world.foresight().whatIf(question))
        .refusal()
        .code();
  }

  private Aftermath ask(Question question) {
    return done(world.foresight().whatIf(question));
  }

  private static Question lost(HostId... hosts) {
    return RandomCluster.loss(hosts);
  }

  private static Question added(int count, HostId like) {
    return new Question(
        CLUSTER,
        List.of(),
        Optional.of(new Question.Addition(count, like)),
        Optional.empty(),
        Optional.empty());
  }

  private static Move move(Kind kind, ServiceId service, HostId host, int count) {
    return new Move(new Move.What(kind, Optional.of(service), ForesightWorld.WEB, host), count);
  }
}
