package io.berth.scheduler.store;

import org.jspecify.annotations.Nullable;

/**
 * The disk or its files let us down; the sentence tells an operator what to do. Never temporary:
 * the process ends.
 */
public final class StorageException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  public StorageException(Kind kind, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What went wrong, for tests and exit codes. */
  public enum Kind {
    /** Another process has the directory open. */
    LOCKED,
    /** The directory was written by a newer Berth. */
    NEWER_FORMAT,
    /** Files are missing, cut short or changed, so that acknowledged writes may be lost. */
    DAMAGED,
    /** No space is left. */
    FULL,
    /** The disk refused to read or write for any other reason. */
    FAULT
  }
}
