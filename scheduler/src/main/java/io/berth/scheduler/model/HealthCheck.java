package io.berth.scheduler.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the health of a group's targets is judged: a GET over HTTP on a connection of its own.
 *
 * @param port absent: the target's own
 * @param path with its query, if it has one
 * @param passes the status codes that pass, as the user wrote them, such as {@code 200,301-303}
 */
public record HealthCheck(
    OptionalInt port, String path, Pace pace, Thresholds thresholds, String passes) {

  private static final Pattern RANGE = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");

  public HealthCheck {
    Require.notEmpty(path, "path");
    Require.notEmpty(passes, "passes");
    port.ifPresent(number -> Require.port(number, "the port of a health check"));
  }

  /** Status codes that pass, both ends included. */
  public record StatusRange(int first, int last) {
    public StatusRange {
      Require.positive(first, "first");
      Require.notNegative(last - first, "last beyond first");
    }
  }

  /** What passes, read from the user's words. */
  public List<StatusRange> passing() {
    return ranges(passes);
  }

  /**
   * Reads codes and ranges between commas; anything else is an {@link IllegalArgumentException}.
   */
  public static List<StatusRange> ranges(String passes) {
    List<StatusRange> ranges = new ArrayList<>();
    for (String part : passes.split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      if (!range.matches()) {
        throw new IllegalArgumentException("neither a status code nor a range: " + part);
      }
      int first = Integer.parseInt(range.group(1));
      String last = range.group(2);
      ranges.add(new StatusRange(first, last == null ? first : Integer.parseInt(last)));
    }
    return List.copyOf(ranges);
  }

  /** How often, and how long one may take. */
  public record Pace(Duration interval, Duration timeout) {
    public Pace {
      Require.positive(timeout.toMillis(), "timeout");
      Require.notNegative(interval.minus(timeout).toMillis(), "interval beyond timeout");
    }
  }

  /** How many in a row change the verdict. */
  public record Thresholds(int healthy, int unhealthy) {
    public Thresholds {
      Require.positive(healthy, "healthy");
      Require.positive(unhealthy, "unhealthy");
    }
  }
}
