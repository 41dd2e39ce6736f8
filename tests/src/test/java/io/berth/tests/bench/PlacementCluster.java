package io.berth.tests.bench;

import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.ServiceOrder.Content;
import io.berth.scheduler.control.ServiceOrder.Creation;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.ServiceWish;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Hosts in three zones and twenty racks, and services that want tasks of them. */
final class PlacementCluster {
  static final ClusterName NAME = new ClusterName("default");
  static final String ZONE = "ecs.availability-zone";
  static final int ZONES = 3;
  static final Resources SIZE = new Resources(64 * 1_024, 256 * 1_024, 10_000, 10_000);
  private static final int RACKS = 20;

  private final StateStore store;
  private final PlacementShape shape;
  private final Instant now;

  PlacementCluster(StateStore store, PlacementShape shape, Instant now) {
    this.store = store;
    this.shape = shape;
    this.now = now;
  }

  void make() {
    new ClusterCommands(store, () -> now).create(NAME, Map.of(), Map.of());
    SplittableRandom ids = new SplittableRandom(4);
    HostCommands hosts = new HostCommands(store, () -> now);
    for (int host = 0; host < shape.hosts(); host++) {
      done(hosts.hello(new HostId(ids.nextLong(), ids.nextLong()), NAME, hello(host)));
    }
    define();
    ServiceCommands services = new ServiceCommands(store, () -> now, new SplittableRandom(2));
    for (int number = 0; number < shape.tasks() / shape.tasksPerService(); number++) {
      done(services.create(service(number)));
    }
  }

  /** What a task of this definition runs and asks for. */
  Plan plan(int definition) {
    List<Constraint> constraints =
        shape.constrained()
            ? List.of(
                new Constraint.MemberOf("attribute:rack != rack-%d".formatted(definition % RACKS)))
            : List.of();
    return Plan.of(
        id(definition),
        "",
        new Plan.Needs(size(definition), constraints),
        new Plan.Program(Bytes.of(new byte[] {1}), Set.of()));
  }

  private Creation service(int number) {
    return new Creation(
        new ServiceId(NAME, "service-" + number),
        new ServiceWish(
            shape.tasksPerService(),
            Rolling.STANDARD,
            shape.strategies(),
            List.of(),
            Optional.empty(),
            ServiceWish.TagSource.NONE,
            ""),
        new Content(plan(number % shape.definitions()), Set.of()),
        List.of(),
        Map.of(),
        Optional.empty());
  }

  private void define() {
    store.update(
        Lane.API,
        tx -> {
          for (int number = 0; number < shape.definitions(); number++) {
            tx.insert(Tables.FAMILIES, new DefinitionFamily(id(number).family(), 1));
            tx.insert(
                Tables.DEFINITIONS,
                new TaskDefinition(
                    id(number),
                    TaskDefinition.Status.ACTIVE,
                    "{}",
                    size(number),
                    now,
                    Optional.empty(),
                    Map.of()));
          }
          return shape.definitions();
        });
  }

  private static DefinitionId id(int number) {
    return new DefinitionId("web-" + number, 1);
  }

  private static TaskShape size(int definition) {
    return new TaskShape(new Resources(100 + definition % 7, 512 + definition % 11, 1, 0));
  }

  private HostCommands.Hello hello(int number) {
    HostFacts facts =
        new HostFacts(
            SIZE,
            new HostFacts.PortRange(20_000, 29_999),
            List.of(),
            List.of("192.0.2." + number % 250),
            List.of(),
            Map.of(ZONE, "zone-" + number % ZONES, "rack", "rack-" + number % RACKS),
            new HostFacts.Machine(
                "host-" + number, "Debian 13", HostFacts.Architecture.X86_64, "6.12", 2),
            new HostFacts.Software("1.0", HostFacts.Engine.DOCKER, "28.0", "1.48"),
            new HostFacts.Defaults(Duration.ofSeconds(30), HostFacts.PullBehaviour.PULL_OR_CACHED),
            Set.of());
    return new HostCommands.Hello(
        facts,
        new Contact.Incarnation("boot", Bytes.of(new byte[16]), 1),
        new Contact.Engine(Contact.Availability.AVAILABLE, now, ""),
        Map.of());
  }

  private static void done(Outcome<?> outcome) {
    if (!(outcome instanceof Outcome.Done<?>)) {
      throw new IllegalStateException("refused: " + outcome);
    }
  }
}
