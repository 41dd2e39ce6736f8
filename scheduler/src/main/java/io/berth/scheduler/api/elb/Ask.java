package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Arns;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request to ELB must fulfil; what does not is refused in ELB's words. */
final class Ask {
  private Ask() {}

  static ApiError invalid(String sentence) {
    return ApiError.sender("ValidationError", sentence);
  }

  static void that(boolean holds, String sentence) {
    if (!holds) {
      throw invalid(sentence);
    }
  }

  /** The text, which must be there. */
  static String text(@Nullable String given, String what) {
    if (given == null || given.isEmpty()) {
      throw invalid(what + " must be specified");
    }
    return given;
  }

  /** The number, which must be there and within bounds. */
  static int number(@Nullable Integer given, int least, int most, String what) {
    if (given == null) {
      throw invalid(what + " must be specified");
    }
    that(
        given >= least && given <= most,
        what + " '" + given + "' must be between " + least + " and " + most);
    return given;
  }

  /** The number within bounds, or another one where it is absent. */
  static int numberOr(int other, @Nullable Integer given, int least, int most, String what) {
    return given == null ? other : number(given, least, most, what);
  }

  /** A name of a balancer or a target group. */
  static String name(@Nullable String given, String what) {
    String name = text(given, what);
    that(
        name.length() <= 32,
        what + " '" + Arns.shown(name) + "' cannot be longer than '32' characters");
    that(
        name.matches("[A-Za-z0-9-]+"),
        what + " '" + Arns.shown(name) + "' can only contain letters, digits and hyphens");
    that(
        !name.startsWith("-") && !name.endsWith("-"),
        what + " '" + Arns.shown(name) + "' cannot begin or end with a hyphen");
    return name;
  }

  /** The elements: at least one, no more than so many, each once. */
  static <T> List<T> list(Collection<T> given, int most, String what) {
    that(!given.isEmpty(), what + " must be specified");
    return listOrNone(given, most, what);
  }

  static <T> List<T> listOrNone(Collection<T> given, int most, String what) {
    that(given.size() <= most, "There can be at most " + most + " " + what);
    Set<T> once = new HashSet<>(given);
    that(once.size() == given.size(), what + " must be different from each other");
    return List.copyOf(given);
  }

  /** A word of a list. */
  static String oneOf(@Nullable String given, List<String> words, String what) {
    String text = text(given, what);
    that(
        words.contains(text),
        what + " '" + Arns.shown(text) + "' must be one of '" + String.join(", ", words) + "'");
    return text;
  }

  /** Of several ways to name what is asked for, at most one. */
  static void onlyOne(String sentence, Collection<?>... ways) {
    int used = 0;
    for (Collection<?> way : ways) {
      used += way.isEmpty() ? 0 : 1;
    }
    that(used <= 1, sentence);
  }
}
