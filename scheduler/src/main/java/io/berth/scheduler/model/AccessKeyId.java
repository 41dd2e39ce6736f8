package io.berth.scheduler.model;

/** The public half of an API key: what a signed request names. */
public record AccessKeyId(String text) implements Comparable<AccessKeyId> {
  public AccessKeyId {
    Require.identifier(text, "AccessKeyId");
  }

  @Override
  public int compareTo(AccessKeyId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
