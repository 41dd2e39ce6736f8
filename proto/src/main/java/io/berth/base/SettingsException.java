package io.berth.base;

/** A process is set up wrongly and must not start; the sentence tells an operator what to mend. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  public SettingsException(String sentence) {
    super(sentence);
  }
}
