package io.berth.scheduler.identity;

/** The secret half of an API key, which never shows itself in a log. */
public record SecretAccessKey(String text) {
  public SecretAccessKey {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
  }

  @Override
  public String toString() {
    return "SecretAccessKey[hidden]";
  }
}
