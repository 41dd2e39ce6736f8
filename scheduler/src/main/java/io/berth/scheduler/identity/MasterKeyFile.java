package io.berth.scheduler.identity;

import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/**
 * The master key on disk: 32 bytes in a file of its own beside the state, so that a copy of the
 * state alone tells no secret.
 */
public final class MasterKeyFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;

  public MasterKeyFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Reads the key, or makes it at the first start. A state that already holds sealed secrets needs
   * the key that sealed them: a new one would lock them away for ever, without a word.
   */
  public MasterKey open(ReadTx state, SecureRandom random) throws MasterKeyException {
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return read();
      }
      if (state.count(Tables.CA_CERTIFICATES) > 0 || state.count(Tables.API_KEYS) > 0) {
        throw refused("is missing, but the state holds secrets sealed with it; put it back");
      }
      create(MasterKey.generate(random));
      return read();
    } catch (IOException e) {
      throw new MasterKeyException("the master key " + file + " cannot be read or written", e);
    }
  }

  private MasterKey read() throws IOException, MasterKeyException {
    var attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      throw refused("is a symbolic link; put the file itself there");
    }
    if (!attributes.isRegularFile()) {
      throw refused("is not a file");
    }
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      throw refused(
          "has the permissions "
              + PosixFilePermissions.toString(attributes.permissions())
              + ", so others may have read it; allow its owner alone (chmod 600)");
    }
    // One byte more than there may be: a file that is too long must not look right.
    ByteBuffer content = ByteBuffer.allocate(MasterKey.BYTES + 1);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // The next read goes on where this one ended.
      }
    }
    if (content.position() != MasterKey.BYTES) {
      throw refused("does not have " + MasterKey.BYTES + " bytes; put the right one back");
    }
    byte[] secret = new byte[MasterKey.BYTES];
    content.flip().get(secret);
    return new MasterKey(secret);
  }

  /** Written beside and moved into place: a power cut leaves a whole key or none. */
  private void create(byte[] secret) throws IOException {
    Path directory = file.resolveSibling(".");
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    try (FileChannel channel =
        FileChannel.open(
            beside,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer rest = ByteBuffer.wrap(secret);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private MasterKeyException refused(String why) {
    return new MasterKeyException("the master key " + file + " " + why, null);
  }
}
