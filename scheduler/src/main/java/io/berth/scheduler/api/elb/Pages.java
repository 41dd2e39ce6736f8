package io.berth.scheduler.api.elb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.api.ApiError;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where one page of a list begins and how long it is. A marker is the name of the last item of the
 * page before, with the operation that gave it, so that it holds whatever comes and goes between
 * two calls.
 */
record Pages(String operation, int most, Optional<String> after) {
  private static final int LARGEST = 400;
  private static final int LONGEST_MARKER = 1_024;

  /** What is absent means the largest page and the beginning. */
  static Pages of(String operation, @Nullable Integer pageSize, @Nullable String marker) {
    int most = Ask.numberOr(LARGEST, pageSize, 1, LARGEST, "Page size");
    Optional<String> after =
        marker == null || marker.isEmpty()
            ? Optional.empty()
            : Optional.of(lastName(operation, marker));
    return new Pages(operation, most, after);
  }

  /**
   * One page.
   *
   * @param marker absent at the end
   */
  record Page<T>(List<T> items, @Nullable String marker) {}

  /** Takes one page of items that are in the order of their names. */
  <T> Page<T> cut(Iterable<T> inOrder, Function<? super T, String> nameOf) {
    List<T> items = new ArrayList<>();
    for (T item : inOrder) {
      if (after.isPresent() && nameOf.apply(item).compareTo(after.get()) <= 0) {
        continue;
      }
      if (items.size() == most) {
        return new Page<>(List.copyOf(items), marker(nameOf.apply(items.getLast())));
      }
      items.add(item);
    }
    return new Page<>(List.copyOf(items), null);
  }

  private String marker(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((operation + " " + name).getBytes(UTF_8));
  }

  private static String lastName(String operation, String marker) {
    String start = operation + " ";
    String text = marker.length() > LONGEST_MARKER ? "" : decoded(marker);
    if (!text.startsWith(start)) {
      throw badMarker();
    }
    return text.substring(start.length());
  }

  private static String decoded(String marker) {
    try {
      return new String(Base64.getUrlDecoder().decode(marker), UTF_8);
    } catch (IllegalArgumentException _) {
      throw badMarker();
    }
  }

  private static ApiError badMarker() {
    return Ask.invalid("Marker is not one that this operation gave");
  }
}
