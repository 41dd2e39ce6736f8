package io.berth.scheduler.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What users say of placement by tags, since the API of ECS has no words for it. Keys under one
 * prefix are ours, as those under {@code aws:} are others'.
 */
public final class PlacementTags {
  /** Of the keys that have a meaning. */
  public static final String PREFIX = "berth:";

  /** Which hosts are better than others, the most important first: expressions of queries. */
  public static final List<String> PREFER =
      List.of(
          "berth:prefer", "berth:prefer:2", "berth:prefer:3", "berth:prefer:4", "berth:prefer:5");

  /** Which service comes first where there is not room for all: a number, the higher the sooner. */
  public static final String PRIORITY = "berth:priority";

  /** What a service has of which nothing was said. */
  public static final int USUAL_PRIORITY = 50;

  private static final int HIGHEST_PRIORITY = 100;
  private static final int LONGEST_PRIORITY = 3;

  private PlacementTags() {}

  /** The expressions that tags hold, the most important first. */
  public static List<String> preferences(Map<String, String> tags) {
    List<String> preferences = new ArrayList<>();
    for (String key : PREFER) {
      if (tags.containsKey(key)) {
        preferences.add(tags.get(key));
      }
    }
    return preferences;
  }

  public static int priority(Map<String, String> tags) {
    return Optional.ofNullable(tags.get(PRIORITY))
        .flatMap(PlacementTags::readPriority)
        .orElse(USUAL_PRIORITY);
  }

  /** The priority that a text says, if it does. */
  public static Optional<Integer> readPriority(String text) {
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= LONGEST_PRIORITY
            && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    return isNumber
        ? Optional.of(Integer.parseInt(text)).filter(number -> number <= HIGHEST_PRIORITY)
        : Optional.empty();
  }
}
