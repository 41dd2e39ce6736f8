package io.berth.scheduler.api;

import io.berth.scheduler.model.CutOff;
import io.berth.scheduler.model.LossRules;
import io.berth.scheduler.model.PlacementTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
  OF_SERVICES,
  /** A cluster. */
  OF_CLUSTERS;

  /** What a tag of ours is about. */
  private enum Subject {
    PREFERENCE("is for services and RunTask: nothing else is placed"),
    PRIORITY("is for services: nothing else waits for room"),
    CUT_OFF("is for services: nothing else is replaced"),
    LOSS("is for clusters: all hosts of one are judged alike");

    private final String home;

    Subject(String home) {
      this.home = home;
    }
  }

  private boolean takes(Subject subject) {
    return switch (this) {
      case NONE -> false;
      case OF_NEW_TASKS -> subject == Subject.PREFERENCE;
      case OF_SERVICES -> subject != Subject.LOSS;
      case OF_CLUSTERS -> subject == Subject.LOSS;
    };
  }

  private static Optional<Subject> subject(String key) {
    if (PlacementTags.PREFER.contains(key)) {
      return Optional.of(Subject.PREFERENCE);
    }
    if (key.equals(PlacementTags.PRIORITY)) {
      return Optional.of(Subject.PRIORITY);
    }
    if (key.equals(CutOff.TAG)) {
      return Optional.of(Subject.CUT_OFF);
    }
    return LossRules.TAGS.contains(key) ? Optional.of(Subject.LOSS) : Optional.empty();
  }

  static boolean isOwn(String key) {
    return key.toLowerCase(Locale.ROOT).startsWith(PlacementTags.PREFIX);
  }

  /** Refuses a tag of ours that has no meaning, or one that nobody would understand. */
  void check(String key, String value) {
    Subject subject = subject(key).orElseThrow(() -> Lookups.invalid(unknown(key)));
    if (!takes(subject)) {
      throw Lookups.invalid("The tag " + key + " " + subject.home + ".");
    }
    Optional<String> fault =
        switch (subject) {
          case PREFERENCE -> {
            Queries.read(value, "expression of tag " + key);
            yield Optional.empty();
          }
          case PRIORITY ->
              fault(PlacementTags.readPriority(value), "must be a number between 0 and 100");
          case CUT_OFF -> fault(CutOff.read(value), CutOff.FORM);
          case LOSS -> LossRules.fault(key, value);
        };
    if (fault.isPresent()) {
      throw Lookups.invalid(
          "The value of tag " + key + " " + fault.get() + ", not " + Arns.shown(value) + ".");
    }
  }

  private static Optional<String> fault(Optional<?> read, String form) {
    return read.isPresent() ? Optional.empty() : Optional.of(form);
  }

  private static String unknown(String key) {
    List<String> known = new ArrayList<>(PlacementTags.PREFER);
    known.add(PlacementTags.PRIORITY);
    known.add(CutOff.TAG);
    known.addAll(LossRules.TAGS);
    return "There is no tag "
        + Arns.shown(key)
        + "; under '"
        + PlacementTags.PREFIX
        + "' there are "
        + String.join(", ", known.subList(0, known.size() - 1))
        + " and "
        + known.getLast()
        + ".";
  }
}
