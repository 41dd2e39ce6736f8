package io.berth.proxy.route;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with a change, and keeps the first of it. */
final class Objections {
  /** Ids come from outside; a sentence shows no more of one, and nothing that is not visible. */
  private static final int SHOWN = 100;

  private @Nullable RoutingRefusal first;

  Optional<RoutingRefusal> first() {
    return Optional.ofNullable(first);
  }

  boolean none() {
    return first == null;
  }

  void unless(boolean holds, Supplier<String> sentence) {
    if (!holds && first == null) {
      first = new RoutingRefusal(RoutingRefusal.Code.INVALID, sentence.get());
    }
  }

  void unlessKnown(boolean known, Supplier<String> sentence) {
    if (!known && first == null) {
      first = new RoutingRefusal(RoutingRefusal.Code.FEATURE_UNKNOWN, sentence.get());
    }
  }

  void between(long value, long lowest, long highest, String of, String what) {
    unless(
        lowest <= value && value <= highest,
        () -> of + ": " + what + " is " + value + ", not " + lowest + " to " + highest);
  }

  void count(Collection<?> items, int least, int most, String of, String what) {
    between(items.size(), least, most, of, "the number of " + what);
  }

  static String shown(String text) {
    String visible = text.replaceAll("[^\\x21-\\x7e]", "?");
    return visible.length() <= SHOWN ? visible : visible.substring(0, SHOWN) + "...";
  }
}
