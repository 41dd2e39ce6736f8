package io.berth.scheduler.identity;

/** A text that must not be shown by accident: neither in a log nor in a failure's message. */
public record Secret(String text) {

  @Override
  public String toString() {
    return "Secret";
  }
}
