package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.elb.BalancingArns.NamedBalancer;
import io.berth.scheduler.api.elb.BalancingArns.NamedGroup;
import io.berth.scheduler.api.elb.BalancingArns.NamedListener;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Optional;

/** What requests name, looked up; what is not there is refused with the code of its kind. */
final class Found {
  private Found() {}

  static Balancer balancer(ReadTx state, NamedBalancer named) {
    return find(state, named)
        .orElseThrow(
            () -> ApiError.sender("LoadBalancerNotFound", "One or more load balancers not found"));
  }

  static TargetGroup group(ReadTx state, NamedGroup named) {
    return find(state, named)
        .orElseThrow(
            () -> ApiError.sender("TargetGroupNotFound", "One or more target groups not found"));
  }

  static Listener listener(ReadTx state, NamedListener named) {
    return find(state, named)
        .orElseThrow(() -> ApiError.sender("ListenerNotFound", "One or more listeners not found"));
  }

  static Optional<Balancer> find(ReadTx state, NamedBalancer named) {
    return state
        .find(Tables.BALANCERS, named.id())
        .filter(balancer -> balancer.name().equals(named.name()));
  }

  static Optional<TargetGroup> find(ReadTx state, NamedGroup named) {
    return state
        .find(Tables.TARGET_GROUPS, named.id())
        .filter(group -> group.name().equals(named.name()));
  }

  static Optional<Listener> find(ReadTx state, NamedListener named) {
    return find(state, named.balancer())
        .flatMap(balancer -> state.find(Tables.LISTENERS, named.id()))
        .filter(listener -> listener.balancer().equals(named.balancer().id()));
  }
}
