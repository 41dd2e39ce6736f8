package io.berth.base;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How attributes of hosts are written, as ECS has it, whoever gives them. */
public final class AttributeRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./\\\\-]{1,128}");
  private static final Pattern VALUE = Pattern.compile("(?! )[A-Za-z0-9_.@/\\\\: -]{1,128}(?<! )");

  private AttributeRules() {}

  /** What is wrong with a name, as a sentence that does not say it back. */
  public static Optional<String> faultOfName(String name) {
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("the name of an attribute has 1 to 128 letters, digits and -_./\\");
  }

  /** What is wrong with a value, as a sentence that does not say it back. */
  public static Optional<String> faultOfValue(String value) {
    return VALUE.matcher(value).matches()
        ? Optional.empty()
        : Optional.of(
            "the value of an attribute has 1 to 128 letters, digits, -_.@/\\: and spaces, and no"
                + " space at its ends");
  }

  /**
   * Whether ECS keeps the name for what a host is and what it can do. These follow from facts, and
   * nobody gives them to a host.
   */
  public static boolean isReserved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("ecs.") || lower.startsWith("com.amazonaws.ecs.");
  }
}
