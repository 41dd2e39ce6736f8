package io.berth.tests.sim;

import io.berth.scheduler.api.AttributeOperations;
import io.berth.scheduler.api.ClusterOperations;
import io.berth.scheduler.api.DefinitionOperations;
import io.berth.scheduler.api.Documents;
import io.berth.scheduler.api.HostOperations;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.ServiceOperations;
import io.berth.scheduler.api.TaskOperations;
import io.berth.scheduler.api.elb.BalancingOperations;
import io.berth.scheduler.aws.JsonCodec;
import io.berth.scheduler.aws.JsonDocuments;
import io.berth.scheduler.aws.UnknownMembers;
import io.berth.scheduler.control.AttributeCommands;
import io.berth.scheduler.control.BalancerCommands;
import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.control.DefinitionCommands;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.ListenerCommands;
import io.berth.scheduler.control.RuleCommands;
import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.TagCommands;
import io.berth.scheduler.control.TargetCommands;
import io.berth.scheduler.control.TargetGroupCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.store.StateStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The operations that one life of the scheduler serves, by their names. */
final class SimOperations {
  private SimOperations() {}

  static Map<String, Operation<?, ?>> of(
      StateStore store, InstantSource clock, RandomGenerator random) {
    Documents documents = new JsonDocuments(new JsonCodec(new UnknownMembers()));
    List<Operation<?, ?>> all = new ArrayList<>();
    all.addAll(new ClusterOperations(store, new ClusterCommands(store, clock)).all());
    all.addAll(
        new DefinitionOperations(store, new DefinitionCommands(store, clock), documents).all());
    all.addAll(new TaskOperations(store, new TaskCommands(store, clock, random), documents).all());
    all.addAll(
        new ServiceOperations(store, new ServiceCommands(store, clock, random), documents).all());
    all.addAll(new HostOperations(store, new HostCommands(store, clock)).all());
    all.addAll(new AttributeOperations(store, new AttributeCommands(store, clock)).all());
    all.addAll(new BalancingOperations(store, balancing(store, clock, random)).all());
    Map<String, Operation<?, ?>> byName = new TreeMap<>();
    all.forEach(one -> byName.put(one.name(), one));
    return byName;
  }

  private static BalancingOperations.Commands balancing(
      StateStore store, InstantSource clock, RandomGenerator random) {
    return new BalancingOperations.Commands(
        new BalancerCommands(store, clock, random, "elb.localhost"),
        new ListenerCommands(store, clock, random),
        new RuleCommands(store, clock, random),
        new TargetGroupCommands(store, clock, random),
        new TargetCommands(store, clock, random),
        new TagCommands(store));
  }
}
