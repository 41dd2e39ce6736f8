package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of rows, newest first. The token names the last row of a page and not its number: rows
 * that come or go between two pages make none of the others appear twice or never.
 */
record Page<R>(List<R> rows, String nextToken) {
  private static final int MOST = 100;
  private static final int LONGEST_TOKEN = 1_024;

  /** Where a row stands in the order. */
  record Place(Instant createdAt, String id) {
    static final Comparator<Place> NEWEST_FIRST =
        Comparator.comparing(Place::createdAt).reversed().thenComparing(Place::id);

    private String token() {
      String text = createdAt.getEpochSecond() + "." + createdAt.getNano() + "." + id;
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static Place ofToken(String token) {
      try {
        if (token.length() <= LONGEST_TOKEN) {
          String[] parts = new String(Base64.getUrlDecoder().decode(token), UTF_8).split("\\.", 3);
          if (parts.length == 3) {
            return new Place(
                Instant.ofEpochSecond(Long.parseLong(parts[0]), Integer.parseInt(parts[1])),
                parts[2]);
          }
        }
      } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
        // Said below: nobody but us makes tokens.
      }
      throw ApiError.sender(
          "InvalidParameterException", "nextToken is none that a page before has answered");
    }
  }

  static <R> Page<R> of(
      Iterable<R> rows, Function<R, Place> place, Optional<Integer> size, String after) {
    int most = size.map(Page::size).orElse(MOST);
    List<R> rest = new ArrayList<>();
    Optional<Place> last = after.isEmpty() ? Optional.empty() : Optional.of(Place.ofToken(after));
    for (R row : rows) {
      Place here = place.apply(row);
      if (last.isEmpty() || Place.NEWEST_FIRST.compare(here, last.get()) > 0) {
        rest.add(row);
      }
    }
    rest.sort(Comparator.comparing(place, Place.NEWEST_FIRST));
    if (rest.size() <= most) {
      return new Page<>(List.copyOf(rest), "");
    }
    List<R> page = List.copyOf(rest.subList(0, most));
    return new Page<>(page, place.apply(page.getLast()).token());
  }

  /** A number that is unsigned on the wire. */
  private static int size(int wanted) {
    if (wanted < 1 || wanted > MOST) {
      throw ApiError.sender("InvalidParameterException", "maxResults must be 1 to " + MOST);
    }
    return wanted;
  }
}
