package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Effects;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.Refusals;
import io.berth.scheduler.control.ListenerCommands;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** The operations of ELB about listeners. */
final class ListenerOperations {
  private static final int MOST_NAMED = 100;

  private final StateStore store;
  private final ListenerCommands commands;

  ListenerOperations(StateStore store, ListenerCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            BalancingOperations.name("CreateListener"),
            CreateListenerRequest::builder,
            CreateListenerResponse.class,
            this::create),
        Operation.of(
            BalancingOperations.name("DescribeListeners"),
            DescribeListenersRequest::builder,
            DescribeListenersResponse.class,
            this::describe),
        Operation.of(
            BalancingOperations.name("ModifyListener"),
            ModifyListenerRequest::builder,
            ModifyListenerResponse.class,
            this::modify),
        Operation.of(
            BalancingOperations.name("DeleteListener"),
            DeleteListenerRequest::builder,
            DeleteListenerResponse.class,
            this::delete));
  }

  private CreateListenerResponse create(Caller caller, CreateListenerRequest request) {
    Effects.refuseUnsupported("CreateListener", request);
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    Balancer balancer = Found.balancer(state, arns.readBalancer(request.loadBalancerArn()));
    Ask.text(request.protocolAsString(), "A listener protocol");
    Listener made =
        Refusals.done(
            commands.create(
                new ListenerCommands.NewListener(
                    balancer.id(),
                    Ask.number(request.port(), 1, 65_535, "A listener port"),
                    Listener.Protocol.HTTP,
                    ActionWire.read(state, arns, request.defaultActions()),
                    BalancingTags.read(request.tags()))));
    return CreateListenerResponse.builder().listeners(written(arns, made)).build();
  }

  private DescribeListenersResponse describe(Caller caller, DescribeListenersRequest request) {
    List<String> ofBalancer =
        request.loadBalancerArn() == null ? List.of() : List.of(request.loadBalancerArn());
    Ask.onlyOne(
        "A load balancer ARN and listener ARNs cannot be specified together",
        ofBalancer,
        request.listenerArns());
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    List<Listener> asked = new ArrayList<>();
    if (ofBalancer.isEmpty()) {
      for (String arn : Ask.list(request.listenerArns(), MOST_NAMED, "Listener ARNs")) {
        asked.add(Found.listener(state, arns.readListener(arn)));
      }
    } else {
      Balancer balancer = Found.balancer(state, arns.readBalancer(request.loadBalancerArn()));
      state
          .rowsWith(Tables.LISTENERS, Tables.LISTENERS_BY_BALANCER, balancer.id())
          .forEach(asked::add);
    }
    asked.sort(Comparator.comparing(ListenerOperations::place));
    Pages pages = Pages.of("DescribeListeners", request.pageSize(), request.marker());
    Pages.Page<Listener> page = pages.cut(asked, ListenerOperations::place);
    return DescribeListenersResponse.builder()
        .listeners(page.items().stream().map(listener -> write(state, arns, listener)).toList())
        .nextMarker(page.marker())
        .build();
  }

  private ModifyListenerResponse modify(Caller caller, ModifyListenerRequest request) {
    Effects.refuseUnsupported("ModifyListener", request);
    BalancingArns arns = BalancingArns.of(caller);
    ReadTx state = store.snapshot();
    Listener listener = Found.listener(state, arns.readListener(request.listenerArn()));
    OptionalInt port =
        request.port() == null
            ? OptionalInt.empty()
            : OptionalInt.of(Ask.number(request.port(), 1, 65_535, "A listener port"));
    Optional<Action> action =
        request.defaultActions().isEmpty()
            ? Optional.empty()
            : Optional.of(ActionWire.read(state, arns, request.defaultActions()));
    Listener changed = Refusals.done(commands.modify(listener.id(), port, action));
    return ModifyListenerResponse.builder().listeners(written(arns, changed)).build();
  }

  private DeleteListenerResponse delete(Caller caller, DeleteListenerRequest request) {
    Listener listener =
        Found.listener(
            store.snapshot(), BalancingArns.of(caller).readListener(request.listenerArn()));
    Refusals.done(commands.delete(listener.id()));
    return DeleteListenerResponse.builder().build();
  }

  /** Listeners of one balancer by their ports. */
  private static String place(Listener listener) {
    return String.format("%s %05d", listener.balancer(), listener.port());
  }

  private software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener written(
      BalancingArns arns, Listener listener) {
    return write(store.snapshot(), arns, listener);
  }

  private static software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener write(
      ReadTx state, BalancingArns arns, Listener listener) {
    Balancer balancer = state.find(Tables.BALANCERS, listener.balancer()).orElseThrow();
    ProtocolEnum protocol =
        switch (listener.protocol()) {
          case HTTP -> ProtocolEnum.HTTP;
        };
    return software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener.builder()
        .listenerArn(arns.listener(balancer, listener))
        .loadBalancerArn(arns.balancer(balancer))
        .port(listener.port())
        .protocol(protocol)
        .defaultActions(ActionWire.write(state, arns, listener.defaultAction()))
        .build();
  }
}
