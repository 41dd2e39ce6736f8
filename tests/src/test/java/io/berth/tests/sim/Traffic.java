package io.berth.tests.sim;

import io.berth.agent.engine.ContainerDetails;
import io.berth.proxy.balance.TargetLoad;
import io.berth.proxy.main.VirtualProxy;
import io.berth.proxy.route.Target;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.model.TaskId;
import java.util.List;

/**
 * Judges where requests go and how they end: none to a target that its proxy knows to drain, none
 * to a task of another group, none lost because we moved something.
 */
final class Traffic {
  private final Surroundings world;
  private final Network network;
  private final Streets streets;
  private final TargetWitness targets;

  Traffic(Surroundings world, Network network, Streets streets, TargetWitness targets) {
    this.world = world;
    this.network = network;
    this.streets = streets;
    this.targets = targets;
  }

  Surroundings world() {
    return world;
  }

  Network network() {
    return network;
  }

  Streets streets() {
    return streets;
  }

  private static TargetId id(TargetLoad load) {
    return TargetId.parse(load.target().id().text());
  }

  /** A target was chosen for a request. */
  void picked(SimProxy proxy, TargetLoad load) {
    world
        .findings()
        .require(
            proxy.acknowledged().filter(version -> targets.drainsIn(id(load), version)).isEmpty(),
            proxy.name() + " sends a request to " + text(load) + ", whose draining it knows");
  }

  /** Where a request goes that is picked for; elsewhere by a planted bug alone. */
  Target reallySentTo(TargetLoad load, VirtualProxy process) {
    if (!world.strikes(Defect.SENT_TO_ANY_GROUP, 100)) {
      return load.target();
    }
    List<Target> all =
        process.table().groups().stream().flatMap(group -> group.targets().stream()).toList();
    return all.get(world.random().nextInt(all.size()));
  }

  /** A request has arrived at a container. */
  void delivered(SimProxy proxy, TargetLoad load, ContainerDetails container) {
    TaskId task = TaskId.parse(EngineWitness.place(container).task());
    boolean isOf = targets.isOf(task, TargetGroupId.parse(load.key().groupId().text()));
    if (!isOf && proxy.isStale()) {
      // Nobody waits for a proxy for ever: it says by itself that its table is too old.
      world.counts().moved("request astray after too long a time alone");
      return;
    }
    world
        .findings()
        .require(
            isOf,
            "%s has sent a request for %s at %s:%d to task %s, which is none of its group"
                .formatted(
                    proxy.name(),
                    text(load),
                    load.target().address(),
                    load.target().port(),
                    WireWitness.shortId(task.text())));
  }

  /** Nobody listens where a request was to go. */
  void refused(SimProxy proxy, TargetLoad load, SimHost host) {
    boolean stopped = targets.task(id(load)).filter(host.witness()::wasToldToStop).isPresent();
    world
        .findings()
        .require(
            !stopped || !targets.isAgreedWith(id(load), proxy.name()),
            proxy.name() + " wants to reach " + text(load) + ", which was stopped as agreed");
  }

  /** The container has ended with the request. */
  void cutByEnd(SimProxy proxy, TargetLoad load, SimHost host, ContainerDetails container) {
    TaskId task = TaskId.parse(EngineWitness.place(container).task());
    world
        .findings()
        .require(
            !host.witness().wasToldToStop(task) || !targets.isPromisedTo(id(load), proxy.name()),
            "a request of %s was at %s when it was stopped".formatted(proxy.name(), text(load)));
  }

  /** The target is out of the table with the request. */
  void cutByTable(SimProxy proxy, TargetLoad load) {
    world
        .findings()
        .require(
            !targets.isAgreedWith(id(load), proxy.name()),
            "a request of %s was at %s when it came out of the table"
                .formatted(proxy.name(), text(load)));
  }

  private static String text(TargetLoad load) {
    return "target " + WireWitness.shortId(load.target().id().text());
  }
}
