package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.Arns;
import io.berth.scheduler.model.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** Conditions of rules in the shapes of ELB. */
final class ConditionWire {
  private static final String HOST = "host-header";
  private static final String PATH = "path-pattern";
  private static final int MOST_VALUES = 5;
  private static final int MOST_WILDCARDS = 5;
  private static final int LONGEST = 128;
  private static final Pattern HOST_LETTERS = Pattern.compile("[A-Za-z0-9.*?-]+");
  private static final Pattern LAST_LABEL = Pattern.compile("[A-Za-z*?]*");
  private static final Pattern PATH_LETTERS = Pattern.compile("[A-Za-z0-9 _.$/~\"'@:+&*?-]+");

  private ConditionWire() {}

  /** Other kinds were refused before. */
  static List<Condition> read(Collection<RuleCondition> given) {
    Ask.that(!given.isEmpty(), "A condition must be specified");
    List<Condition> conditions = new ArrayList<>();
    Set<String> fields = new HashSet<>();
    int values = 0;
    int wildcards = 0;
    for (RuleCondition one : given) {
      String field = field(one);
      Ask.that(fields.add(field), "Only one condition of the field '" + field + "' can be given");
      List<String> patterns = patterns(one, field);
      values += patterns.size();
      wildcards += patterns.stream().mapToInt(ConditionWire::wildcards).sum();
      conditions.add(
          field.equals(HOST)
              ? new Condition.HostHeader(patterns)
              : new Condition.PathPattern(patterns));
    }
    Ask.that(values <= MOST_VALUES, "A rule can have at most " + MOST_VALUES + " condition values");
    Ask.that(
        wildcards <= MOST_WILDCARDS, "A rule can have at most " + MOST_WILDCARDS + " wildcards");
    return conditions;
  }

  static RuleCondition write(Condition condition) {
    return switch (condition) {
      case Condition.HostHeader(var patterns) ->
          RuleCondition.builder()
              .field(HOST)
              .values(patterns)
              .hostHeaderConfig(config -> config.values(patterns))
              .build();
      case Condition.PathPattern(var patterns) ->
          RuleCondition.builder()
              .field(PATH)
              .values(patterns)
              .pathPatternConfig(config -> config.values(patterns))
              .build();
    };
  }

  /** A client may leave the field out where the configuration says which it is. */
  private static String field(RuleCondition one) {
    boolean host = one.hostHeaderConfig() != null;
    boolean path = one.pathPatternConfig() != null;
    Ask.that(!(host && path), "A condition can have the configuration of one field only");
    if (one.field() == null && (host || path)) {
      return host ? HOST : PATH;
    }
    String field = Ask.oneOf(one.field(), List.of(HOST, PATH), "Condition field");
    Ask.that(
        !(field.equals(HOST) ? path : host),
        "The configuration of a condition is of another field than '" + field + "'");
    return field;
  }

  private static List<String> patterns(RuleCondition one, String field) {
    List<String> configured =
        one.hostHeaderConfig() != null
            ? one.hostHeaderConfig().values()
            : one.pathPatternConfig() != null ? one.pathPatternConfig().values() : List.of();
    Ask.that(
        configured.isEmpty() || one.values().isEmpty() || configured.equals(one.values()),
        "The values of a condition cannot be specified in two ways");
    List<String> patterns =
        Ask.list(configured.isEmpty() ? one.values() : configured, MOST_VALUES, "Condition values");
    patterns.forEach(pattern -> check(pattern, field));
    return patterns;
  }

  private static void check(String pattern, String field) {
    Ask.text(pattern, "A condition value");
    boolean good = pattern.length() <= LONGEST;
    if (field.equals(HOST)) {
      int dot = pattern.lastIndexOf('.');
      good =
          good
              && HOST_LETTERS.matcher(pattern).matches()
              && dot >= 0
              && LAST_LABEL.matcher(pattern.substring(dot + 1)).matches();
    } else {
      good = good && PATH_LETTERS.matcher(pattern).matches();
    }
    Ask.that(
        good,
        "Condition value '" + Arns.shown(pattern) + "' is not valid for field '" + field + "'");
  }

  private static int wildcards(String pattern) {
    return (int) pattern.chars().filter(one -> one == '*' || one == '?').count();
  }
}
