package io.berth.agent.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.LeaseTerm;
import io.berth.agent.model.TaskId;
import io.berth.proto.common.Incarnation;
import java.time.Duration;

/**
 * Journal entries as tagged bytes. A tag is part of the stored format: never changed, never reused.
 * Tag 1 is the identity, which every file begins with and each start writes anew.
 */
final class EntryCodec {
  static final byte IDENTITY = 1;
  private static final byte PROMISED = 2;
  private static final byte REACHED = 3;
  private static final byte FORGOTTEN = 4;
  private static final byte DROPPED = 5;
  private static final byte VERSIONED = 6;
  private static final byte HELD = 7;
  private static final byte RELEASED = 8;
  private static final byte PULLED = 9;
  private static final byte SETTLED = 10;
  private static final byte LEASED = 11;
  private static final byte OWNED = 12;

  private EntryCodec() {}

  static Frame identity(Incarnation identity, long forcedBefore) {
    return new Frame(IDENTITY, identity.toByteString(), true, forcedBefore);
  }

  static Frame write(JournalEntry entry, boolean isLast, long forcedBefore) {
    return switch (entry) {
      case JournalEntry.Promised(var assignment) ->
          new Frame(
              PROMISED, AssignmentWire.write(assignment).toByteString(), isLast, forcedBefore);
      case JournalEntry.Reached(var status) ->
          new Frame(REACHED, TaskStatusWire.write(status).toByteString(), isLast, forcedBefore);
      case JournalEntry.Forgotten(TaskId id) ->
          new Frame(FORGOTTEN, text(id.text()), isLast, forcedBefore);
      case JournalEntry.Dropped(TaskId id) ->
          new Frame(DROPPED, text(id.text()), isLast, forcedBefore);
      case JournalEntry.Versioned(var version) ->
          new Frame(VERSIONED, StateWire.version(version).toByteString(), isLast, forcedBefore);
      case JournalEntry.Held(var port) ->
          new Frame(HELD, StateWire.held(port).toByteString(), isLast, forcedBefore);
      case JournalEntry.Released(var release) ->
          new Frame(RELEASED, StateWire.release(release).toByteString(), isLast, forcedBefore);
      case JournalEntry.Pulled(String reference) ->
          new Frame(PULLED, text(reference), isLast, forcedBefore);
      case JournalEntry.Settled(String bootId) ->
          new Frame(SETTLED, text(bootId), isLast, forcedBefore);
      case JournalEntry.Leased(LeaseTerm term) ->
          new Frame(LEASED, lease(term), isLast, forcedBefore);
      case JournalEntry.Owned(String agent) -> new Frame(OWNED, text(agent), isLast, forcedBefore);
    };
  }

  static JournalEntry read(Frame frame) throws MalformedException {
    ByteString payload = frame.payload();
    try {
      return switch (frame.tag()) {
        case PROMISED ->
            new JournalEntry.Promised(
                AssignmentWire.read(io.berth.proto.agent.Assignment.parseFrom(payload)));
        case REACHED ->
            new JournalEntry.Reached(
                TaskStatusWire.read(io.berth.proto.agent.TaskStatus.parseFrom(payload)));
        case FORGOTTEN -> new JournalEntry.Forgotten(Wire.taskId(text(payload)));
        case DROPPED -> new JournalEntry.Dropped(Wire.taskId(text(payload)));
        case VERSIONED ->
            new JournalEntry.Versioned(
                StateWire.version(io.berth.proto.common.StateVersion.parseFrom(payload)));
        case HELD ->
            new JournalEntry.Held(StateWire.held(io.berth.proto.agent.HeldPort.parseFrom(payload)));
        case RELEASED ->
            new JournalEntry.Released(
                StateWire.release(io.berth.proto.agent.PortRelease.parseFrom(payload)));
        case PULLED -> new JournalEntry.Pulled(text(payload));
        case SETTLED -> new JournalEntry.Settled(text(payload));
        case LEASED -> new JournalEntry.Leased(lease(payload));
        case OWNED -> new JournalEntry.Owned(text(payload));
        default -> throw new MalformedException("an entry has the unknown tag " + frame.tag());
      };
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("an entry with the tag " + frame.tag() + " cannot be read", e);
    }
  }

  static Incarnation identity(Frame frame) throws MalformedException {
    try {
      return Incarnation.parseFrom(frame.payload());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedException("the journal's identity cannot be read", e);
    }
  }

  /** Milliseconds since the boot, a space, the boot's id. */
  private static ByteString lease(LeaseTerm term) {
    return text(term.until().toMillis() + " " + term.bootId());
  }

  private static LeaseTerm lease(ByteString payload) throws MalformedException {
    String[] parts = text(payload).split(" ", 2);
    if (parts.length != 2) {
      throw new MalformedException("a lease has no boot");
    }
    return Wire.checked(() -> new LeaseTerm(parts[1], Duration.ofMillis(Long.parseLong(parts[0]))));
  }

  private static ByteString text(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static String text(ByteString bytes) {
    return bytes.toStringUtf8();
  }
}
