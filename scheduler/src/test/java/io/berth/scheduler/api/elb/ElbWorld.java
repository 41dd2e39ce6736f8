package io.berth.scheduler.api.elb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.control.BalancerCommands;
import io.berth.scheduler.control.ListenerCommands;
import io.berth.scheduler.control.RuleCommands;
import io.berth.scheduler.control.TagCommands;
import io.berth.scheduler.control.TargetCommands;
import io.berth.scheduler.control.TargetGroupCommands;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StateInvariants;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Every operation of ELB over a store in memory, called as the wire calls them. */
// The SDK's builders take generic varargs.
@SuppressWarnings("unchecked")
final class ElbWorld {
  private static final Caller CALLER =
      new Caller("000000000000", "us-east-1", new AccessKeyId("BRTHTEST"), "request-1");

  final InlineStore store = new InlineStore(new MemoryJournal());
  private final SplittableRandom random = new SplittableRandom(5);
  private final List<Operation<?, ?>> operations = all();

  private List<Operation<?, ?>> all() {
    return new BalancingOperations(
            store,
            new BalancingOperations.Commands(
                new BalancerCommands(store, () -> Samples.NOON, random, "elb.localhost"),
                new ListenerCommands(store, () -> Samples.NOON, random),
                new RuleCommands(store, () -> Samples.NOON, random),
                new TargetGroupCommands(store, () -> Samples.NOON, random),
                new TargetCommands(store, () -> Samples.NOON, random),
                new TagCommands(store)))
        .all();
  }

  List<Operation<?, ?>> operations() {
    return operations;
  }

  /** Answers as the operation that the request's type names. */
  <O extends SdkPojo> O call(Class<O> responseType, SdkPojo request) {
    String name = request.getClass().getSimpleName().replace("Request", "");
    Operation<?, ?> operation =
        operations.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return responseType.cast(answer(operation, request));
  }

  @SuppressWarnings("unchecked") // the name of an operation is that of its request
  static <I extends SdkPojo> SdkPojo answer(Operation<I, ?> operation, SdkPojo request) {
    return operation.answer(CALLER, (I) request);
  }

  /** Refused with this code, and nothing has changed. */
  ApiError refused(String code, SdkPojo request) {
    List<Object> before = rows();
    ApiError error = assertThrows(ApiError.class, () -> call(SdkPojo.class, request));
    assertEquals(code, error.code(), error.sentence());
    assertEquals(before, rows());
    return error;
  }

  private List<Object> rows() {
    StateInvariants.check(store.snapshot());
    List<Object> rows = new ArrayList<>();
    Tables.ALL.forEach(table -> store.snapshot().rows(table).forEach(rows::add));
    return rows;
  }

  Host join(int number) {
    Host host = Samples.host(number, new Resources(1_024, 1_024, 10, 0));
    store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.HOSTS, host);
          return true;
        });
    return host;
  }

  LoadBalancer balancer(String name) {
    return call(
            CreateLoadBalancerResponse.class,
            CreateLoadBalancerRequest.builder().name(name).build())
        .loadBalancers()
        .getFirst();
  }

  TargetGroup group(String name) {
    return call(
            CreateTargetGroupResponse.class,
            CreateTargetGroupRequest.builder()
                .name(name)
                .protocol(ProtocolEnum.HTTP)
                .port(80)
                .targetType(TargetTypeEnum.IP)
                .build())
        .targetGroups()
        .getFirst();
  }

  /** The ARN of a listener. */
  String listener(LoadBalancer balancer, int port, TargetGroup group) {
    return call(
            CreateListenerResponse.class,
            CreateListenerRequest.builder()
                .loadBalancerArn(balancer.loadBalancerArn())
                .protocol(ProtocolEnum.HTTP)
                .port(port)
                .defaultActions(forward(group.targetGroupArn()))
                .build())
        .listeners()
        .getFirst()
        .listenerArn();
  }

  Rule rule(String listener, int priority, TargetGroup group) {
    return call(
            CreateRuleResponse.class,
            CreateRuleRequest.builder()
                .listenerArn(listener)
                .priority(priority)
                .conditions(one -> one.field("path-pattern").values("/" + priority + "/*"))
                .actions(forward(group.targetGroupArn()))
                .build())
        .rules()
        .getFirst();
  }

  static Action forward(@Nullable String group) {
    return Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(group).build();
  }
}
