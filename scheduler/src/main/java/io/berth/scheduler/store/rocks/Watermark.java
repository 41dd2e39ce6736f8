package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Version;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A small file that says how far the log had come when we last looked: at start, a log that ends
 * before it has lost acknowledged batches. RocksDB alone cannot tell a log torn by a power cut,
 * which is normal, from one damaged in the middle, since both end at the first record that does not
 * read.
 *
 * <p>It is written after each batch and never synced: an older mark is still a true one.
 */
final class Watermark implements AutoCloseable {
  private static final int LENGTH = 3 * Long.BYTES;

  private final Layout layout;
  private final FileChannel channel;

  private Watermark(Layout layout, FileChannel channel) {
    this.layout = layout;
    this.channel = channel;
  }

  /** What the file says; nothing when there is none, as in a checkpoint. */
  static Optional<Version> read(Layout layout) throws StorageException {
    Path file = layout.watermark();
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
      if (content.remaining() == LENGTH) {
        Version version = new Version(content.getLong(), content.getLong());
        if (content.getLong() == check(version)) {
          return Optional.of(version);
        }
      }
    } catch (IOException e) {
      throw Faults.files(layout.directory(), e);
    }
    throw Faults.damaged(
        layout.directory(),
        "the file " + file + " is not what was written to it",
        new IOException("checksum"));
  }

  static Watermark begin(Layout layout, Version version) throws StorageException {
    layout.replace(layout.watermark(), content(version).array());
    try {
      return new Watermark(layout, FileChannel.open(layout.watermark(), StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw Faults.files(layout.directory(), e);
    }
  }

  void raise(Version version) throws StorageException {
    try {
      channel.write(content(version), 0);
    } catch (IOException e) {
      throw Faults.files(layout.directory(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is lost: the mark is written, and the next start writes its own.
      System.getLogger(Watermark.class.getName())
          .log(System.Logger.Level.WARNING, "watermark not closed file=" + layout.watermark(), e);
    }
  }

  private static ByteBuffer content(Version version) {
    return ByteBuffer.allocate(LENGTH)
        .putLong(version.epoch())
        .putLong(version.number())
        .putLong(check(version))
        .flip();
  }

  private static long check(Version version) {
    return ~(version.epoch() * 31 + version.number());
  }
}
