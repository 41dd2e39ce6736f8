package io.berth.scheduler.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.identity.TrustBundle;
import io.berth.scheduler.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The two files from which clients on this machine learn how to reach us: {@code client.conf}, for
 * its owner alone because it may hold a secret, and {@code ca.pem}, whom to trust. They are written
 * anew at each start, since addresses change, the latter also when authorities do; nothing is read
 * back from them.
 */
final class ClientFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> ALL_READ =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path directory;

  ClientFiles(Path directory) {
    this.directory = directory;
  }

  Path authorities() {
    return directory.resolve("ca.pem");
  }

  void writeAuthorities(TrustBundle bundle) throws IOException {
    StringBuilder pem = new StringBuilder();
    for (Bytes certificate : bundle.certificates()) {
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(PEM.encodeToString(certificate.toArray()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    replace(authorities(), pem.toString(), ALL_READ);
  }

  void writeConnection(Map<String, String> values) throws IOException {
    StringBuilder text =
        new StringBuilder("# Written by the scheduler at each start, for clients here.\n");
    values.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    replace(directory.resolve("client.conf"), text.toString(), OWNER_ONLY);
  }

  /** Written beside and moved into place: a reader finds the old text or the new one. */
  private static void replace(Path file, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    // Made with its permissions: between making and changing, others could open it.
    try (var channel =
        Files.newByteChannel(
            beside,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(permissions))) {
      var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
