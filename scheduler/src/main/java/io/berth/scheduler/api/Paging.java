package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where one page of a list begins and how long it is. A token is the last name of the page before,
 * with the operation that gave it, so that it holds whatever comes and goes between two calls.
 */
public record Paging(String operation, int most, Optional<String> after) {
  private static final int LARGEST = 100;
  private static final int LONGEST_TOKEN = 2_048;
  private static final String SEPARATOR = " ";

  /** What is absent means the largest page and the beginning. */
  public static Paging of(
      String operation, @Nullable Integer maxResults, @Nullable String nextToken) {
    int most = maxResults == null ? LARGEST : maxResults;
    if (most < 1 || most > LARGEST) {
      throw invalid("maxResults must be between 1 and " + LARGEST + ".");
    }
    Optional<String> after =
        nextToken == null || nextToken.isEmpty()
            ? Optional.empty()
            : Optional.of(lastName(operation, nextToken));
    return new Paging(operation, most, after);
  }

  /**
   * One page of what comes after {@link #after}.
   *
   * @param token absent at the end
   */
  public record Page<T>(List<T> items, @Nullable String token) {

    public <R> List<R> map(Function<? super T, ? extends R> mapping) {
      return items.stream().<R>map(mapping).toList();
    }
  }

  /** Takes one page from what is left of the list; the name of an item says where it stands. */
  public <T> Page<T> cut(Iterator<T> rest, Function<? super T, String> nameOf) {
    List<T> items = new ArrayList<>();
    while (items.size() < most && rest.hasNext()) {
      items.add(rest.next());
    }
    return new Page<>(
        List.copyOf(items), rest.hasNext() ? token(nameOf.apply(items.getLast())) : null);
  }

  /** What leads to a page that begins behind this name. */
  String token(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((operation + SEPARATOR + name).getBytes(UTF_8));
  }

  private static String lastName(String operation, String token) {
    String start = operation + SEPARATOR;
    String text = token.length() > LONGEST_TOKEN ? "" : decoded(token);
    if (!text.startsWith(start) || text.length() == start.length()) {
      throw badToken();
    }
    return text.substring(start.length());
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException _) {
      throw badToken();
    }
  }

  /** For a token that was well made, but whose name does not make sense to the operation. */
  static ApiError badToken() {
    return invalid("Invalid token: nextToken is not one that this operation gave.");
  }

  private static ApiError invalid(String sentence) {
    return ApiError.sender("InvalidParameterException", sentence);
  }
}
