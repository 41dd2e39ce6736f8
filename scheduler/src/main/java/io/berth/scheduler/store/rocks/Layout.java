package io.berth.scheduler.store.rocks;

import io.berth.scheduler.store.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a state directory: the lock, the number of the format, the watermark, and RocksDB's
 * own folder. What is written here is written beside and moved into place, so that a power cut
 * leaves the old file or the new one.
 */
final class Layout {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path directory;

  Layout(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  Path rocks() {
    return directory.resolve("rocks");
  }

  /** Where a first start builds; its being there says that one was interrupted. */
  Path unfinishedRocks() {
    return directory.resolve("rocks.new");
  }

  Path watermark() {
    return directory.resolve("watermark");
  }

  /** Lies in a checkpoint until it is opened for the first time. */
  Path restored() {
    return directory.resolve("restored");
  }

  FileChannel lock() throws StorageException {
    try {
      makeDirectory();
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean locked = false;
      try {
        locked = isLocked(channel);
      } finally {
        if (!locked) {
          channel.close();
        }
      }
      if (!locked) {
        throw Faults.locked(directory, null);
      }
      return channel;
    } catch (IOException e) {
      throw Faults.files(directory, e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /** The number in the format file; zero when there is none yet. */
  int format() throws StorageException {
    Path file = directory.resolve("format");
    try {
      return Integer.parseInt(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw Faults.files(directory, e);
    } catch (NumberFormatException e) {
      throw Faults.damaged(directory, "the file " + file + " holds no number", e);
    }
  }

  void writeFormat(int number) throws StorageException {
    replace(directory.resolve("format"), (number + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Puts a whole new file in the place of the old one. */
  void replace(Path file, byte[] content) throws StorageException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw Faults.files(directory, e);
    }
    move(beside, file);
  }

  /**
   * Makes the directory anew, empty, for its owner's eyes only: it will hold secrets, though sealed
   * ones.
   */
  void recreate() throws StorageException {
    try {
      deleteTree(directory);
      makeDirectory();
    } catch (IOException e) {
      throw Faults.files(directory, e);
    }
  }

  /** Gives the whole directory its final name. */
  void moveTo(Path to) throws StorageException {
    move(directory, to);
  }

  /** Puts a file or folder in the place of another in one step that survives a power cut. */
  static void move(Path from, Path to) throws StorageException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      force(to.resolveSibling("."));
    } catch (IOException e) {
      throw Faults.files(to, e);
    }
  }

  void delete(Path path) throws StorageException {
    try {
      deleteTree(path);
      force(directory);
    } catch (IOException e) {
      throw Faults.files(directory, e);
    }
  }

  private static void deleteTree(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(path)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path one : all) {
        Files.delete(one);
      }
    } else {
      Files.deleteIfExists(path);
    }
  }

  /**
   * Makes the directory and what leads to it; a name is only as durable as the directory that holds
   * it.
   */
  private void makeDirectory() throws IOException {
    Path missing = directory.toAbsolutePath();
    List<Path> made = new ArrayList<>();
    while (missing != null && Files.notExists(missing)) {
      made.add(missing);
      missing = missing.getParent();
    }
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    for (Path one : made) {
      force(one.resolveSibling("."));
    }
  }

  /** A new name in a directory is only as durable as the directory itself. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
