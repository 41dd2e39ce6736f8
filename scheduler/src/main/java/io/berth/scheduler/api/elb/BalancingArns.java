package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Arns;
import io.berth.scheduler.api.Caller;
import io.berth.scheduler.control.RuleCommands;
import io.berth.scheduler.model.Balancer;
import io.berth.scheduler.model.BalancerId;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetGroupId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes balancers and what belongs to them as ARNs of this installation, and reads them back. The
 * ids in an ARN name the thing; the names in it are for people, and those of another thing make it
 * the ARN of nothing.
 */
public record BalancingArns(String account, String region) {
  private static final int LONGEST = 512;
  private static final int PARTS = 6;
  private static final String NAME = "([A-Za-z0-9-]{1,32})";
  private static final String ID = "([0-9a-f]{16})";
  private static final Pattern BALANCER = Pattern.compile("loadbalancer/app/" + NAME + "/" + ID);
  private static final Pattern GROUP = Pattern.compile("targetgroup/" + NAME + "/" + ID);
  private static final Pattern LISTENER =
      Pattern.compile("listener/app/" + NAME + "/" + ID + "/" + ID);
  private static final Pattern RULE =
      Pattern.compile("listener-rule/app/" + NAME + "/" + ID + "/" + ID + "/" + ID);

  public static BalancingArns of(Caller caller) {
    return new BalancingArns(caller.account(), caller.region());
  }

  /** What an ARN may name. */
  public sealed interface Named {}

  /** A balancer. */
  public record NamedBalancer(String name, BalancerId id) implements Named {}

  /** A target group. */
  public record NamedGroup(String name, TargetGroupId id) implements Named {}

  /** A listener of a balancer. */
  public record NamedListener(NamedBalancer balancer, ListenerId id) implements Named {}

  /** A rule of a listener. */
  public record NamedRule(NamedListener listener, RuleId id) implements Named {

    RuleCommands.Named forCommands() {
      return new RuleCommands.Named(listener.id(), id);
    }
  }

  // ------------------------------------------------------------------------------------- writing

  public String balancer(Balancer balancer) {
    return arn("loadbalancer/" + path(balancer));
  }

  public String group(TargetGroup group) {
    return arn("targetgroup/" + group.name() + "/" + group.id());
  }

  public String listener(Balancer balancer, Listener listener) {
    return arn("listener/" + path(balancer) + "/" + listener.id());
  }

  public String rule(Balancer balancer, Listener listener, RuleId rule) {
    return arn("listener-rule/" + path(balancer) + "/" + listener.id() + "/" + rule);
  }

  private static String path(Balancer balancer) {
    String kind =
        switch (balancer.kind()) {
          case APPLICATION -> "app";
        };
    return kind + "/" + balancer.name() + "/" + balancer.id();
  }

  private String arn(String resource) {
    return "arn:aws:elasticloadbalancing:" + region + ":" + account + ":" + resource;
  }

  // ------------------------------------------------------------------------------------- reading

  public NamedBalancer readBalancer(@Nullable String given) {
    Matcher parts = parts(BALANCER, given, "load balancer");
    return new NamedBalancer(parts.group(1), BalancerId.parse(parts.group(2)));
  }

  public NamedGroup readGroup(@Nullable String given) {
    Matcher parts = parts(GROUP, given, "target group");
    return new NamedGroup(parts.group(1), TargetGroupId.parse(parts.group(2)));
  }

  public NamedListener readListener(@Nullable String given) {
    return listener(parts(LISTENER, given, "listener"));
  }

  public NamedRule readRule(@Nullable String given) {
    return rule(parts(RULE, given, "rule"));
  }

  /** Whatever an ARN names. */
  public Named readAny(@Nullable String given) {
    String arn = Ask.text(given, "A resource ARN");
    String resource = resource(arn);
    int slash = resource.indexOf('/');
    return switch (slash < 0 ? resource : resource.substring(0, slash)) {
      case "loadbalancer" -> readBalancer(arn);
      case "targetgroup" -> readGroup(arn);
      case "listener" -> readListener(arn);
      case "listener-rule" -> readRule(arn);
      default -> throw notOne(arn, "resource");
    };
  }

  private static NamedListener listener(Matcher parts) {
    return new NamedListener(
        new NamedBalancer(parts.group(1), BalancerId.parse(parts.group(2))),
        ListenerId.parse(parts.group(3)));
  }

  private static NamedRule rule(Matcher parts) {
    return new NamedRule(listener(parts), RuleId.parse(parts.group(4)));
  }

  private Matcher parts(Pattern form, @Nullable String given, String what) {
    String arn = Ask.text(given, "A " + what + " ARN");
    Matcher parts = form.matcher(resource(arn));
    if (!parts.matches()) {
      throw notOne(arn, what);
    }
    return parts;
  }

  private String resource(String arn) {
    String[] parts = arn.length() > LONGEST ? new String[0] : arn.split(":", PARTS);
    boolean ours =
        parts.length == PARTS
            && parts[0].equals("arn")
            && parts[1].equals("aws")
            && parts[2].equals("elasticloadbalancing")
            && parts[3].equals(region)
            && parts[4].equals(account);
    if (!ours) {
      throw notOne(arn, "resource of this account and region");
    }
    return parts[5];
  }

  private static ApiError notOne(String arn, String what) {
    return Ask.invalid("'" + Arns.shown(arn) + "' is not a valid " + what + " ARN");
  }
}
