package io.berth.proxy.route;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks at one item alone: whether it keeps the limits of the contract and can be served. */
final class ItemCheck {
  private static final int MOST_ID_BYTES = 255;
  private static final int MOST_TARGET_ID_BYTES = 64;
  private static final int MOST_NAME_BYTES = 253;
  private static final int MOST_GROUP_NAME_BYTES = 32;
  private static final int MOST_ADDRESS_BYTES = 45;
  private static final int MOST_PATH_BYTES = 1_024;
  private static final int MOST_FEATURES = 64;
  private static final int MOST_RULES = 200;
  private static final int MOST_CONDITIONS = 10;
  private static final int MOST_PATTERNS = 10;
  private static final int MOST_FORWARDED = 5;
  private static final int MOST_TARGETS = 1_000;
  private static final int MOST_RANGES = 50;
  private static final int HIGHEST_PORT = 65_535;
  private static final int HIGHEST_PRIORITY = 50_000;

  private final Objections objections;
  private final Abilities abilities;

  ItemCheck(Objections objections, Abilities abilities) {
    this.objections = objections;
    this.abilities = abilities;
  }

  void balancer(Balancer item) {
    String of = "balancer " + Objections.shown(item.id().text());
    text(item.id().text(), MOST_ID_BYTES, of, "its id");
    text(item.dnsName(), MOST_NAME_BYTES, of, "its DNS name");
    objections.unless(
        item.dnsName().chars().noneMatch(one -> one >= 'A' && one <= 'Z'),
        () -> of + ": its DNS name is not in lower case");
    objections.between(item.creationOrder(), 1, Long.MAX_VALUE, of, "its creation order");
    millis(item.idleTimeout(), 1_000, 4_000_000, of, "its idle timeout");
    millis(item.clientKeepAlive(), 60_000, 604_800_000, of, "its client keep-alive");
    features(item.requires(), of);
  }

  void listener(Listener item) {
    String of = "listener " + Objections.shown(item.id().text());
    text(item.id().text(), MOST_ID_BYTES, of, "its id");
    objections.between(item.port(), 1, HIGHEST_PORT, of, "its port");
    protocol(item.protocol(), of);
    objections.count(item.rules(), 0, MOST_RULES, of, "its rules");
    objections.unless(
        item.protocol() == Protocol.HTTP || item.rules().isEmpty(),
        () -> of + ": it speaks no HTTP and yet has rules");
    action(item.defaultAction(), of);
    features(item.requires(), of);
    Set<RuleId> ids = new HashSet<>();
    int before = 0;
    for (Rule rule : item.rules()) {
      rule(rule, of);
      int order = before;
      objections.unless(rule.priority() > order, () -> of + ": its rules do not rise in priority");
      objections.unless(ids.add(rule.id()), () -> of + ": two of its rules have one id");
      before = rule.priority();
    }
  }

  private void rule(Rule rule, String listener) {
    String of = listener + ", rule " + Objections.shown(rule.id().text());
    text(rule.id().text(), MOST_ID_BYTES, of, "its id");
    objections.between(rule.priority(), 1, HIGHEST_PRIORITY, of, "its priority");
    objections.count(rule.conditions(), 1, MOST_CONDITIONS, of, "its conditions");
    rule.conditions().forEach(condition -> condition(condition, of));
    action(rule.action(), of);
  }

  private void condition(Condition condition, String of) {
    objections.count(condition.patterns(), 1, MOST_PATTERNS, of, "patterns in a condition");
    for (String pattern : condition.patterns()) {
      objections.unless(
          pattern.length() <= Glob.MOST_CHARACTERS
              && pattern.chars().allMatch(one -> one > ' ' && one < 127),
          () -> of + ": a pattern is longer than 128 bytes or not of visible ASCII");
    }
  }

  private void action(Action action, String of) {
    switch (action) {
      case Action.Forward(List<Action.WeightedGroup> groups) -> {
        objections.count(groups, 1, MOST_FORWARDED, of, "groups in an action");
        Set<GroupId> ids = new HashSet<>();
        for (Action.WeightedGroup group : groups) {
          objections.between(group.weight(), 0, 999, of, "the weight of a group");
          objections.unless(ids.add(group.groupId()), () -> of + ": an action names a group twice");
        }
      }
    }
  }

  void group(TargetGroup item) {
    String of = "group " + Objections.shown(item.id().text());
    text(item.id().text(), MOST_ID_BYTES, of, "its id");
    objections.unless(
        bytes(item.name()) <= MOST_GROUP_NAME_BYTES, () -> of + ": its name has over 32 bytes");
    protocol(item.protocol(), of);
    millis(item.deregistrationDelay(), 0, 3_600_000, of, "its deregistration delay");
    millis(item.connectTimeout(), 100, 60_000, of, "its connect timeout");
    features(item.requires(), of);
    healthCheck(item.healthCheck(), of);
    objections.count(item.targets(), 0, MOST_TARGETS, of, "its targets");
    Set<TargetId> ids = new HashSet<>();
    for (Target target : item.targets()) {
      target(target, of);
      objections.unless(ids.add(target.id()), () -> of + ": two of its targets have one id");
    }
  }

  private void target(Target target, String group) {
    String of = group + ", target " + Objections.shown(target.id().text());
    text(target.id().text(), MOST_TARGET_ID_BYTES, of, "its id");
    text(target.address(), MOST_ADDRESS_BYTES, of, "its address");
    objections.between(target.port(), 1, HIGHEST_PORT, of, "its port");
    objections.between(target.weight(), 1, 1_000, of, "its weight");
  }

  private void healthCheck(HealthCheck check, String group) {
    String of = group + ", health check";
    check.port().ifPresent(port -> objections.between(port, 1, HIGHEST_PORT, of, "its port"));
    millis(check.interval(), 1_000, 300_000, of, "its interval");
    millis(check.timeout(), 100, 120_000, of, "its timeout");
    objections.unless(
        check.timeout().compareTo(check.interval()) <= 0,
        () -> of + ": its timeout is above its interval");
    objections.between(check.healthyThreshold(), 1, 10, of, "its healthy threshold");
    objections.between(check.unhealthyThreshold(), 1, 10, of, "its unhealthy threshold");
    switch (check.way()) {
      case HTTP -> http(check, of);
      case TCP ->
          objections.unless(
              check.path().isEmpty() && check.passing().isEmpty(),
              () -> of + ": it is of TCP and yet has a path or status codes");
    }
  }

  private void http(HealthCheck check, String of) {
    objections.unless(
        check.path().startsWith("/")
            && bytes(check.path()) <= MOST_PATH_BYTES
            && check.path().chars().allMatch(one -> one > ' ' && one != 127),
        () -> of + ": its path does not begin with a slash, is too long, or is not visible");
    objections.count(check.passing(), 1, MOST_RANGES, of, "passing statuses");
    for (HealthCheck.StatusRange range : check.passing()) {
      objections.between(range.first(), 100, 599, of, "a passing status");
      objections.between(range.last(), range.first(), 599, of, "the end of a status range");
    }
  }

  private void protocol(Protocol protocol, String of) {
    objections.unlessKnown(
        abilities.protocols().contains(protocol),
        () -> of + ": this proxy does not serve " + protocol);
  }

  private void features(Set<String> requires, String of) {
    objections.count(requires, 0, MOST_FEATURES, of, "required features");
    for (String feature : requires) {
      objections.unlessKnown(
          abilities.features().contains(feature),
          () -> of + ": this proxy lacks the feature " + Objections.shown(feature));
    }
  }

  private void text(String value, int mostBytes, String of, String what) {
    objections.unless(
        !value.isEmpty() && bytes(value) <= mostBytes,
        () -> of + ": " + what + " is empty or has over " + mostBytes + " bytes");
  }

  private void millis(Duration value, long least, long most, String of, String what) {
    objections.unless(
        value.compareTo(Duration.ofMillis(least)) >= 0
            && value.compareTo(Duration.ofMillis(most)) <= 0,
        () -> of + ": " + what + " is " + value + ", not " + least + " to " + most + " ms");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
