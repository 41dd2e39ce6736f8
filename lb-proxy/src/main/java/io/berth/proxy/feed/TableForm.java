package io.berth.proxy.feed;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.proxy.RoutingSyncBegin;
import io.berth.proto.proxy.RoutingSyncChunk;
import io.berth.proto.proxy.RoutingSyncEnd;
import io.berth.proxy.feed.TableFile.Found;
import io.berth.proxy.route.Abilities;
import io.berth.proxy.route.RoutingRefusal;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TableOutcome;
import io.berth.proxy.route.TableVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a stored table: a full sync as the wire has it, between a line that names the form
 * and a checksum.
 */
public final class TableForm {
  private static final byte[] FORM = "berth-table-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_BYTES = 32;

  private TableForm() {}

  // ------------------------------------------------------------------ writing

  public static byte[] write(Served served) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      out.write(FORM);
      var version = RoutingWire.version(served.version());
      RoutingSyncBegin.newBuilder().setVersion(version).build().writeDelimitedTo(out);
      chunk(served.table()).writeDelimitedTo(out);
      RoutingSyncEnd.newBuilder()
          .setVersion(version)
          .setChunkCount(1)
          .build()
          .writeDelimitedTo(out);
      out.write(checksum(out.toByteArray(), out.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes every byte", e);
    }
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

  /** What was written once, or what else there is instead. */
  public static Found read(byte[] bytes, Abilities abilities) {
    int end = bytes.length - CHECKSUM_BYTES;
    boolean whole =
        end >= FORM.length
            && Arrays.equals(FORM, 0, FORM.length, bytes, 0, FORM.length)
            && Arrays.equals(checksum(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length));
    if (!whole) {
      return new Found.Unusable("the stored table is damaged or of another form");
    }
    try {
      return read(new ByteArrayInputStream(bytes, FORM.length, end - FORM.length), abilities);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory gives every byte", e);
    }
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
