package io.berth.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the link keeps on disk: the identity with its key, whom to trust, and the key of a request
 * whose answer may have been lost. Each file is replaced as a whole, and its owner alone may read
 * it.
 */
public final class LinkFiles {
  static final String IDENTITY = "identity.pem";
  public static final String TRUST = "trust.pem";
  static final String JOINING = "joining.pem";
  private static final String KEY = "PRIVATE KEY";
  private static final String PUBLIC_KEY = "PUBLIC KEY";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final int MOST_BYTES = 1 << 20;
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final Pattern LINE = Pattern.compile("(?m)^([a-z-]+): (.*)$");

  private final Path directory;

  /** In a directory that is there. */
  public LinkFiles(Path directory) {
    this.directory = directory;
  }

  /** Empty when this host has never joined; a damaged or readable file is an exception. */
  public Optional<PeerIdentity> identity() throws IOException {
    Optional<String> text = read(IDENTITY);
    return text.isEmpty() ? Optional.empty() : Optional.of(identity(text.get()));
  }

  private PeerIdentity identity(String text) throws IOException {
    List<Pem.Block> blocks = Pem.read(text);
    Pem.Block key =
        blocks.stream()
            .filter(block -> block.label().equals(KEY))
            .findFirst()
            .orElseThrow(() -> damaged(IDENTITY, "it has no key"));
    try {
      return new PeerIdentity(
          line(text, "identity"),
          line(text, "cluster"),
          PeerKeys.readPrivate(key.bytes()),
          certificates(IDENTITY, blocks),
          Instant.parse(line(text, "renew-after")));
    } catch (GeneralSecurityException | DateTimeException e) {
      throw new IOException(damaged(IDENTITY, "it cannot be read").getMessage(), e);
    }
  }

  void writeIdentity(PeerIdentity identity) throws IOException {
    var text = new StringBuilder();
    text.append("identity: ").append(identity.id()).append('\n');
    text.append("cluster: ").append(identity.cluster()).append('\n');
    text.append("renew-after: ").append(identity.renewAfter()).append('\n');
    text.append(Pem.write(new Pem.Block(KEY, identity.key().getEncoded())));
    text.append(certificates(identity.chain()));
    write(IDENTITY, text.toString());
    Files.deleteIfExists(directory.resolve(JOINING));
  }

  /** The authorities that were trusted last; empty when this host has never joined. */
  public List<X509Certificate> trust() throws IOException {
    Optional<String> text = read(TRUST);
    return text.isEmpty() ? List.of() : certificates(TRUST, Pem.read(text.get()));
  }

  void writeTrust(List<X509Certificate> authorities) throws IOException {
    write(TRUST, certificates(authorities));
  }

  /** The keys with which a token was shown before, since the answer may have been lost. */
  Optional<KeyPair> joining() throws IOException {
    Optional<String> text = read(JOINING);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<Pem.Block> blocks = Pem.read(text.get());
    if (blocks.size() != 2) {
      throw damaged(JOINING, "it has not two keys");
    }
    try {
      return Optional.of(
          new KeyPair(
              PeerKeys.readPublic(blocks.get(1).bytes()),
              PeerKeys.readPrivate(blocks.get(0).bytes())));
    } catch (GeneralSecurityException e) {
      throw new IOException(damaged(JOINING, "it cannot be read").getMessage(), e);
    }
  }

  void writeJoining(KeyPair keys) throws IOException {
    write(
        JOINING,
        Pem.write(new Pem.Block(KEY, keys.getPrivate().getEncoded()))
            + Pem.write(new Pem.Block(PUBLIC_KEY, keys.getPublic().getEncoded())));
  }

  // ------------------------------------------------------------------ forms

  private static String line(String text, String name) throws IOException {
    Matcher matcher = LINE.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return matcher.group(2);
      }
    }
    throw new IOException("The file " + IDENTITY + " has no line '" + name + ":'");
  }

  private List<X509Certificate> certificates(String name, List<Pem.Block> blocks)
      throws IOException {
    var certificates = new ArrayList<X509Certificate>();
    for (Pem.Block block : blocks) {
      if (block.label().equals(CERTIFICATE)) {
        try {
          certificates.add(Certificates.read(block.bytes()));
        } catch (UntrustedException e) {
          throw new IOException(damaged(name, String.valueOf(e.getMessage())).getMessage(), e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw damaged(name, "it has no certificate");
    }
    return List.copyOf(certificates);
  }

  private static String certificates(List<X509Certificate> certificates) {
    var text = new StringBuilder();
    for (X509Certificate one : certificates) {
      try {
        text.append(Pem.write(new Pem.Block(CERTIFICATE, one.getEncoded())));
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("what was read has its bytes", e);
      }
    }
    return text.toString();
  }

  private IOException damaged(String name, String why) {
    return new IOException(
        "The file "
            + directory.resolve(name)
            + " is damaged: "
            + why
            + ". Restore it, or remove it and let this host join with a new token");
  }

  // ------------------------------------------------------------------ files

  private Optional<String> read(String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MOST_BYTES) {
      throw damaged(name, "it is too long");
    }
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new IOException(
          "Others may use the file " + file + ", which holds a secret; do: chmod 600 " + file);
    }
    return Optional.of(Files.readString(file, StandardCharsets.US_ASCII));
  }

  /** After a power cut the old text is there or the new one, never a part. */
  private void write(String name, String text) throws IOException {
    Path next = directory.resolve(name + ".next");
    Files.deleteIfExists(next);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel =
        FileChannel.open(next, options, PosixFilePermissions.asFileAttribute(OWNER))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
