package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Turns what RocksDB and the file system say into what an operator needs to know. */
final class Faults {
  private Faults() {}

  static StorageException writing(Path directory, RocksDBException cause) {
    if (isFull(cause)) {
      return full(directory, cause);
    }
    return new StorageException(
        Kind.FAULT, "cannot write the state in " + directory + ": " + cause.getMessage(), cause);
  }

  static StorageException reading(Path directory, RocksDBException cause) {
    return isCorruption(cause)
        ? damaged(directory, String.valueOf(cause.getMessage()), cause)
        : new StorageException(
            Kind.FAULT, "cannot read the state in " + directory + ": " + cause.getMessage(), cause);
  }

  static StorageException locked(Path directory, @Nullable Exception cause) {
    return new StorageException(
        Kind.LOCKED,
        "another process has the state in " + directory + " open; end it first",
        cause);
  }

  /** What a failed open means: RocksDB calls a missing file an I/O error, for us it is damage. */
  static StorageException opening(Path directory, RocksDBException cause) {
    if (isFull(cause)) {
      return writing(directory, cause);
    }
    String message = String.valueOf(cause.getMessage());
    // Our own lock is gone if this process tried to open the state twice; RocksDB's still holds.
    if (message.contains("lock hold by current process") || message.contains("While lock file")) {
      return locked(directory, cause);
    }
    if (message.contains("No such file") || message.contains("does not exist")) {
      return damaged(directory, message, cause);
    }
    return reading(directory, cause);
  }

  static StorageException damaged(Path directory, String what, Throwable cause) {
    return new StorageException(
        Kind.DAMAGED,
        "the state in " + directory + " is damaged: " + what + "; restore a checkpoint",
        cause);
  }

  static StorageException files(Path directory, IOException cause) {
    if (saysFull(cause)) {
      return full(directory, cause);
    }
    return new StorageException(
        Kind.FAULT, "cannot use the directory " + directory + ": " + cause, cause);
  }

  private static StorageException full(Path directory, Exception cause) {
    return new StorageException(
        Kind.FULL,
        "no space is left for the state in "
            + directory
            + "; make space and start again, everything acknowledged is there",
        cause);
  }

  private static boolean isFull(RocksDBException cause) {
    Status status = cause.getStatus();
    return (status != null && status.getSubCode() == Status.SubCode.NoSpace) || saysFull(cause);
  }

  private static boolean saysFull(Exception cause) {
    return String.valueOf(cause.getMessage()).contains("No space left");
  }

  private static boolean isCorruption(RocksDBException cause) {
    Status status = cause.getStatus();
    return status != null && status.getCode() == Status.Code.Corruption;
  }
}
