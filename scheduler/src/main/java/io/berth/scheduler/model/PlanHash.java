package io.berth.scheduler.model;

/** Names one compiled plan by what is in it: equal plans have equal hashes. */
public record PlanHash(Fingerprint digest) implements Comparable<PlanHash> {

  public byte[] toArray() {
    return digest.toArray();
  }

  @Override
  public int compareTo(PlanHash other) {
    return digest.compareTo(other.digest);
  }

  @Override
  public String toString() {
    return digest.hex();
  }
}
