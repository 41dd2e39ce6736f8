package io.berth.agent.model;

/**
 * Names a plan: equal plans of one task have equal hashes. Chosen by the scheduler, only ever
 * compared here; 64 lower-case hexadecimal digits.
 */
public record PlanHash(String text) {

  public PlanHash {
    Require.hex(text, 64, "a plan hash");
  }

  @Override
  public String toString() {
    return text;
  }
}
