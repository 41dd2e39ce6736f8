package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Arns;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Effects;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.Refusals;
import io.berth.scheduler.control.BalancerCommands;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;

/** The operations of ELB about balancers. */
final class BalancerOperations {
  private static final int MOST_NAMED = 20;
  private static final int MOST_ATTRIBUTES = 50;

  private final StateStore store;
  private final BalancerCommands commands;

  BalancerOperations(StateStore store, BalancerCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            BalancingOperations.name("CreateLoadBalancer"),
            CreateLoadBalancerRequest::builder,
            CreateLoadBalancerResponse.class,
            this::create),
        Operation.of(
            BalancingOperations.name("DescribeLoadBalancers"),
            DescribeLoadBalancersRequest::builder,
            DescribeLoadBalancersResponse.class,
            this::describe),
        Operation.of(
            BalancingOperations.name("DeleteLoadBalancer"),
            DeleteLoadBalancerRequest::builder,
            DeleteLoadBalancerResponse.class,
            this::delete),
        Operation.of(
            BalancingOperations.name("DescribeLoadBalancerAttributes"),
            DescribeLoadBalancerAttributesRequest::builder,
            DescribeLoadBalancerAttributesResponse.class,
            this::describeAttributes),
        Operation.of(
            BalancingOperations.name("ModifyLoadBalancerAttributes"),
            ModifyLoadBalancerAttributesRequest::builder,
            ModifyLoadBalancerAttributesResponse.class,
            this::modifyAttributes));
  }

  private CreateLoadBalancerResponse create(Caller caller, CreateLoadBalancerRequest request) {
    Effects.refuseUnsupported("CreateLoadBalancer", request);
    String name = Ask.name(request.name(), "Load balancer name");
    Ask.that(
        !name.startsWith("internal-"),
        "Load balancer name '" + name + "' cannot begin with 'internal-'");
    Balancer made =
        Refusals.done(
            commands.create(
                new BalancerCommands.NewBalancer(
                    name,
                    Balancer.Kind.APPLICATION,
                    BalancerWire.readSite(request),
                    BalancingTags.read(request.tags()))));
    return CreateLoadBalancerResponse.builder()
        .loadBalancers(BalancerWire.write(BalancingArns.of(caller), made))
        .build();
  }

  private DescribeLoadBalancersResponse describe(
      Caller caller, DescribeLoadBalancersRequest request) {
    Ask.onlyOne(
        "Load balancer ARNs and load balancer names cannot be specified together",
        request.loadBalancerArns(),
        request.names());
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    Pages pages = Pages.of("DescribeLoadBalancers", request.pageSize(), request.marker());
    Pages.Page<Balancer> page = pages.cut(asked(state, arns, request), Balancer::name);
    return DescribeLoadBalancersResponse.builder()
        .loadBalancers(
            page.items().stream().map(balancer -> BalancerWire.write(arns, balancer)).toList())
        .nextMarker(page.marker())
        .build();
  }

  private static Iterable<Balancer> asked(
      ReadTx state, BalancingArns arns, DescribeLoadBalancersRequest request) {
    List<Balancer> named = new ArrayList<>();
    for (String arn :
        Ask.listOrNone(request.loadBalancerArns(), MOST_NAMED, "load balancer ARNs")) {
      named.add(Found.balancer(state, arns.readBalancer(arn)));
    }
    for (String name : Ask.listOrNone(request.names(), MOST_NAMED, "load balancer names")) {
      named.add(named(state, Ask.text(name, "A load balancer name")));
    }
    return named.isEmpty()
        ? state.rowsBy(Tables.BALANCERS, Tables.BALANCERS_BY_NAME)
        : named.stream().sorted(Comparator.comparing(Balancer::name)).toList();
  }

  private static Balancer named(ReadTx state, String name) {
    for (Balancer balancer : state.rowsWith(Tables.BALANCERS, Tables.BALANCERS_BY_NAME, name)) {
      return balancer;
    }
    throw ApiError.sender(
        "LoadBalancerNotFound", "Load balancers '[" + Arns.shown(name) + "]' not found");
  }

  private DeleteLoadBalancerResponse delete(Caller caller, DeleteLoadBalancerRequest request) {
    BalancingArns.NamedBalancer named =
        BalancingArns.of(caller).readBalancer(request.loadBalancerArn());
    if (Found.find(store.snapshot(), named).isPresent()) {
      Refusals.done(commands.delete(named.id()));
    }
    return DeleteLoadBalancerResponse.builder().build();
  }

  private DescribeLoadBalancerAttributesResponse describeAttributes(
      Caller caller, DescribeLoadBalancerAttributesRequest request) {
    Balancer balancer =
        Found.balancer(
            store.snapshot(), BalancingArns.of(caller).readBalancer(request.loadBalancerArn()));
    return DescribeLoadBalancerAttributesResponse.builder()
        .attributes(BalancerWire.attributes(Attributes.OF_BALANCERS.all(balancer.attributes())))
        .build();
  }

  private ModifyLoadBalancerAttributesResponse modifyAttributes(
      Caller caller, ModifyLoadBalancerAttributesRequest request) {
    Balancer balancer =
        Found.balancer(
            store.snapshot(), BalancingArns.of(caller).readBalancer(request.loadBalancerArn()));
    Map<String, String> changes = new LinkedHashMap<>();
    for (LoadBalancerAttribute one :
        Ask.list(request.attributes(), MOST_ATTRIBUTES, "Load balancer attributes")) {
      Attributes.OF_BALANCERS.check(one.key(), one.value());
      String before = changes.put(one.key(), one.value() == null ? "" : one.value());
      Ask.that(before == null, "The attribute '" + one.key() + "' is specified twice");
    }
    Balancer changed = Refusals.done(commands.changeAttributes(balancer.id(), changes));
    return ModifyLoadBalancerAttributesResponse.builder()
        .attributes(BalancerWire.attributes(Attributes.OF_BALANCERS.all(changed.attributes())))
        .build();
  }
}
