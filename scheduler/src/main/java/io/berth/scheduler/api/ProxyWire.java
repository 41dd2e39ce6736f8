package io.berth.scheduler.api;

import com.google.protobuf.Timestamp;
import io.berth.proto.control.Proxy;
import io.berth.proto.control.ProxyListenerProblem;
import io.berth.proto.control.ProxyProblemKind;
import io.berth.proto.control.ProxyState;
import io.berth.proto.control.ViewedHealth;
import io.berth.proto.control.ViewedReason;
import io.berth.proto.control.ViewedTarget;
import io.berth.proto.control.ViewedTargetState;
import io.berth.scheduler.control.ProxyReports.ListenerProblem;
import io.berth.scheduler.control.ProxyReports.ProblemKind;
import io.berth.scheduler.control.ProxyReports.ProxyReport;
import io.berth.scheduler.control.ProxyReports.TargetView;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Proxies and what they say, as our own API shows it. */
record ProxyWire(ReadTx state) {

  /** One that nobody has heard of is silent. */
  Proxy proxy(Peer peer, Optional<ProxyReport> told) {
    Proxy.Builder shown =
        Proxy.newBuilder()
            .setProxyId(peer.id().text())
            .setHostName(peer.name())
            .setState(state(peer, told))
            .setEnrolledAt(time(peer.enrolledAt()));
    told.ifPresent(report -> {
      shown.addAllListenAddresses(report.listens());
      report
          .serving()
          .ifPresent(
              table -> shown.setTableNumber(table.number()).setTableIsNewest(table.isNewest()));
      report.problems().forEach(problem -> shown.addListenerProblems(problem(problem)));
    });
    return shown.build();
  }

  private static ProxyState state(Peer peer, Optional<ProxyReport> told) {
    if (peer.state() instanceof Peer.State.Revoked) {
      return ProxyState.PROXY_STATE_REVOKED;
    }
    return told.map(report ->
            switch (report.state()) {
              case CONNECTED -> ProxyState.PROXY_STATE_CONNECTED;
              case AWAITED -> ProxyState.PROXY_STATE_AWAITED;
              case SILENT -> ProxyState.PROXY_STATE_SILENT;
            })
        .orElse(ProxyState.PROXY_STATE_SILENT);
  }

  private ProxyListenerProblem problem(ListenerProblem problem) {
    ProxyListenerProblem.Builder shown =
        ProxyListenerProblem.newBuilder()
            .setKind(kind(problem.kind()))
            .setSentence(problem.sentence());
    state
        .find(Tables.LISTENERS, problem.listener())
        .ifPresent(listener -> {
          shown.setPort(listener.port());
          state
              .find(Tables.BALANCERS, listener.balancer())
              .ifPresent(balancer -> shown.setLoadBalancerName(balancer.name()));
        });
    return shown.build();
  }

  private static ProxyProblemKind kind(ProblemKind kind) {
    return switch (kind) {
      case PORT_TAKEN -> ProxyProblemKind.PROXY_PROBLEM_KIND_PORT_TAKEN;
      case PORT_DENIED -> ProxyProblemKind.PROXY_PROBLEM_KIND_PORT_DENIED;
      case ADDRESS_MISSING -> ProxyProblemKind.PROXY_PROBLEM_KIND_ADDRESS_MISSING;
      case UNKNOWN -> ProxyProblemKind.PROXY_PROBLEM_KIND_UNSPECIFIED;
    };
  }

  static ViewedTarget target(Target target, List<TargetView> views) {
    ViewedTarget.Builder shown =
        ViewedTarget.newBuilder()
            .setTargetId(target.id().text())
            .setName(target.shownAs())
            .setAddress(target.address().host())
            .setPort(target.address().port())
            .setState(state(target))
            .setHealth(health(target.health().verdict()))
            .setHealthSince(time(target.health().since()));
    views.forEach(view -> shown.addViews(view(view)));
    return shown.build();
  }

  private static ViewedTargetState state(Target target) {
    return switch (target.state()) {
      case Target.State.Active() -> ViewedTargetState.VIEWED_TARGET_STATE_ACTIVE;
      case Target.State.Draining _ -> ViewedTargetState.VIEWED_TARGET_STATE_DRAINING;
      case Target.State.Gone _ -> ViewedTargetState.VIEWED_TARGET_STATE_GONE;
    };
  }

  private static io.berth.proto.control.TargetView view(TargetView view) {
    var shown =
        io.berth.proto.control.TargetView.newBuilder()
            .setProxyId(view.proxy().text())
            .setHealth(
                view.opinion()
                    .map(ProxyWire::health)
                    .orElse(ViewedHealth.VIEWED_HEALTH_UNSPECIFIED))
            .setReason(reason(view.reason()));
    view.since().ifPresent(since -> shown.setSince(time(since)));
    view.status().ifPresent(shown::setStatusCode);
    view.inFlight().ifPresent(shown::setInFlight);
    return shown.build();
  }

  private static ViewedHealth health(TargetHealth.Verdict verdict) {
    return switch (verdict) {
      case INITIAL -> ViewedHealth.VIEWED_HEALTH_INITIAL;
      case HEALTHY -> ViewedHealth.VIEWED_HEALTH_HEALTHY;
      case UNHEALTHY -> ViewedHealth.VIEWED_HEALTH_UNHEALTHY;
    };
  }

  private static ViewedReason reason(TargetHealth.Reason reason) {
    return switch (reason) {
      case NONE -> ViewedReason.VIEWED_REASON_UNSPECIFIED;
      case STATUS_MISMATCH -> ViewedReason.VIEWED_REASON_STATUS_MISMATCH;
      case TIMEOUT -> ViewedReason.VIEWED_REASON_TIMEOUT;
      case CONNECTION_FAILED -> ViewedReason.VIEWED_REASON_CONNECTION_FAILED;
      case PROXY_FAULT -> ViewedReason.VIEWED_REASON_PROXY_FAULT;
    };
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
