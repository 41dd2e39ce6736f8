package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Arns;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.TargetGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that balancers or target groups have: their keys, what they are when nobody set
 * them, and which values are taken. An attribute that has no effect yet takes nothing but its usual
 * value, so that nobody believes in what does not happen.
 */
final class Attributes {
  static final Attributes OF_BALANCERS =
      new Attributes(
          "load balancer",
          Map.of(
              Balancer.IDLE_TIMEOUT, new Range(1, 4_000),
              Balancer.CLIENT_KEEP_ALIVE, new Range(60, 604_800),
              Balancer.DELETION_PROTECTION, new Words(List.of("true", "false"))),
          """
          access_logs.s3.bucket =
          access_logs.s3.enabled = false
          access_logs.s3.prefix =
          client_keep_alive.seconds = 3600
          connection_logs.s3.bucket =
          connection_logs.s3.enabled = false
          connection_logs.s3.prefix =
          deletion_protection.enabled = false
          health_check_logs.s3.bucket =
          health_check_logs.s3.enabled = false
          health_check_logs.s3.prefix =
          idle_timeout.timeout_seconds = 60
          ipv6.deny_all_igw_traffic = false
          load_balancing.cross_zone.enabled = true
          routing.http.desync_mitigation_mode = defensive
          routing.http.drop_invalid_header_fields.enabled = false
          routing.http.preserve_host_header.enabled = false
          routing.http.x_amzn_tls_version_and_cipher_suite.enabled = false
          routing.http.xff_client_port.enabled = false
          routing.http.xff_header_processing.mode = append
          routing.http2.enabled = true
          waf.fail_open.enabled = false
          zonal_shift.config.enabled = false
          """);

  static final Attributes OF_TARGET_GROUPS =
      new Attributes(
          "target group",
          Map.of(TargetGroup.DEREGISTRATION_DELAY, new Range(0, 3_600)),
          """
          deregistration_delay.timeout_seconds = 300
          load_balancing.algorithm.anomaly_mitigation = off
          load_balancing.algorithm.type = round_robin
          load_balancing.cross_zone.enabled = use_load_balancer_configuration
          slow_start.duration_seconds = 0
          stickiness.app_cookie.cookie_name =
          stickiness.app_cookie.duration_seconds = 86400
          stickiness.enabled = false
          stickiness.lb_cookie.duration_seconds = 86400
          stickiness.type = lb_cookie
          target_group_health.dns_failover.minimum_healthy_targets.count = 1
          target_group_health.dns_failover.minimum_healthy_targets.percentage = off
          target_group_health.unhealthy_state_routing.minimum_healthy_targets.count = 1
          target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage = off
          """);

  private final String what;
  private final Map<String, Values> effective;
  private final Map<String, String> usual;

  private Attributes(String what, Map<String, Values> effective, String usual) {
    this.what = what;
    this.effective = effective;
    this.usual = new LinkedHashMap<>();
    for (String line : usual.lines().toList()) {
      String[] halves = line.split(" =", 2);
      this.usual.put(halves[0], halves[1].strip());
    }
  }

  /** Which values an attribute may have. */
  private sealed interface Values {}

  /** Whole numbers, both ends included. */
  private record Range(int least, int most) implements Values {}

  /** One of these words. */
  private record Words(List<String> words) implements Values {}

  /** Refuses an attribute that there is not, or a value that it cannot have. */
  void check(@Nullable String key, @Nullable String value) {
    String name = Ask.text(key, "The key of a " + what + " attribute");
    String text = value == null ? "" : value;
    if (!usual.containsKey(name)) {
      throw Ask.invalid(
          "The " + what + " attribute key '" + Arns.shown(name) + "' is not recognized");
    }
    switch (effective.get(name)) {
      case Range(int least, int most) -> {
        boolean fits = text.matches("[0-9]{1,9}");
        fits = fits && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
        Ask.that(
            fits, name + " must be a number between " + least + " and " + most + describedAs(text));
      }
      case Words(var words) ->
          Ask.that(
              words.contains(text),
              name + " must be one of '" + String.join(", ", words) + "'" + describedAs(text));
      case null -> requireUsual(name, text);
    }
  }

  /** All of them: as they were set, or as they are when nobody did. */
  Map<String, String> all(Map<String, String> set) {
    Map<String, String> all = new TreeMap<>(usual);
    all.putAll(set);
    return all;
  }

  private void requireUsual(String name, String text) {
    if (!text.equals(usual.get(name))) {
      throw ApiError.sender(
          "InvalidConfigurationRequest",
          "The "
              + what
              + " attribute "
              + name
              + " is not supported yet except with '"
              + usual.get(name)
              + "'");
    }
  }

  private static String describedAs(String text) {
    return ", not '" + Arns.shown(text) + "'";
  }
}
