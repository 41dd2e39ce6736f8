package io.berth.scheduler.control;

import static io.berth.scheduler.control.BalancingWorld.balancer;
import static io.berth.scheduler.control.BalancingWorld.forward;
import static io.berth.scheduler.control.BalancingWorld.listener;
import static io.berth.scheduler.control.BalancingWorld.rule;
import static io.berth.scheduler.control.BalancingWorld.site;
import static io.berth.scheduler.control.ControlWorld.assertRefused;
import static io.berth.scheduler.control.ControlWorld.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.control.BalancerCommands.NewBalancer;
import io.berth.scheduler.control.RuleCommands.Named;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Condition;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.store.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Balancers with their listeners and rules come, change and go, and target groups follow. */
class BalancerCommandsTest {
  private final BalancingWorld world = new BalancingWorld();

  @AfterEach
  void check() {
    world.check();
  }

  @Test
  void theSameWishFindsTheSameBalancerAndAnotherOneIsRefused() {
    Balancer first = world.newBalancer("web");
    assertEquals(first, world.newBalancer("web"));
    assertRefused(
        Refusal.Code.BALANCER_NAME_TAKEN,
        world.balancers.create(
            new NewBalancer("web", Balancer.Kind.APPLICATION, site("subnet-2"), Map.of())));
    assertTrue(first.dnsName().matches("web-[0-9]+\\.elb\\.localhost"), first.dnsName());
  }

  @Test
  void balancerThatComesAfterAnotherOfItsNameIsAnotherOne() {
    Balancer first = world.newBalancer("web");
    world.newBalancer("other");
    assertTrue(done(world.balancers.delete(first.id())));
    assertFalse(done(world.balancers.delete(first.id())));
    Balancer second = world.newBalancer("web");
    assertNotEquals(first.id(), second.id());
    assertNotEquals(first.dnsName(), second.dnsName());
    assertEquals(3, second.order());
  }

  @Test
  void internalBalancerSaysSoInItsName() {
    Balancer.Site internal =
        new Balancer.Site(Balancer.Scheme.INTERNAL, "ipv4", List.of(), List.of());
    Balancer made =
        done(
            world.balancers.create(
                new NewBalancer("Web", Balancer.Kind.APPLICATION, internal, Map.of())));
    assertTrue(made.dnsName().startsWith("internal-web-"), made.dnsName());
  }

  @Test
  void protectedBalancerStays() {
    Balancer web = world.newBalancer("web");
    done(world.balancers.changeAttributes(web.id(), Map.of(Balancer.DELETION_PROTECTION, "true")));
    assertRefused(Refusal.Code.BALANCER_PROTECTED, world.balancers.delete(web.id()));
    done(
        world.balancers.changeAttributes(
            web.id(), Map.of(Balancer.DELETION_PROTECTION, "false", "a", "b")));
    assertTrue(done(world.balancers.delete(web.id())));
    assertRefused(
        Refusal.Code.BALANCER_NOT_FOUND, world.balancers.changeAttributes(web.id(), Map.of()));
  }

  @Test
  void twoListenersOfOneBalancerHaveTwoPorts() {
    Balancer web = world.newBalancer("web");
    TargetGroup one = world.newGroup("one");
    TargetGroup two = world.newGroup("two");
    Listener first = world.newListener(web, 80, one);
    assertEquals(first, world.newListener(web, 80, one));
    assertRefused(
        Refusal.Code.LISTENER_PORT_TAKEN, world.listeners.create(listener(web.id(), 80, two.id())));
    Listener second = world.newListener(web, 81, two);
    assertRefused(
        Refusal.Code.LISTENER_PORT_TAKEN,
        world.listeners.modify(second.id(), OptionalInt.of(80), Optional.empty()));
    assertEquals(
        82, done(world.listeners.modify(second.id(), OptionalInt.of(82), Optional.empty())).port());
  }

  @Test
  void listenersNeedWhatTheyName() {
    Balancer web = world.newBalancer("web");
    TargetGroupId ghost = new TargetGroupId(1);
    assertRefused(
        Refusal.Code.BALANCER_NOT_FOUND,
        world.listeners.create(listener(new BalancerId(1), 80, ghost)));
    assertRefused(
        Refusal.Code.TARGET_GROUP_NOT_FOUND, world.listeners.create(listener(web.id(), 80, ghost)));
    assertRefused(
        Refusal.Code.LISTENER_NOT_FOUND,
        world.listeners.modify(new ListenerId(1), OptionalInt.empty(), Optional.empty()));
    assertRefused(Refusal.Code.LISTENER_NOT_FOUND, world.listeners.delete(new ListenerId(1)));
    assertRefused(
        Refusal.Code.LISTENER_NOT_FOUND, world.rules.create(rule(new ListenerId(1), 1, ghost)));
  }

  @Test
  void listenersAreBounded() {
    Balancer web = world.newBalancer("web");
    TargetGroup group = world.newGroup("group");
    for (int port = 1; port <= 50; port++) {
      world.newListener(web, port, group);
    }
    assertRefused(
        Refusal.Code.TOO_MANY_LISTENERS,
        world.listeners.create(listener(web.id(), 51, group.id())));
  }

  @Test
  void groupBelongsToOneBalancerUntilNothingOfItSendsThere() {
    Balancer web = world.newBalancer("web");
    Balancer api = world.newBalancer("api");
    TargetGroup group = world.newGroup("group");
    TargetGroup other = world.newGroup("other");
    Listener listener = world.newListener(web, 80, other);
    Rule rule = world.newRule(listener, 5, group);
    assertEquals(Optional.of(web.id()), world.group(group.id()).balancer());
    assertRefused(
        Refusal.Code.TARGET_GROUP_ELSEWHERE,
        world.listeners.create(listener(api.id(), 80, group.id())));
    assertRefused(Refusal.Code.TARGET_GROUP_IN_USE, world.groups.delete(group.id()));

    done(
        world.rules.modify(
            new Named(listener.id(), rule.id()),
            Optional.empty(),
            Optional.of(forward(other.id()))));
    assertEquals(Optional.empty(), world.group(group.id()).balancer());
    world.newListener(api, 80, group);
    done(world.balancers.delete(api.id()));
    assertEquals(Optional.empty(), world.group(group.id()).balancer());
    assertTrue(done(world.groups.delete(group.id())));
    assertFalse(done(world.groups.delete(group.id())));
  }

  @Test
  void rulesHaveOnePriorityEachAndChangeThemTogetherOrNotAtAll() {
    Balancer web = world.newBalancer("web");
    TargetGroup group = world.newGroup("group");
    Listener listener = world.newListener(web, 80, group);
    Rule first = world.newRule(listener, 1, group);
    Rule second = world.newRule(listener, 2, group);
    world.newRule(listener, 3, group);
    assertRefused(
        Refusal.Code.PRIORITY_TAKEN, world.rules.create(rule(listener.id(), 2, group.id())));

    Map<Named, Integer> swapped = new LinkedHashMap<>();
    swapped.put(new Named(listener.id(), first.id()), 2);
    swapped.put(new Named(listener.id(), second.id()), 1);
    done(world.rules.setPriorities(swapped));
    assertEquals(
        List.of(second.id(), first.id()),
        RuleCommands.rules(world.world.store.snapshot(), listener.id()).stream()
            .map(Rule::id)
            .limit(2)
            .toList());

    swapped.put(new Named(listener.id(), second.id()), 3);
    assertRefused(Refusal.Code.PRIORITY_TAKEN, world.rules.setPriorities(swapped));
    swapped.put(new Named(listener.id(), new RuleId(1)), 9);
    assertRefused(Refusal.Code.RULE_NOT_FOUND, world.rules.setPriorities(swapped));
  }

  @Test
  void defaultRuleIsAPartOfItsListener() {
    TargetGroup group = world.newGroup("group");
    Listener listener = world.newListener(world.newBalancer("web"), 80, group);
    Named named = new Named(listener.id(), listener.defaultRule());
    assertRefused(Refusal.Code.RULE_IS_DEFAULT, world.rules.delete(named));
    assertRefused(
        Refusal.Code.RULE_IS_DEFAULT,
        world.rules.modify(named, Optional.empty(), Optional.of(forward(group.id()))));
    assertRefused(Refusal.Code.RULE_IS_DEFAULT, world.rules.setPriorities(Map.of(named, 1)));
  }

  @Test
  void ruleOfOneListenerIsNotFoundAtAnother() {
    TargetGroup group = world.newGroup("group");
    Balancer web = world.newBalancer("web");
    Listener listener = world.newListener(web, 80, group);
    Listener other = world.newListener(web, 81, group);
    Rule rule = world.newRule(listener, 1, group);
    assertRefused(
        Refusal.Code.RULE_NOT_FOUND, world.rules.delete(new Named(other.id(), rule.id())));
    List<Condition> conditions = List.of(new Condition.HostHeader(List.of("a.example")));
    assertEquals(
        conditions,
        done(world.rules.modify(
                new Named(listener.id(), rule.id()), Optional.of(conditions), Optional.empty()))
            .conditions());
  }

  @Test
  void rulesAreBounded() {
    TargetGroup group = world.newGroup("group");
    Listener listener = world.newListener(world.newBalancer("web"), 80, group);
    for (int priority = 1; priority <= 100; priority++) {
      world.newRule(listener, priority, group);
    }
    assertRefused(
        Refusal.Code.TOO_MANY_RULES, world.rules.create(rule(listener.id(), 999, group.id())));
  }

  @Test
  void whatBelongsToABalancerGoesWithIt() {
    Balancer web = world.newBalancer("web");
    TargetGroup group = world.newGroup("group");
    Listener listener = world.newListener(web, 80, group);
    world.newRule(listener, 1, group);
    done(world.balancers.delete(web.id()));
    assertEquals(0, world.world.store.snapshot().count(Tables.LISTENERS));
    assertEquals(0, world.world.store.snapshot().count(Tables.RULES));
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  /**
   * Goal: whatever is done in whatever order, each group names the balancer that uses it. Method:
   * random commands, most of them on things that exist; the check after each goes through all
   * rules.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void groupsFollowWhateverIsDone(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Balancer> balancers = List.of(world.newBalancer("a"), world.newBalancer("b"));
    List<TargetGroup> groups =
        List.of(world.newGroup("x"), world.newGroup("y"), world.newGroup("z"));
    for (int step = 0; step < 60; step++) {
      TargetGroupId group = groups.get(random.nextInt(3)).id();
      BalancerId balancer = balancers.get(random.nextInt(2)).id();
      List<Listener> listeners = BalancerCommands.listeners(world.world.store.snapshot(), balancer);
      ListenerId listener =
          listeners.isEmpty()
              ? new ListenerId(1)
              : listeners.get(random.nextInt(listeners.size())).id();
      switch (random.nextInt(6)) {
        case 0 ->
            world.listeners.create(
                listener(
                    balancer,
                    80 + random.nextInt(3),
                    groups.getFirst().id(),
                    groups.getLast().id()));
        case 1 ->
            world.listeners.modify(listener, OptionalInt.empty(), Optional.of(forward(group)));
        case 2 -> world.rules.create(rule(listener, 1 + random.nextInt(3), group));
        case 3 -> deleteFirstRule(listener);
        case 4 -> world.listeners.create(listener(balancer, 80 + random.nextInt(3), group));
        default -> {
          if (random.nextInt(4) == 0) {
            world.listeners.delete(listener);
          }
        }
      }
      world.check();
    }
  }

  private void deleteFirstRule(ListenerId listener) {
    RuleCommands.rules(world.world.store.snapshot(), listener).stream()
        .findFirst()
        .ifPresent(rule -> done(world.rules.delete(new Named(listener, rule.id()))));
  }
}
