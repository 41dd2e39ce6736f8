package io.berth.agent.main;

/** The configuration cannot be used; the sentence says which key and what to write. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigException(String sentence) {
    super(sentence);
  }
}
