package io.berth.scheduler.api.elb;

import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The health of targets in the shapes and words of ELB. */
final class TargetHealthWire {
  private TargetHealthWire() {}

  static TargetHealthDescription write(TargetGroup group, Target target) {
    int port = target.address().port();
    return TargetHealthDescription.builder()
        .target(one -> one.id(target.shownAs()).port(port))
        .healthCheckPort(String.valueOf(group.check().port().orElse(port)))
        .targetHealth(health(group, target))
        .build();
  }

  static TargetHealthDescription notRegistered(String id, int port) {
    return TargetHealthDescription.builder()
        .target(one -> one.id(id).port(port))
        .targetHealth(
            health(
                TargetHealthStateEnum.UNUSED,
                TargetHealthReasonEnum.TARGET_NOT_REGISTERED,
                "Target is not registered to the target group"))
        .build();
  }

  private static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth health(
      TargetGroup group, Target target) {
    return switch (target.state()) {
      case Target.State.Draining _ ->
          health(
              TargetHealthStateEnum.DRAINING,
              TargetHealthReasonEnum.TARGET_DEREGISTRATION_IN_PROGRESS,
              "Target deregistration is in progress");
      case Target.State.Active() ->
          group.balancer().isPresent()
              ? judged(target.health())
              : health(
                  TargetHealthStateEnum.UNUSED,
                  TargetHealthReasonEnum.TARGET_NOT_IN_USE,
                  "Target group is not configured to receive traffic from the load balancer");
      case Target.State.Gone _ ->
          throw new IllegalStateException("nobody sees a target that is gone: " + target.id());
    };
  }

  private static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth judged(
      TargetHealth health) {
    return switch (health.verdict()) {
      case INITIAL ->
          health(
              TargetHealthStateEnum.INITIAL,
              TargetHealthReasonEnum.ELB_REGISTRATION_IN_PROGRESS,
              "Target registration is in progress");
      case HEALTHY ->
          software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth.builder()
              .state(TargetHealthStateEnum.HEALTHY)
              .build();
      case UNHEALTHY ->
          health(TargetHealthStateEnum.UNHEALTHY, reason(health.reason()), description(health));
    };
  }

  private static TargetHealthReasonEnum reason(TargetHealth.Reason reason) {
    return switch (reason) {
      case STATUS_MISMATCH -> TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH;
      case TIMEOUT -> TargetHealthReasonEnum.TARGET_TIMEOUT;
      case CONNECTION_FAILED, NONE -> TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS;
      case PROXY_FAULT -> TargetHealthReasonEnum.ELB_INTERNAL_ERROR;
    };
  }

  private static String description(TargetHealth health) {
    return switch (health.reason()) {
      case STATUS_MISMATCH ->
          health.status().isPresent()
              ? "Health checks failed with these codes: [" + health.status().getAsInt() + "]"
              : "Health checks failed";
      case TIMEOUT -> "Request timed out";
      case CONNECTION_FAILED, NONE -> "Health checks failed";
      case PROXY_FAULT -> "Health checks failed due to an internal error";
    };
  }

  private static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth health(
      TargetHealthStateEnum state, TargetHealthReasonEnum reason, String description) {
    return software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth.builder()
        .state(state)
        .reason(reason)
        .description(description)
        .build();
  }
}
