package io.berth.agent.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.agent.model.PlanHash;
import io.berth.agent.model.TaskId;
import io.berth.proto.common.TransportProtocol;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The small words that several messages share, in both directions. */
final class Wire {
  private Wire() {}

  /** Builds a value whose own checks judge what came; a broken one is the sender's mistake. */
  static <T> T checked(Reading<T> reading) throws MalformedException {
    try {
      return reading.read();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedException(String.valueOf(e.getMessage()), e);
    }
  }

  interface Reading<T> {
    T read() throws MalformedException;
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Instant instant(Timestamp timestamp) throws MalformedException {
    return checked(() -> Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos()));
  }

  static Optional<Instant> instant(boolean isThere, Timestamp timestamp) throws MalformedException {
    return isThere ? Optional.of(instant(timestamp)) : Optional.empty();
  }

  static TaskId taskId(String text) throws MalformedException {
    return checked(() -> new TaskId(text));
  }

  static PlanHash planHash(ByteString bytes) throws MalformedException {
    return checked(() -> new PlanHash(HexFormat.of().formatHex(bytes.toByteArray())));
  }

  static ByteString planHash(PlanHash hash) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hash.text()));
  }

  static Protocol protocol(TransportProtocol protocol) throws MalformedException {
    return switch (protocol) {
      case TRANSPORT_PROTOCOL_TCP -> Protocol.TCP;
      case TRANSPORT_PROTOCOL_UDP -> Protocol.UDP;
      case TRANSPORT_PROTOCOL_UNSPECIFIED, UNRECOGNIZED ->
          throw new MalformedException("a port has no known protocol");
    };
  }

  static TransportProtocol protocol(Protocol protocol) {
    return switch (protocol) {
      case TCP -> TransportProtocol.TRANSPORT_PROTOCOL_TCP;
      case UDP -> TransportProtocol.TRANSPORT_PROTOCOL_UDP;
    };
  }

  static <T> Optional<T> optional(boolean isThere, T value) {
    return isThere ? Optional.of(value) : Optional.empty();
  }
}
