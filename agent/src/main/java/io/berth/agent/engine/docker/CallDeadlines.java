package io.berth.agent.engine.docker;

import java.time.Duration;

/**
 * How long each kind of call may take before its connection is closed, so that an engine that hangs
 * blocks nobody for ever. A stop's own timeout comes on top of its margin.
 */
public record CallDeadlines(
    Duration ping,
    Duration call,
    Duration create,
    Duration start,
    Duration stopMargin,
    Duration pullSilence) {

  /** What real engines get; create and start as ECS gives them. */
  public static final CallDeadlines USUAL =
      new CallDeadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(4),
          Duration.ofMinutes(3),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1));

  /** What one call may take. */
  sealed interface Deadline {

    Duration time();

    /** The answer must have come whole. */
    record Whole(Duration time) implements Deadline {}

    /** The answer may be as long as it likes, but never silent for that long. */
    record Silence(Duration time) implements Deadline {}

    /** The answer must have begun; then it may be silent. */
    record Begin(Duration time) implements Deadline {}
  }

  /** The deadline of a request of Docker's API, by method and path without version. */
  Deadline of(String method, String path) {
    String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    if (plain.equals("/_ping")) {
      return new Deadline.Whole(ping);
    }
    if (plain.equals("/events")) {
      return new Deadline.Begin(call);
    }
    if (plain.equals("/images/create")) {
      return new Deadline.Silence(pullSilence);
    }
    if (plain.equals("/containers/create")) {
      return new Deadline.Whole(create);
    }
    if (method.equals("POST") && plain.endsWith("/start")) {
      return new Deadline.Whole(start);
    }
    if (method.equals("POST") && plain.endsWith("/stop")) {
      return new Deadline.Whole(stopMargin.plusSeconds(stopSeconds(path)));
    }
    return new Deadline.Whole(call);
  }

  private static long stopSeconds(String path) {
    for (String pair : path.substring(path.indexOf('?') + 1).split("&", -1)) {
      if (pair.startsWith("t=")) {
        return Long.parseLong(pair.substring(2));
      }
    }
    return 0;
  }
}
