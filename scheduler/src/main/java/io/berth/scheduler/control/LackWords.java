package io.berth.scheduler.control;

import io.berth.scheduler.placement.Obstacle;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a host is not that a task must have, as a sentence about the host goes on. */
final class LackWords {
  private static final int MOST_NAMED = 5;

  private LackWords() {}

  /** The first things by name; attributes come before what an agent must know. */
  static String of(List<Obstacle.Unsuited> missing) {
    String attributes = joined(missing, LackWords::attribute);
    return attributes.isEmpty()
        ? "has an agent that does not know what your task requires: "
            + joined(missing, LackWords::feature)
        : "is missing an attribute required by your task: " + attributes;
  }

  private static String joined(
      List<Obstacle.Unsuited> missing, Function<Obstacle.Unsuited, @Nullable String> words) {
    return missing.stream()
        .map(words)
        .filter(Objects::nonNull)
        .limit(MOST_NAMED)
        .collect(Collectors.joining(", "));
  }

  private static @Nullable String attribute(Obstacle.Unsuited one) {
    return one instanceof Obstacle.NoAttribute(var name, var asked, var found)
        ? name
            + (asked.isEmpty() ? "" : " = " + asked)
            + (asked.isEmpty() ? "" : found.map(known -> " (it is " + known + ")").orElse(""))
        : null;
  }

  private static @Nullable String feature(Obstacle.Unsuited one) {
    return one instanceof Obstacle.NoFeature(var name) ? name : null;
  }
}
