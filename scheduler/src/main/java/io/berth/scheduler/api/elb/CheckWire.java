package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.Arns;
import io.berth.scheduler.control.TargetGroupCommands.CheckChange;
import io.berth.scheduler.model.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;

/** Health checks in the shapes of ELB. */
final class CheckWire {
  private static final String TRAFFIC_PORT = "traffic-port";
  private static final int LONGEST_PATH = 1_024;
  private static final int MOST_RANGES = 50;
  private static final int LEAST_STATUS = 200;
  private static final int MOST_STATUS = 499;

  private static final HealthCheck USUAL =
      new HealthCheck(
          OptionalInt.empty(),
          "/",
          new HealthCheck.Pace(Duration.ofSeconds(30), Duration.ofSeconds(5)),
          new HealthCheck.Thresholds(5, 2),
          "200");

  private CheckWire() {}

  static HealthCheck read(CreateTargetGroupRequest request) {
    Ask.that(
        !Boolean.FALSE.equals(request.healthCheckEnabled()),
        "Health checks cannot be disabled for a target group of this type");
    Duration interval =
        interval(request.healthCheckIntervalSeconds()).orElse(USUAL.pace().interval());
    Duration timeout = timeout(request.healthCheckTimeoutSeconds()).orElse(USUAL.pace().timeout());
    Ask.that(
        timeout.compareTo(interval) < 0,
        "Health check timeout '"
            + timeout.toSeconds()
            + "' must be smaller than the interval '"
            + interval.toSeconds()
            + "'");
    return new HealthCheck(
        port(request.healthCheckPort()).orElse(USUAL.port()),
        path(request.healthCheckPath()).orElse(USUAL.path()),
        new HealthCheck.Pace(interval, timeout),
        new HealthCheck.Thresholds(
            threshold(request.healthyThresholdCount(), "Healthy").orElse(5),
            threshold(request.unhealthyThresholdCount(), "Unhealthy").orElse(2)),
        passes(request.matcher()).orElse(USUAL.passes()));
  }

  static CheckChange readChange(ModifyTargetGroupRequest request) {
    Ask.that(
        !Boolean.FALSE.equals(request.healthCheckEnabled()),
        "Health checks cannot be disabled for a target group of this type");
    return new CheckChange(
        port(request.healthCheckPort()),
        path(request.healthCheckPath()),
        interval(request.healthCheckIntervalSeconds()),
        timeout(request.healthCheckTimeoutSeconds()),
        threshold(request.healthyThresholdCount(), "Healthy"),
        threshold(request.unhealthyThresholdCount(), "Unhealthy"),
        passes(request.matcher()));
  }

  static String writePort(HealthCheck check) {
    return check.port().isPresent() ? String.valueOf(check.port().getAsInt()) : TRAFFIC_PORT;
  }

  private static Optional<OptionalInt> port(@Nullable String given) {
    if (given == null) {
      return Optional.empty();
    }
    if (given.equals(TRAFFIC_PORT)) {
      return Optional.of(OptionalInt.empty());
    }
    boolean number = given.matches("[0-9]{1,5}");
    int port = number ? Integer.parseInt(given) : 0;
    Ask.that(
        port >= 1 && port <= 65_535,
        "Health check port '"
            + Arns.shown(given)
            + "' must be 'traffic-port' or a number between 1 and 65535");
    return Optional.of(OptionalInt.of(port));
  }

  private static Optional<String> path(@Nullable String given) {
    if (given == null) {
      return Optional.empty();
    }
    Ask.that(
        given.length() <= LONGEST_PATH && given.matches("/[!-~]*"),
        "Health check path '"
            + Arns.shown(given)
            + "' must begin with '/' and have at most "
            + LONGEST_PATH
            + " visible characters of ASCII");
    return Optional.of(given);
  }

  private static Optional<Duration> interval(@Nullable Integer given) {
    return seconds(given, 5, 300, "Health check interval");
  }

  private static Optional<Duration> timeout(@Nullable Integer given) {
    return seconds(given, 2, 120, "Health check timeout");
  }

  private static Optional<Duration> seconds(
      @Nullable Integer given, int least, int most, String what) {
    return given == null
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Ask.number(given, least, most, what)));
  }

  private static OptionalInt threshold(@Nullable Integer given, String what) {
    return given == null
        ? OptionalInt.empty()
        : OptionalInt.of(Ask.number(given, 2, 10, what + " threshold count"));
  }

  private static Optional<String> passes(@Nullable Matcher matcher) {
    if (matcher == null) {
      return Optional.empty();
    }
    String codes = Ask.text(matcher.httpCode(), "The HTTP codes of a matcher");
    Ask.that(
        isGood(codes),
        "Health check matcher HTTP code '"
            + Arns.shown(codes)
            + "' must be codes or ranges within '200-499', at most "
            + MOST_RANGES
            + ", with commas between them");
    return Optional.of(codes);
  }

  private static boolean isGood(String codes) {
    try {
      List<HealthCheck.StatusRange> ranges = HealthCheck.ranges(codes);
      return ranges.size() <= MOST_RANGES
          && ranges.stream()
              .allMatch(range -> range.first() >= LEAST_STATUS && range.last() <= MOST_STATUS);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
