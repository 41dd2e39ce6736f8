package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Arns;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Effects;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.Refusals;
import io.berth.scheduler.control.TargetGroupCommands;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** The operations of ELB about target groups. */
final class TargetGroupOperations {
  private static final int MOST_NAMED = 20;
  private static final int MOST_ATTRIBUTES = 50;

  private final StateStore store;
  private final TargetGroupCommands commands;

  TargetGroupOperations(StateStore store, TargetGroupCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            BalancingOperations.name("CreateTargetGroup"),
            CreateTargetGroupRequest::builder,
            CreateTargetGroupResponse.class,
            this::create),
        Operation.of(
            BalancingOperations.name("DescribeTargetGroups"),
            DescribeTargetGroupsRequest::builder,
            DescribeTargetGroupsResponse.class,
            this::describe),
        Operation.of(
            BalancingOperations.name("ModifyTargetGroup"),
            ModifyTargetGroupRequest::builder,
            ModifyTargetGroupResponse.class,
            this::modify),
        Operation.of(
            BalancingOperations.name("DeleteTargetGroup"),
            DeleteTargetGroupRequest::builder,
            DeleteTargetGroupResponse.class,
            this::delete),
        Operation.of(
            BalancingOperations.name("DescribeTargetGroupAttributes"),
            DescribeTargetGroupAttributesRequest::builder,
            DescribeTargetGroupAttributesResponse.class,
            this::describeAttributes),
        Operation.of(
            BalancingOperations.name("ModifyTargetGroupAttributes"),
            ModifyTargetGroupAttributesRequest::builder,
            ModifyTargetGroupAttributesResponse.class,
            this::modifyAttributes));
  }

  private CreateTargetGroupResponse create(Caller caller, CreateTargetGroupRequest request) {
    Effects.refuseUnsupported("CreateTargetGroup", request);
    TargetGroup made =
        Refusals.done(
            commands.create(
                new TargetGroupCommands.NewTargetGroup(
                    Ask.name(request.name(), "Target group name"),
                    TargetGroupWire.readTraffic(request),
                    CheckWire.read(request),
                    BalancingTags.read(request.tags()))));
    return CreateTargetGroupResponse.builder()
        .targetGroups(TargetGroupWire.write(store.snapshot(), BalancingArns.of(caller), made))
        .build();
  }

  private DescribeTargetGroupsResponse describe(
      Caller caller, DescribeTargetGroupsRequest request) {
    List<String> ofBalancer =
        request.loadBalancerArn() == null ? List.of() : List.of(request.loadBalancerArn());
    Ask.onlyOne(
        "Only one of load balancer ARN, target group ARNs and names can be specified",
        ofBalancer,
        request.targetGroupArns(),
        request.names());
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    Pages pages = Pages.of("DescribeTargetGroups", request.pageSize(), request.marker());
    Pages.Page<TargetGroup> page = pages.cut(asked(state, arns, request), TargetGroup::name);
    return DescribeTargetGroupsResponse.builder()
        .targetGroups(
            page.items().stream().map(group -> TargetGroupWire.write(state, arns, group)).toList())
        .nextMarker(page.marker())
        .build();
  }

  private static Iterable<TargetGroup> asked(
      ReadTx state, BalancingArns arns, DescribeTargetGroupsRequest request) {
    List<TargetGroup> named = new ArrayList<>();
    if (request.loadBalancerArn() != null) {
      Balancer balancer = Found.balancer(state, arns.readBalancer(request.loadBalancerArn()));
      state
          .rowsWith(Tables.TARGET_GROUPS, Tables.TARGET_GROUPS_BY_BALANCER, balancer.id())
          .forEach(named::add);
    } else if (!request.targetGroupArns().isEmpty()) {
      for (String arn : Ask.list(request.targetGroupArns(), MOST_NAMED, "target group ARNs")) {
        named.add(Found.group(state, arns.readGroup(arn)));
      }
    } else if (!request.names().isEmpty()) {
      for (String name : Ask.list(request.names(), MOST_NAMED, "target group names")) {
        named.add(named(state, Ask.text(name, "A target group name")));
      }
    } else {
      return state.rowsBy(Tables.TARGET_GROUPS, Tables.TARGET_GROUPS_BY_NAME);
    }
    named.sort(Comparator.comparing(TargetGroup::name));
    return named;
  }

  private static TargetGroup named(ReadTx state, String name) {
    for (TargetGroup group :
        state.rowsWith(Tables.TARGET_GROUPS, Tables.TARGET_GROUPS_BY_NAME, name)) {
      return group;
    }
    throw ApiError.sender(
        "TargetGroupNotFound", "Target groups '[" + Arns.shown(name) + "]' not found");
  }

  private ModifyTargetGroupResponse modify(Caller caller, ModifyTargetGroupRequest request) {
    Effects.refuseUnsupported("ModifyTargetGroup", request);
    BalancingArns arns = BalancingArns.of(caller);
    TargetGroup group = Found.group(store.snapshot(), arns.readGroup(request.targetGroupArn()));
    TargetGroup changed =
        Refusals.done(commands.changeCheck(group.id(), CheckWire.readChange(request)));
    return ModifyTargetGroupResponse.builder()
        .targetGroups(TargetGroupWire.write(store.snapshot(), arns, changed))
        .build();
  }

  private DeleteTargetGroupResponse delete(Caller caller, DeleteTargetGroupRequest request) {
    BalancingArns.NamedGroup named = BalancingArns.of(caller).readGroup(request.targetGroupArn());
    if (Found.find(store.snapshot(), named).isPresent()) {
      Refusals.done(commands.delete(named.id()));
    }
    return DeleteTargetGroupResponse.builder().build();
  }

  private DescribeTargetGroupAttributesResponse describeAttributes(
      Caller caller, DescribeTargetGroupAttributesRequest request) {
    TargetGroup group =
        Found.group(store.snapshot(), BalancingArns.of(caller).readGroup(request.targetGroupArn()));
    return DescribeTargetGroupAttributesResponse.builder()
        .attributes(TargetGroupWire.attributes(Attributes.OF_TARGET_GROUPS.all(group.attributes())))
        .build();
  }

  private ModifyTargetGroupAttributesResponse modifyAttributes(
      Caller caller, ModifyTargetGroupAttributesRequest request) {
    TargetGroup group =
        Found.group(store.snapshot(), BalancingArns.of(caller).readGroup(request.targetGroupArn()));
    Map<String, String> changes = new LinkedHashMap<>();
    for (TargetGroupAttribute one :
        Ask.list(request.attributes(), MOST_ATTRIBUTES, "Target group attributes")) {
      Attributes.OF_TARGET_GROUPS.check(one.key(), one.value());
      String before = changes.put(one.key(), one.value() == null ? "" : one.value());
      Ask.that(before == null, "The attribute '" + one.key() + "' is specified twice");
    }
    TargetGroup changed = Refusals.done(commands.changeAttributes(group.id(), changes));
    return ModifyTargetGroupAttributesResponse.builder()
        .attributes(
            TargetGroupWire.attributes(Attributes.OF_TARGET_GROUPS.all(changed.attributes())))
        .build();
  }
}
