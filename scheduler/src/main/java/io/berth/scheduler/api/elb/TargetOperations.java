package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Effects;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.Refusals;
import io.berth.scheduler.control.TargetCommands;
import io.berth.scheduler.control.TargetCommands.Named;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** The operations of ELB about targets. */
final class TargetOperations {
  private static final int MOST_NAMED = 200;

  private final StateStore store;
  private final TargetCommands commands;

  TargetOperations(StateStore store, TargetCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            BalancingOperations.name("RegisterTargets"),
            RegisterTargetsRequest::builder,
            RegisterTargetsResponse.class,
            this::register),
        Operation.of(
            BalancingOperations.name("DeregisterTargets"),
            DeregisterTargetsRequest::builder,
            DeregisterTargetsResponse.class,
            this::deregister),
        Operation.of(
            BalancingOperations.name("DescribeTargetHealth"),
            DescribeTargetHealthRequest::builder,
            DescribeTargetHealthResponse.class,
            this::describe));
  }

  private RegisterTargetsResponse register(Caller caller, RegisterTargetsRequest request) {
    Effects.refuseUnsupported("RegisterTargets", request);
    TargetGroup group =
        Found.group(store.snapshot(), BalancingArns.of(caller).readGroup(request.targetGroupArn()));
    List<Named> named =
        names(group, Ask.list(request.targets(), MOST_NAMED, "Targets"), Use.TO_REGISTER);
    Refusals.done(commands.register(group.id(), named));
    return RegisterTargetsResponse.builder().build();
  }

  private DeregisterTargetsResponse deregister(Caller caller, DeregisterTargetsRequest request) {
    Effects.refuseUnsupported("DeregisterTargets", request);
    TargetGroup group =
        Found.group(store.snapshot(), BalancingArns.of(caller).readGroup(request.targetGroupArn()));
    List<Named> named =
        names(group, Ask.list(request.targets(), MOST_NAMED, "Targets"), Use.TO_FIND);
    Refusals.done(commands.deregister(group.id(), named));
    return DeregisterTargetsResponse.builder().build();
  }

  private DescribeTargetHealthResponse describe(
      Caller caller, DescribeTargetHealthRequest request) {
    Effects.refuseUnsupported("DescribeTargetHealth", request);
    ReadTx state = store.snapshot();
    TargetGroup group =
        Found.group(state, BalancingArns.of(caller).readGroup(request.targetGroupArn()));
    List<Target> registered =
        TargetCommands.targets(state, group.id()).stream()
            .filter(Target::isRouted)
            .sorted(
                Comparator.comparing(Target::shownAs)
                    .thenComparingInt(target -> target.address().port())
                    .thenComparing(Target::id))
            .toList();
    List<TargetHealthDescription> described =
        request.targets().isEmpty()
            ? registered.stream().map(target -> TargetHealthWire.write(group, target)).toList()
            : named(group, registered, request.targets());
    return DescribeTargetHealthResponse.builder().targetHealthDescriptions(described).build();
  }

  private static List<TargetHealthDescription> named(
      TargetGroup group, List<Target> registered, Collection<TargetDescription> given) {
    List<TargetHealthDescription> described = new ArrayList<>();
    for (Named name : names(group, Ask.list(given, MOST_NAMED, "Targets"), Use.TO_FIND)) {
      int port = name.port().orElse(group.traffic().port());
      List<Target> found =
          registered.stream()
              .filter(target -> target.shownAs().equals(name.id()))
              .filter(target -> target.address().port() == port)
              .toList();
      found.forEach(target -> described.add(TargetHealthWire.write(group, target)));
      if (found.isEmpty()) {
        described.add(TargetHealthWire.notRegistered(name.id(), port));
      }
    }
    return described;
  }

  /** What a target is named for. */
  private enum Use {
    TO_REGISTER,
    TO_FIND
  }

  private static List<Named> names(TargetGroup group, List<TargetDescription> given, Use use) {
    List<Named> names = new ArrayList<>();
    for (TargetDescription one : given) {
      String id = Ask.text(one.id(), "A target id");
      OptionalInt port =
          one.port() == null
              ? OptionalInt.empty()
              : OptionalInt.of(Ask.number(one.port(), 1, 65_535, "A target port"));
      if (use == Use.TO_REGISTER && group.traffic().kind() == TargetGroup.TargetKind.IP) {
        Addresses.require(id);
      }
      names.add(new Named(id, port));
    }
    return names;
  }
}
