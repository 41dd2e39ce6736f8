package io.berth.scheduler.api;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request must fulfil; what does not is refused in the words of ECS. */
final class Demand {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  private Demand() {}

  /** Refuses with what most rules of ECS answer. */
  static void that(boolean holds, String sentence) {
    if (!holds) {
      throw ApiError.sender("ClientException", sentence);
    }
  }

  /** The text, which must be there. */
  static String text(@Nullable String given, String member) {
    if (given == null || given.isEmpty()) {
      throw ApiError.sender("ClientException", member + " should not be null or empty.");
    }
    return given;
  }

  /** A text that names something: letters, digits, hyphens, underscores. */
  static String name(@Nullable String given, String member) {
    String name = text(given, member);
    that(NAME.matcher(name).matches(), member + " contains invalid characters or is too long.");
    return name;
  }

  static String shorterThan(int limit, String given, String member) {
    that(
        given.length() < limit,
        member + " must have at most " + (limit - 1) + " characters, not " + given.length() + ".");
    return given;
  }

  static void absolute(String path, String member) {
    that(
        path.startsWith("/") && path.length() <= 4_096 && path.indexOf('\0') < 0,
        member + " must be an absolute path of at most 4096 characters.");
  }

  /** A number within bounds; absent is fine. */
  static void between(@Nullable Integer given, int least, int most, String member) {
    that(
        given == null || (given >= least && given <= most),
        member + " must be between " + least + " and " + most + ", not " + given + ".");
  }

  static void atMost(int most, Collection<?> given, String member) {
    that(
        given.size() <= most,
        member + " must have at most " + most + " elements, not " + given.size() + ".");
  }

  /** One of the words of an enum; absent is fine. */
  static void oneOf(@Nullable String given, Set<String> words, String member) {
    if (given != null && !words.contains(given)) {
      throw ApiError.sender(
          "InvalidParameterException",
          "Value '"
              + Arns.shown(given)
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must satisfy enum value set: "
              + words.stream().sorted().toList());
    }
  }

  static void distinct(Collection<?> given, String member) {
    that(new HashSet<>(given).size() == given.size(), member + " must be unique.");
  }
}
