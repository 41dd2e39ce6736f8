package io.berth.scheduler.api;

import io.berth.scheduler.model.PlacementTags;
import java.util.Locale;

/**
 * Tags under our own prefix, by what has them: these have an effect, and so one that would have
 * none is refused instead of being kept for nothing.
 */
enum OwnTags {
  /** What is not placed, or was placed already. */
  NONE,
  /** Tasks that are about to be placed. */
  OF_NEW_TASKS,
  /** A service. */
  OF_SERVICES;

  private boolean takes(String key) {
    return switch (this) {
      case NONE -> false;
      case OF_NEW_TASKS -> PlacementTags.PREFER.contains(key);
      case OF_SERVICES -> isKnown(key);
    };
  }

  private static boolean isKnown(String key) {
    return PlacementTags.PREFER.contains(key) || key.equals(PlacementTags.PRIORITY);
  }

  static boolean isOwn(String key) {
    return key.toLowerCase(Locale.ROOT).startsWith(PlacementTags.PREFIX);
  }

  /** Refuses a tag of ours that has no meaning, or one that nobody would understand. */
  void check(String key, String value) {
    if (!isKnown(key)) {
      throw Lookups.invalid(
          "There is no tag "
              + Arns.shown(key)
              + "; under '"
              + PlacementTags.PREFIX
              + "' there are "
              + String.join(", ", PlacementTags.PREFER)
              + " and "
              + PlacementTags.PRIORITY
              + ".");
    }
    if (!takes(key)) {
      throw Lookups.invalid(
          key.equals(PlacementTags.PRIORITY)
              ? "The tag " + key + " is for services: nothing else waits for room."
              : "The tag " + key + " is for services and RunTask: nothing else is placed.");
    }
    if (key.equals(PlacementTags.PRIORITY)) {
      checkPriority(value);
    } else {
      Queries.read(value, "expression of tag " + key);
    }
  }

  private static void checkPriority(String value) {
    if (PlacementTags.readPriority(value).isEmpty()) {
      throw Lookups.invalid(
          "The value of tag "
              + PlacementTags.PRIORITY
              + " must be a number between 0 and 100, not "
              + Arns.shown(value)
              + ".");
    }
  }
}
