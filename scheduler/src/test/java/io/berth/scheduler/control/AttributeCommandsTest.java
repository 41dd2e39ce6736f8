package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.CLUSTER;
import static io.berth.scheduler.control.ControlWorld.assertRefused;
import static io.berth.scheduler.control.ControlWorld.done;
import static io.berth.scheduler.control.ControlWorld.on;
import static io.berth.scheduler.control.ControlWorld.plan;
import static io.berth.scheduler.control.ControlWorld.some;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.berth.scheduler.control.AttributeCommands.Given;
import io.berth.scheduler.control.AttributeCommands.Named;
import io.berth.scheduler.control.RunTask.NotPlaced;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Attributes come from users, from agents and from facts; placement and clients see one set. */
class AttributeCommandsTest {
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 100);

  private final ControlWorld world = new ControlWorld();
  private final AttributeCommands attributes = new AttributeCommands(world.store, world::now);
  private final Host host = world.join(1, SIZE);

  private Given given(String name, String value) {
    return new Given(new Named(host.id(), name), value);
  }

  private Host host() {
    return world.host(host.id());
  }

  /** The agent says of its host what its configuration says. */
  private void tells(Map<String, String> words) {
    HostFacts facts = host().facts();
    world.hosts.facts(
        host.id(),
        host().contact().session(),
        new HostFacts(
            facts.registered(),
            facts.dynamicPorts(),
            facts.reservedPorts(),
            facts.addresses(),
            facts.devices(),
            words,
            facts.machine(),
            facts.software(),
            facts.defaults(),
            facts.features()));
  }

  @Test
  void whatWasPutIsReplacedAndTakenAway() {
    done(attributes.put(CLUSTER, List.of(given("stack", "blue"), given("quiet", ""))));
    assertEquals(Optional.of("blue"), host().attribute("stack"));
    assertEquals(Optional.of(""), host().attribute("quiet"));
    done(attributes.put(CLUSTER, List.of(given("stack", "green"))));
    assertEquals(Map.of("stack", "green", "quiet", ""), host().usersAttributes());

    List<Named> names = List.of(new Named(host.id(), "stack"), new Named(host.id(), "never"));
    assertEquals(List.of(given("stack", "green")), done(attributes.remove(CLUSTER, names)));
    assertEquals(Optional.empty(), host().attribute("stack"));
    assertEquals(List.of(), done(attributes.remove(CLUSTER, names)));
    world.check();
  }

  @Test
  void versionRisesOncePerCallThatChangesSomething() {
    long before = host().version();
    done(attributes.put(CLUSTER, List.of(given("a", "1"), given("b", "2"))));
    assertEquals(before + 1, host().version());
    done(attributes.put(CLUSTER, List.of(given("a", "1"))));
    done(attributes.remove(CLUSTER, List.of(new Named(host.id(), "c"))));
    assertEquals(before + 1, host().version());
  }

  @Test
  void usersWordCountsBeforeTheAgentsAndSurvivesItsHello() {
    done(attributes.put(CLUSTER, List.of(given("stack", "blue"))));
    tells(Map.of("stack", "agent's", "rack", "7"));
    assertEquals(Optional.of("blue"), host().attribute("stack"));
    assertEquals(Optional.of("7"), host().attribute("rack"));

    world.join(1, SIZE);
    assertEquals(Optional.of("blue"), host().attribute("stack"));
    assertEquals(Optional.empty(), host().attribute("rack"));

    tells(Map.of("stack", "agent's"));
    done(attributes.remove(CLUSTER, List.of(new Named(host.id(), "stack"))));
    assertEquals(Optional.of("agent's"), host().attribute("stack"));
  }

  @Test
  void whatTheAgentTellsIsNotTakenAwayFromUsersSide() {
    tells(Map.of("rack", "7"));
    done(attributes.put(CLUSTER, List.of(given("stack", "blue"))));
    assertRefused(
        Refusal.Code.ATTRIBUTE_OF_AGENT,
        attributes.remove(
            CLUSTER, List.of(new Named(host.id(), "stack"), new Named(host.id(), "rack"))));
    assertEquals(Map.of("stack", "blue"), host().usersAttributes());
  }

  @Test
  void eleventhAttributeIsRefusedAndNothingOfItsCallDone() {
    Host other = world.join(2, SIZE);
    List<Given> many = new ArrayList<>();
    for (int number = 0; number < 10; number++) {
      many.add(given("name-" + number, "x"));
    }
    done(attributes.put(CLUSTER, many));
    done(attributes.put(CLUSTER, List.of(given("name-3", "another value"))));
    assertRefused(
        Refusal.Code.TOO_MANY_ATTRIBUTES,
        attributes.put(
            CLUSTER,
            List.of(new Given(new Named(other.id(), "fine"), ""), given("one-more", "x"))));
    assertEquals(10, host().usersAttributes().size());
    assertEquals(Map.of(), world.host(other.id()).usersAttributes());
  }

  @Test
  void hostsThatAreNotThereAreRefused() {
    Given unknown = new Given(new Named(new HostId(9, 9), "a"), "");
    assertRefused(
        Refusal.Code.ATTRIBUTE_TARGET_NOT_FOUND,
        attributes.put(CLUSTER, List.of(given("a", ""), unknown)));
    assertRefused(
        Refusal.Code.ATTRIBUTE_TARGET_NOT_FOUND,
        attributes.remove(CLUSTER, List.of(unknown.named())));
    assertRefused(
        Refusal.Code.ATTRIBUTE_TARGET_NOT_FOUND,
        attributes.put(new ClusterName("other"), List.of(given("a", ""))));
    assertEquals(Map.of(), host().usersAttributes());

    done(world.hosts.deregister(CLUSTER, host.id(), HostCommands.Force.NO));
    assertRefused(
        Refusal.Code.ATTRIBUTE_TARGET_NOT_FOUND, attributes.put(CLUSTER, List.of(given("a", ""))));
  }

  @Test
  void builtInsFollowFromFactsWhateverElseIsSaid() {
    tells(Map.of("ecs.os-type", "windows", "ecs.cpu-architecture", "arm64"));
    assertEquals(Optional.of("linux"), host().attribute("ecs.os-type"));
    assertEquals(Optional.of("LINUX"), host().attribute("ecs.os-family"));
    assertEquals(Optional.of("x86_64"), host().attribute("ecs.cpu-architecture"));
    assertEquals(Optional.of(""), host().attribute("ecs.capability.external"));
    String api = "com.amazonaws.ecs.capability.docker-remote-api.";
    for (String there : List.of("1.17", "1.18", "1.48")) {
      assertEquals(Optional.of(""), host().attribute(api + there), there);
    }
    for (String absent : List.of("1.16", "1.49", "1.", "1.x", "2.20", "", "1.017", "1.4_")) {
      assertEquals(Optional.empty(), host().attribute(api + absent), absent);
    }
  }

  @Test
  void allAttributesAreThoseThatEachNameGives() {
    tells(Map.of("ecs.availability-zone", "a", "stack", "agent's", "ecs.os-type", "windows"));
    done(attributes.put(CLUSTER, List.of(given("stack", "blue"))));
    Map<String, String> all = host().attributes();

    all.forEach((name, value) -> assertEquals(Optional.of(value), host().attribute(name), name));
    assertEquals("blue", all.get("stack"));
    assertEquals("a", all.get("ecs.availability-zone"));
    assertEquals(1 + 1 + 4 + 32, all.size());
    assertFalse(all.containsKey("com.amazonaws.ecs.capability.docker-remote-api.1.49"));
  }

  private NotPlaced lacking(String what) {
    return new NotPlaced(
        host.id(),
        "ATTRIBUTE",
        Optional.of("is missing an attribute required by your task: " + what));
  }

  @Test
  void taskGoesOnlyWhereEverythingIsThatItAsksFor() {
    Resources little = new Resources(1, 1, 0, 0);
    Plan ability =
        plan(new TaskShape(little, Map.of("ecs.capability.new", ""), List.of(), List.of()));
    NotPlaced lacks = lacking("ecs.capability.new");
    assertEquals(List.of(lacks), done(world.tasks.run(some(1, ability))).failures());
    assertEquals(List.of(lacks), done(world.tasks.run(on(ability, host.id()))).failures());

    tells(Map.of("ecs.capability.new", "some value"));
    assertEquals(1, done(world.tasks.run(some(1, ability))).tasks().size());

    Plan blue = plan(new TaskShape(little, Map.of("stack", "blue"), List.of(), List.of()));
    assertEquals(List.of(lacking("stack = blue")), done(world.tasks.run(some(1, blue))).failures());
    done(attributes.put(CLUSTER, List.of(given("stack", "green"))));
    assertEquals(
        List.of(lacking("stack = blue (it is green)")),
        done(world.tasks.run(some(1, blue))).failures());
    done(attributes.put(CLUSTER, List.of(given("stack", "blue"))));
    assertEquals(1, done(world.tasks.run(some(1, blue))).tasks().size());
  }

  /** A million rows of tasks need not say again what was asked of hosts once. */
  @Test
  void rowOfATaskHoldsWhatItTakesAlone() {
    TaskShape asked = new TaskShape(SIZE, Map.of("ecs.os-type", "linux"), List.of(), List.of());
    TaskShape taken =
        done(world.tasks.run(some(1, plan(asked)))).tasks().getFirst().order().asked();
    assertEquals(new TaskShape(SIZE), taken);
    assertEquals(Samples.ABILITIES, host.facts().attributes());
  }
}
