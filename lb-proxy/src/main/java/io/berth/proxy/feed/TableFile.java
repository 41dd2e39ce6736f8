package io.berth.proxy.feed;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.proxy.RoutingSyncBegin;
import io.berth.proto.proxy.RoutingSyncChunk;
import io.berth.proto.proxy.RoutingSyncEnd;
import io.berth.proxy.route.Abilities;
import io.berth.proxy.route.RoutingRefusal;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TableOutcome;
import io.berth.proxy.route.TableVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The served table on disk, so that a proxy that starts serves before it has spoken with anybody.
 * Holds a full sync as the wire has it, between a line that names the form and a checksum. After a
 * power cut the old table is there or the new one, never a part.
 */
public final class TableFile {
  private static final String NAME = "table";
  private static final byte[] FORM = "berth-table-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_BYTES = 32;

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
      ByteBuffer bytes = ByteBuffer.wrap(bytes(served));
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

  private static byte[] bytes(Served served) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(FORM);
    var version = RoutingWire.version(served.version());
    RoutingSyncBegin.newBuilder().setVersion(version).build().writeDelimitedTo(out);
    chunk(served.table()).writeDelimitedTo(out);
    RoutingSyncEnd.newBuilder().setVersion(version).setChunkCount(1).build().writeDelimitedTo(out);
    out.write(checksum(out.toByteArray(), out.size()));
    return out.toByteArray();
  }

  private static RoutingSyncChunk chunk(RoutingTable table) {
    var change = io.berth.proto.proxy.RoutingChange.newBuilder();
    table.balancers().forEach(item -> change.addBalancers(RoutingWire.write(item)));
    table.listeners().forEach(item -> change.addListeners(ListenerWire.write(item)));
    table.groups().forEach(item -> change.addGroups(GroupWire.write(item)));
    return RoutingSyncChunk.newBuilder().setChange(change).build();
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
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - CHECKSUM_BYTES;
    boolean whole =
        end >= FORM.length
            && Arrays.equals(FORM, 0, FORM.length, bytes, 0, FORM.length)
            && Arrays.equals(checksum(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length));
    return whole
        ? read(new ByteArrayInputStream(bytes, FORM.length, end - FORM.length), abilities)
        : new Found.Unusable("the file " + file + " is damaged or of another form");
  }

  private static Found read(InputStream in, Abilities abilities) throws IOException {
    try {
      var begin = Optional.ofNullable(RoutingSyncBegin.parseDelimitedFrom(in));
      var chunk = Optional.ofNullable(RoutingSyncChunk.parseDelimitedFrom(in));
      if (begin.isEmpty() || chunk.isEmpty()) {
        return new Found.Unusable("the stored table ends too soon");
      }
      TableVersion version = RoutingWire.version(begin.get().getVersion());
      return switch (RoutingTable.of(RoutingWire.read(chunk.get().getChange()), abilities)) {
        case TableOutcome.Made(RoutingTable table) -> new Found.Table(new Served(version, table));
        case TableOutcome.Refused(RoutingRefusal refusal) ->
            new Found.Unusable("the stored table cannot be served: " + refusal.sentence());
      };
    } catch (MalformedException | InvalidProtocolBufferException e) {
      return new Found.Unusable("the stored table cannot be read: " + e.getMessage());
    }
  }

  private static byte[] checksum(byte[] bytes, int count) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, 0, count);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
