package io.berth.scheduler.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of rows that are few enough to be sorted for each page, the newest first. */
final class NewestFirst {
  private NewestFirst() {}

  /** Where a row stands in the order; its text is the name by which a page goes on. */
  record Place(Instant createdAt, String id) {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::createdAt).reversed().thenComparing(Place::id);

    private String text() {
      return createdAt.getEpochSecond() + "." + createdAt.getNano() + "." + id;
    }

    private static Place of(String text) {
      try {
        String[] parts = text.split("\\.", 3);
        if (parts.length == 3) {
          return new Place(
              Instant.ofEpochSecond(Long.parseLong(parts[0]), Integer.parseInt(parts[1])),
              parts[2]);
        }
      } catch (NumberFormatException | DateTimeException | ArithmeticException _) {
        // Said below: nobody but us makes tokens.
      }
      throw Paging.badToken();
    }
  }

  static <R> Paging.Page<R> page(Paging paging, Iterable<R> rows, Function<R, Place> place) {
    Optional<Place> last = paging.after().map(Place::of);
    List<R> rest = new ArrayList<>();
    for (R row : rows) {
      if (last.isEmpty() || Place.ORDER.compare(place.apply(row), last.get()) > 0) {
        rest.add(row);
      }
    }
    rest.sort(Comparator.comparing(place, Place.ORDER));
    return paging.cut(rest.iterator(), row -> place.apply(row).text());
  }
}
