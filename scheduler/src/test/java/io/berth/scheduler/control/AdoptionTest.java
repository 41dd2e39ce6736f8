package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.WEB;
import static io.berth.scheduler.control.ControlWorld.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that hosts run and nobody knows become known; what cannot be changes nothing. */
final class AdoptionTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 0);
  private static final BalancedPort PORT =
      new BalancedPort(BalancerSamples.targetGroup(7).id().text(), "web", 80);

  private final ServiceWorld world = new ServiceWorld();
  private final ControlWorld control = world.control;
  private final Adoption adoption = new Adoption(control.store, control::now);
  private Host host = control.join(1, SIZE);

  @BeforeEach
  void aSecondHostThatHasRoom() {
    control.join(2, SIZE);
    host = control.host(host.id());
  }

  @AfterEach
  void theTablesAreInStep() {
    StateInvariants.check(control.store.snapshot());
    BoardInvariants.check(control.store);
  }

  // ------------------------------------------------------------------------------ what is adopted

  @Test
  void forgottenTaskComesBackAsItWas() {
    Task before = forgotten(run());
    assertEquals(List.of(), adopt(claim(before)));
    Task after = control.task(before.id());
    assertEquals(before.order(), after.order());
    assertEquals(before.createdAt(), after.createdAt());
    assertEquals(before.tags(), after.tags());
    assertEquals(new Wish.Run(), after.wish());
    assertEquals(Task.Status.RUNNING, after.status());
    control.check();
  }

  @Test
  void taskThatWasToStopIsAdoptedAsOneThatShall() {
    Task before = forgotten(run());
    Claim claim = claim(before);
    adopt(
        new Claim(
            claim.task(), claim.origin(), claim.plan(), claim.content(), false, claim.sighting()));
    assertFalse(control.task(before.id()).isKept());
  }

  @Test
  void historySaysFromWhereItWasAdopted() throws StorageException {
    Task before = forgotten(run());
    adopt(claim(before));
    CauseInvariants.check(control.store.snapshot(), control.history);
    assertTrue(
        control.history.of(before.id(), Optional.empty()).stream()
            .anyMatch(line -> line.kind().equals("adopted")));
  }

  @Test
  void whatAdoptedTasksTakeIsNoRoomForOthers() {
    Task before = forgotten(run());
    long cpu = SIZE.cpuUnits() - before.order().asked().asked().cpuUnits();
    adopt(claim(before));
    Plan large = ControlWorld.plan(ControlWorld.shape(cpu + 1, 1));
    var answer = done(control.tasks.run(ControlWorld.on(large, host.id())));
    assertEquals("RESOURCE:CPU", answer.failures().getFirst().reason());
  }

  @Test
  void taskThatIsTooManyForItsHostIsKnownSinceItRuns() {
    Plan large = ControlWorld.plan(ControlWorld.shape(SIZE.cpuUnits(), 1));
    Task before = forgotten(run(large));
    Task other = run(large);
    assertEquals(List.of(), adopt(claim(before)));
    assertTrue(control.task(before.id()).isWanted());
    assertTrue(control.task(other.id()).isWanted());
  }

  @Test
  void portThatAnotherTaskHasByNowIsCountedOnce() {
    Plan fixed =
        ControlWorld.plan(ControlWorld.shape(1, 1, new HostPort(HostPort.Protocol.TCP, 8_080)));
    Task before = forgotten(run(fixed));
    Task other = run(fixed);
    adopt(claim(before));
    assertEquals(List.of(), control.task(before.id()).order().asked().staticPorts());
    assertEquals(1, control.task(other.id()).order().asked().staticPorts().size());
  }

  // ------------------------------------------------------------------------------ definitions

  @Test
  void taskOfALostDefinitionIsAdoptedByItsPlanAndItsNumberIsNeverGivenAgain() {
    Task before = forgotten(run());
    Claim claim = with(claim(before), new DefinitionId("shop", 7));
    assertEquals(List.of(), adopt(claim));
    Task after = control.task(before.id());
    assertEquals(new DefinitionId("shop", 7), after.order().definition());
    TaskDefinition definition =
        control.store.snapshot().find(Tables.DEFINITIONS, after.order().definition()).orElseThrow();
    assertEquals(TaskDefinition.Status.DELETE_IN_PROGRESS, definition.status());
    assertEquals(
        "{\"family\":\"shop\",\"containerDefinitions\":[{\"name\":\"web\",\"image\":\"web:1\","
            + "\"cpu\":128,\"memory\":64,\"essential\":true}]}",
        definition.document());
    assertEquals(
        new DefinitionFamily("shop", 7),
        control.store.snapshot().find(Tables.FAMILIES, "shop").orElseThrow());
  }

  @Test
  void revisionThatIsAnotherDocumentByNowGetsANumberOfItsOwn() {
    Task before = forgotten(run());
    Task second = forgotten(run());
    forgetPlan(before);
    Claim claim = withDigest(claim(before), Fingerprint.of(new byte[] {9}));
    adopt(claim);
    DefinitionId own = control.task(before.id()).order().definition();
    assertEquals(new DefinitionId("web", 2), own);
    // Another one of the same plan is of the same revision.
    adopt(
        new Claim(
            second.id(), claim.origin(), claim.plan(), claim.content(), true, second.sighting()));
    assertEquals(own, control.task(second.id()).order().definition());
  }

  @Test
  void planThatAHostToldGivesWayToTheOneThatIsCompiledHere() {
    Plan plan = ControlWorld.plan(ControlWorld.shape(128, 64));
    Task before = forgotten(run(plan));
    forgetPlan(before);
    Claim claim = claim(before);
    adopt(with(claim, Bytes.of(new byte[] {6, 6, 6})));
    run(plan);
    assertEquals(plan, control.store.snapshot().find(Tables.PLANS, plan.hash()).orElseThrow());
  }

  @Test
  void taskThatIsKnownByItsLabelsAloneIsAdoptedWhenItsPlanIsKnown() {
    ServiceId id = world.create("web", 1);
    world.settle();
    Task before = forgotten(world.living(id).getFirst());
    Claim labels = labelsAlone(claim(before));
    assertEquals(List.of(), adopt(labels));
    assertEquals(before.order(), control.task(before.id()).order());
  }

  @Test
  void taskThatIsKnownByItsLabelsAloneAndOfAnUnknownPlanIsRefused() {
    Task before = forgotten(run());
    forgetPlan(before);
    assertEquals(1, adopt(labelsAlone(claim(before))).size());
    assertTrue(control.store.snapshot().find(Tables.TASKS, before.id()).isEmpty());
  }

  // ------------------------------------------------------------------------------ services

  @Test
  void taskOfAKnownDeploymentIsOneOfItsServiceAndNoneIsStartedForIt() {
    ServiceId id = world.create("web", 2);
    world.settle();
    Task before = forgotten(world.living(id).getFirst());
    adopt(claim(before));
    world.settle();
    assertEquals(2, world.living(id).size());
    assertTrue(control.task(before.id()).isWanted());
  }

  @Test
  void taskOfAnUnknownDeploymentIsReplacedLikeAnOldOne() {
    ServiceId id = world.create("web", 1);
    world.settle();
    Task before = forgotten(world.living(id).getFirst());
    world.settle();
    DeploymentId newest = ServiceViews.newest(world.state(), id).id();
    Claim claim = ofDeployment(claim(before), Optional.of(new DeploymentId(77)), List.of());
    adopt(claim);
    assertEquals(newest, ServiceViews.newest(world.state(), id).id());
    assertEquals(
        List.of(2L, 1L),
        ServiceViews.deployments(world.state(), id).stream().map(Deployment::place).toList());
    world.settle();
    assertTrue(control.task(before.id()).isOver());
    assertEquals(1, world.running(id));
    assertEquals(1, ServiceViews.deployments(world.state(), id).size());
  }

  @Test
  void adoptedTaskOfABalancedServiceIsRegisteredAgain() {
    insertGroup();
    ServiceId id = done(world.creation("web", 1, List.of(PORT))).id();
    world.settle();
    Task before = forgotten(world.living(id).getFirst());
    adopt(claim(before));
    world.settle();
    List<Target> targets = TaskTargets.targets(world.state(), before.id());
    assertEquals(1, targets.stream().filter(Target::isActive).count());
  }

  @Test
  void taskOfAnUnknownDeploymentIsATargetUntilItIsReplaced() {
    insertGroup();
    ServiceId id = done(world.creation("web", 1, List.of(PORT))).id();
    world.settle();
    Task before = forgotten(world.living(id).getFirst());
    adopt(ofDeployment(claim(before), Optional.of(new DeploymentId(77)), List.of(PORT)));
    world.turn();
    assertEquals(1, TaskTargets.targets(world.state(), before.id()).size());
  }

  @Test
  void taskOfAnUnknownServiceStandsForItselfAndRunsOn() throws StorageException {
    Task before = forgotten(run());
    Claim claim = claim(before);
    Claim.Origin from = claim.origin();
    Claim.Origin member =
        new Claim.Origin(
            from.cluster(),
            from.definition(),
            from.digest(),
            "service:lost",
            from.startedBy(),
            from.createdAt(),
            from.tags(),
            Optional.of(new Claim.Member("lost", Optional.of(new DeploymentId(1)), List.of())));
    adopt(with(claim, member));
    Task after = control.task(before.id());
    assertTrue(after.isWanted());
    assertEquals(Optional.empty(), after.order().membership());
    assertTrue(
        control.history.of(before.id(), Optional.of(after)).toString().contains("not known here"));
  }

  // ------------------------------------------------------------------------------ what is refused

  @Test
  void nothingIsAdoptedTwice() {
    Task before = forgotten(run());
    adopt(claim(before));
    long version = control.task(before.id()).version();
    assertEquals(List.of(), adopt(claim(before), claim(before)));
    assertEquals(version, control.task(before.id()).version());
  }

  @Test
  void taskThatTwoHostsClaimIsThatOfTheFirst() {
    Task before = forgotten(run());
    adopt(claim(before));
    Host second = control.join(2, SIZE);
    List<Adoption.Refused> refused =
        adoption.adopt(second.id(), second.contact().session(), List.of(claim(before)));
    assertEquals(before.id(), refused.getFirst().task());
    assertEquals(host.id(), control.task(before.id()).host());
  }

  @Test
  void impossibleClaimsAreRefusedAndChangeNothing() {
    Task before = forgotten(run());
    Claim claim = claim(before);
    Claim.Origin from = claim.origin();
    Claim foreign =
        with(
            claim,
            new Claim.Origin(
                new ClusterName("other"),
                from.definition(),
                from.digest(),
                from.group(),
                from.startedBy(),
                from.createdAt(),
                from.tags(),
                from.service()));
    Claim leaping = with(claim, new DefinitionId("shop", 900_000));
    Claim ended =
        new Claim(
            claim.task(),
            claim.origin(),
            claim.plan(),
            claim.content(),
            true,
            new Sighting(
                Sighting.Phase.STOPPED,
                new Sighting.Order(1, 1),
                List.of(),
                Optional.empty(),
                Sighting.Times.NONE));
    for (Claim impossible : List.of(foreign, leaping, ended)) {
      assertEquals(1, adopt(impossible).size());
    }
    assertTrue(control.store.snapshot().find(Tables.TASKS, before.id()).isEmpty());
    assertTrue(control.store.snapshot().find(Tables.FAMILIES, "shop").isEmpty());
  }

  @Test
  void whatAnOlderSessionTellsCountsNoMore() {
    Task before = forgotten(run());
    List<Adoption.Refused> refused =
        adoption.adopt(host.id(), host.contact().session() + 1, List.of(claim(before)));
    assertEquals(List.of(), refused);
    assertTrue(control.store.snapshot().find(Tables.TASKS, before.id()).isEmpty());
  }

  // ------------------------------------------------------------------------------ claims

  private List<Adoption.Refused> adopt(Claim... claims) {
    Host now = control.host(host.id());
    return adoption.adopt(now.id(), now.contact().session(), List.of(claims));
  }

  private Task run() {
    return run(ControlWorld.plan(ControlWorld.shape(128, 64)));
  }

  private Task run(Plan plan) {
    Task task = done(control.tasks.run(ControlWorld.on(plan, host.id()))).tasks().getFirst();
    world.tell(task, Sighting.Phase.RUNNING);
    return control.task(task.id());
  }

  /** The state is as before the task was made; answers what its host still knows. */
  private Task forgotten(Task task) {
    host = control.host(task.host());
    control.store.update(
        Lane.API,
        tx -> {
          TaskTargets.targets(tx, task.id()).forEach(one -> tx.remove(Tables.TARGETS, one.id()));
          tx.remove(Tables.TASKS, task.id());
          return true;
        });
    return task;
  }

  private void forgetPlan(Task task) {
    control.store.update(
        Lane.API,
        tx -> {
          tx.remove(Tables.PLANS, task.order().plan());
          return true;
        });
  }

  private void insertGroup() {
    control.store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.TARGET_GROUPS, BalancerSamples.targetGroup(7));
          return true;
        });
  }

  private Claim claim(Task task) {
    TaskDefinition definition =
        control.store.snapshot().find(Tables.DEFINITIONS, WEB).orElseThrow();
    TaskShape asked = task.order().asked();
    Optional<Claim.Member> member =
        task.order()
            .membership()
            .map(known ->
                new Claim.Member(
                    known.service().name(), Optional.of(known.deployment()), List.of()));
    return new Claim(
        task.id(),
        new Claim.Origin(
            CLUSTER,
            task.order().definition(),
            Optional.of(Fingerprint.of(definition.document().getBytes(StandardCharsets.UTF_8))),
            task.order().group(),
            task.order().startedBy(),
            Optional.of(task.createdAt()),
            task.tags(),
            member),
        task.order().plan(),
        Optional.of(
            new Claim.Content(
                "",
                asked,
                List.<GivenDevice>of(),
                Bytes.of(new byte[] {1}),
                Set.of(),
                List.of(new Claim.Part("web", "web:1", true, false, 128, 64)))),
        true,
        task.sighting());
  }

  private static Claim with(Claim claim, Claim.Origin origin) {
    return new Claim(
        claim.task(), origin, claim.plan(), claim.content(), claim.isWanted(), claim.sighting());
  }

  /** A plan of another definition has another hash. */
  private static Claim with(Claim claim, DefinitionId definition) {
    Claim.Origin from = claim.origin();
    Claim.Origin other =
        new Claim.Origin(
            from.cluster(),
            definition,
            from.digest(),
            from.group(),
            from.startedBy(),
            from.createdAt(),
            from.tags(),
            from.service());
    Plan plan =
        Plan.of(
            definition,
            "",
            claim.content().orElseThrow().asked(),
            new Plan.Program(Bytes.of(new byte[] {2}), Set.of()));
    return new Claim(
        claim.task(), other, plan.hash(), claim.content(), claim.isWanted(), claim.sighting());
  }

  private static Claim with(Claim claim, Bytes compiled) {
    UnaryOperator<Claim.Content> other =
        from ->
            new Claim.Content(
                from.overrides(),
                from.asked(),
                from.devices(),
                compiled,
                from.requires(),
                from.parts());
    return new Claim(
        claim.task(),
        claim.origin(),
        claim.plan(),
        claim.content().map(other),
        claim.isWanted(),
        claim.sighting());
  }

  private static Claim withDigest(Claim claim, Fingerprint digest) {
    Claim.Origin from = claim.origin();
    return with(
        claim,
        new Claim.Origin(
            from.cluster(),
            from.definition(),
            Optional.of(digest),
            from.group(),
            from.startedBy(),
            from.createdAt(),
            from.tags(),
            from.service()));
  }

  private static Claim ofDeployment(
      Claim claim, Optional<DeploymentId> deployment, List<BalancedPort> ports) {
    Claim.Origin from = claim.origin();
    return with(
        claim,
        new Claim.Origin(
            from.cluster(),
            from.definition(),
            from.digest(),
            from.group(),
            from.startedBy(),
            from.createdAt(),
            from.tags(),
            from.service().map(member -> new Claim.Member(member.service(), deployment, ports))));
  }

  /** As an agent without its journal tells it. */
  private static Claim labelsAlone(Claim claim) {
    Claim.Origin from = claim.origin();
    return new Claim(
        claim.task(),
        new Claim.Origin(
            from.cluster(),
            from.definition(),
            Optional.empty(),
            from.group(),
            from.startedBy(),
            Optional.empty(),
            Map.of(),
            from.service()
                .map(member -> new Claim.Member(member.service(), Optional.empty(), List.of()))),
        claim.plan(),
        Optional.empty(),
        claim.isWanted(),
        claim.sighting());
  }
}
