package io.berth.agent.engine.docker;

import java.util.Comparator;

/** A version of Docker's API, such as 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

  /** The newest version that our tests have spoken with a real engine. */
  static final ApiVersion NEWEST_TESTED = new ApiVersion(1, 41);

  private static final Comparator<ApiVersion> ORDER =
      Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

  static ApiVersion parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("not a version of the API: " + text);
    }
    return new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /**
   * The version to speak: the lower of the newest tested and the engine's newest; with an engine
   * that has already forgotten the tested one, its oldest.
   */
  static ApiVersion choose(ApiVersion enginesOldest, ApiVersion enginesNewest) {
    ApiVersion lower = NEWEST_TESTED.compareTo(enginesNewest) <= 0 ? NEWEST_TESTED : enginesNewest;
    return lower.compareTo(enginesOldest) >= 0 ? lower : enginesOldest;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
