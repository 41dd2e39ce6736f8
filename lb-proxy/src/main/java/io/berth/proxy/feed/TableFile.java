package io.berth.proxy.feed;

import io.berth.proxy.route.Abilities;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The served table on disk, so that a proxy that starts serves before it has spoken with anybody.
 * After a power cut the old table is there or the new one, never a part. What is in it: {@link
 * TableForm}.
 */
public final class TableFile {
  private static final String NAME = "table";

  /** More than a table of the largest kind takes. */
  private static final long MOST_BYTES = 256L << 20;

  private final Path directory;

  /** In a directory that is there. */
  public TableFile(Path directory) {
    this.directory = directory;
  }

  /** What was found. */
  public sealed interface Found {

    /** A whole table. */
    record Table(Served served) implements Found {}

    /** This proxy has never served any. */
    record Nothing() implements Found {}

    /** It cannot be used; the scheduler brings another one. */
    record Unusable(String sentence) implements Found {}
  }

  // ------------------------------------------------------------------ writing

  public void write(Served served) throws IOException {
    Path next = directory.resolve(NAME + ".next");
    Files.deleteIfExists(next);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(next, options, owner)) {
      ByteBuffer bytes = ByteBuffer.wrap(TableForm.write(served));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  // ------------------------------------------------------------------ reading

  public Found read(Abilities abilities) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return new Found.Nothing();
    }
    if (Files.size(file) > MOST_BYTES) {
      return new Found.Unusable("the file " + file + " is too long");
    }
    return TableForm.read(Files.readAllBytes(file), abilities);
  }
}
