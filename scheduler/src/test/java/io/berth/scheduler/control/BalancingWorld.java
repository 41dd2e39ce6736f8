package io.berth.scheduler.control;

import static io.berth.scheduler.control.ControlWorld.done;

import io.berth.scheduler.control.BalancerCommands.NewBalancer;
import io.berth.scheduler.control.ListenerCommands.NewListener;
import io.berth.scheduler.control.RuleCommands.NewRule;
import io.berth.scheduler.control.TargetGroupCommands.NewTargetGroup;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Condition;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.BalancerSamples;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** Balancers, and tasks behind them, over a store in memory. */
final class BalancingWorld {
  private final SplittableRandom random = new SplittableRandom(11);
  private long sequence;

  final ControlWorld world = new ControlWorld();
  final BalancerCommands balancers =
      new BalancerCommands(world.store, world::now, random, "elb.localhost");
  final ListenerCommands listeners = new ListenerCommands(world.store, world::now, random);
  final RuleCommands rules = new RuleCommands(world.store, world::now, random);
  final TargetGroupCommands groups = new TargetGroupCommands(world.store, world::now, random);
  final TargetCommands targets = new TargetCommands(world.store, world::now, random);
  final TaskTargets taskTargets = new TaskTargets(random);
  final TargetDrains drains = new TargetDrains(world.store);

  static NewBalancer balancer(String name) {
    return new NewBalancer(name, Balancer.Kind.APPLICATION, site("subnet-1"), Map.of());
  }

  static Balancer.Site site(String subnet) {
    return new Balancer.Site(Balancer.Scheme.INTERNET_FACING, "ipv4", List.of(subnet), List.of());
  }

  static NewTargetGroup group(String name, TargetGroup.TargetKind kind) {
    return new NewTargetGroup(
        name,
        new TargetGroup.Traffic(TargetGroup.Protocol.HTTP, 80, kind, ""),
        BalancerSamples.targetGroup(1).check(),
        Map.of());
  }

  static NewListener listener(BalancerId balancer, int port, TargetGroupId... groups) {
    return new NewListener(balancer, port, Listener.Protocol.HTTP, forward(groups), Map.of());
  }

  static NewRule rule(ListenerId listener, int priority, TargetGroupId group) {
    return new NewRule(
        listener,
        priority,
        List.of(new Condition.PathPattern(List.of("/" + priority + "/*"))),
        forward(group),
        Map.of());
  }

  static Action forward(TargetGroupId... groups) {
    return new Action.Forward(
        List.of(groups).stream().map(group -> new Action.Share(group, 1)).toList());
  }

  Balancer newBalancer(String name) {
    return done(balancers.create(balancer(name)));
  }

  TargetGroup newGroup(String name) {
    return done(groups.create(group(name, TargetGroup.TargetKind.IP)));
  }

  Listener newListener(Balancer balancer, int port, TargetGroup group) {
    return done(listeners.create(listener(balancer.id(), port, group.id())));
  }

  Rule newRule(Listener listener, int priority, TargetGroup group) {
    return done(rules.create(rule(listener.id(), priority, group.id())));
  }

  /** A target group behind a listener. */
  TargetGroup usedGroup(String name) {
    TargetGroup group = newGroup(name);
    newListener(newBalancer("for-" + name), 80, group);
    return group(group.id());
  }

  TargetGroup group(TargetGroupId id) {
    return world.store.snapshot().find(Tables.TARGET_GROUPS, id).orElseThrow();
  }

  <T> T in(Transaction<T> transaction) {
    return world.store.update(Lane.LOOPS, transaction);
  }

  List<Target> targetsOf(TargetGroup group) {
    return TargetCommands.targets(world.store.snapshot(), group.id());
  }

  List<Target> targetsOf(Task task) {
    return TaskTargets.targets(world.store.snapshot(), task.id());
  }

  TaskTargets.Registered register(Task task, TargetGroup... groups) {
    List<TaskTargets.Attachment> attachments =
        List.of(groups).stream()
            .map(group -> new TaskTargets.Attachment(group.id(), "web", 80))
            .toList();
    return in(tx ->
        taskTargets.register(
            tx, tx.find(Tables.TASKS, task.id()).orElseThrow(), attachments, world.now()));
  }

  /** A task that runs, its port 80 bound to this one. */
  Task running(Host host, int port) {
    RunTask request = ControlWorld.on(ControlWorld.plan(ControlWorld.shape(1, 1)), host.id());
    Task task = done(world.tasks.run(request)).tasks().getFirst();
    return seen(task, Sighting.Phase.RUNNING, port);
  }

  Task seen(Task task, Sighting.Phase phase, int port) {
    ContainerSight container =
        new ContainerSight(
            "web",
            ContainerSight.State.RUNNING,
            ContainerSight.Health.UNCHECKED,
            "1",
            "",
            OptionalInt.empty(),
            List.of(
                new ContainerSight.PortBinding(
                    80, new HostPort(HostPort.Protocol.TCP, port), "192.0.2.1")),
            Optional.empty(),
            0);
    Sighting sighting =
        new Sighting(
            phase,
            new Sighting.Order(1, ++sequence),
            List.of(container),
            Optional.empty(),
            Sighting.Times.NONE);
    world.tasks.told(task.host(), Map.of(task.id(), sighting));
    return world.task(task.id());
  }

  Host join(int number) {
    return world.join(number, new Resources(1_000, 1_000, 100, 0));
  }

  /** The tables are in step, and each group names exactly the balancer that uses it. */
  void check() {
    world.check();
    var state = world.store.snapshot();
    StateInvariants.check(state);
    Map<TargetGroupId, BalancerId> used = new HashMap<>();
    for (Listener listener : state.rows(Tables.LISTENERS)) {
      Set<TargetGroupId> here = new HashSet<>(listener.defaultAction().groups());
      RuleCommands.rules(state, listener.id()).forEach(rule -> here.addAll(rule.action().groups()));
      here.forEach(group -> used.put(group, listener.balancer()));
    }
    List<String> wrong = new ArrayList<>();
    for (TargetGroup group : state.rows(Tables.TARGET_GROUPS)) {
      if (!Optional.ofNullable(used.get(group.id())).equals(group.balancer())) {
        wrong.add(group.name());
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError("groups that name another balancer than uses them: " + wrong);
    }
  }
}
