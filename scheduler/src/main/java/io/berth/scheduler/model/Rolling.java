package io.berth.scheduler.model;

/** How many tasks a service keeps healthy, and may have at all, while tasks are replaced. */
public record Rolling(int minimumHealthyPercent, int maximumPercent) {
  /** What holds where nobody says otherwise. */
  public static final Rolling STANDARD = new Rolling(100, 200);

  public Rolling {
    Require.notNegative(minimumHealthyPercent, "minimumHealthyPercent");
    Require.notNegative(maximumPercent, "maximumPercent");
  }
}
