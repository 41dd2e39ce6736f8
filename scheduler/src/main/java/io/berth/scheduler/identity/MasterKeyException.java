package io.berth.scheduler.identity;

import org.jspecify.annotations.Nullable;

/** The master key's file cannot be used; the sentence tells an operator what to do. */
public final class MasterKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  MasterKeyException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
