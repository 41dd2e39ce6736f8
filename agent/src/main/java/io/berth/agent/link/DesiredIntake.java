package io.berth.agent.link;

import io.berth.agent.journal.MalformedException;
import io.berth.agent.journal.StateWire;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.StateVersion;
import io.berth.agent.task.Taken;
import io.berth.agent.task.TaskRunners;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredDifference;
import io.berth.proto.agent.DesiredRefusalCode;
import io.berth.proto.agent.FullSyncBegin;
import io.berth.proto.agent.FullSyncChunk;
import io.berth.proto.agent.FullSyncEnd;
import io.berth.proto.agent.SchedulerMessage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes what one session is told of the desired state: puts full syncs together, has each version
 * promised or refused as a whole, and leaves the acknowledgement with the outbox. Said twice is as
 * good as once. Used by the session's caller alone.
 */
final class DesiredIntake {
  private static final Logger LOGGER = System.getLogger(DesiredIntake.class.getName());

  private final long epoch;
  private final TaskRunners runners;
  private final PlanRoom room;
  private final Outbox outbox;
  private @Nullable FullSync sync;

  /** A full sync of which a part was refused already: what else comes of it is let pass. */
  private io.berth.proto.common.@Nullable StateVersion refusedSync;

  DesiredIntake(long epoch, TaskRunners runners, PlanRoom room, Outbox outbox) {
    this.epoch = epoch;
    this.runners = runners;
    this.room = room;
    this.outbox = outbox;
  }

  /** After an exception nothing of what the message said holds. */
  void on(SchedulerMessage message, Instant now) throws IOException {
    switch (message.getKindCase()) {
      case DIFFERENCE -> difference(message.getDifference(), now);
      case SYNC_BEGIN -> begin(message.getSyncBegin());
      case SYNC_CHUNK -> chunk(message.getSyncChunk());
      case SYNC_END -> end(message.getSyncEnd(), now);
      case HELLO, LEASE, REFUSAL, PROBE, ASSIGNMENT_QUERY, SHUTDOWN_PROGRESS, KIND_NOT_SET ->
          throw new IllegalStateException("Not of the desired state: " + message.getKindCase());
    }
  }

  private void difference(DesiredDifference message, Instant now) throws IOException {
    try {
      StateVersion base = StateWire.version(message.getBase());
      StateVersion next = ofEpoch(message.getVersion());
      DesiredChange change = DesiredWire.read(message.getChange(), room.count(runners));
      taken(next, runners.take(base, next, change, now));
    } catch (MalformedException e) {
      malformed(message.getVersion(), e);
    }
  }

  private void begin(FullSyncBegin message) {
    sync = null;
    refusedSync = null;
    try {
      sync = new FullSync(ofEpoch(message.getVersion()), room.count(runners));
    } catch (MalformedException e) {
      refusedSync = message.getVersion();
      malformed(message.getVersion(), e);
    }
  }

  /** One without a begin has no version that could be refused; its end will be. */
  private void chunk(FullSyncChunk message) {
    FullSync current = sync;
    if (current == null) {
      return;
    }
    try {
      current.add(message);
    } catch (MalformedException e) {
      giveUp(current);
      malformed(StateWire.version(current.version()), e);
    } catch (FullSync.TornException e) {
      giveUp(current);
      torn(StateWire.version(current.version()), String.valueOf(e.getMessage()));
    }
  }

  private void giveUp(FullSync current) {
    sync = null;
    refusedSync = StateWire.version(current.version());
  }

  private void end(FullSyncEnd message, Instant now) throws IOException {
    FullSync current = sync;
    boolean refusedAlready = message.getVersion().equals(refusedSync);
    sync = null;
    refusedSync = null;
    if (refusedAlready) {
      return;
    }
    if (current == null && isKnown(message.getVersion())) {
      // Said twice: it holds already.
      outbox.promised(DesiredAck.newBuilder().setVersion(message.getVersion()).build());
      return;
    }
    if (current == null) {
      torn(message.getVersion(), "A full sync ended that had not begun");
      return;
    }
    if (!StateWire.version(current.version()).equals(message.getVersion())) {
      torn(message.getVersion(), "A full sync ended with another version than it had begun with");
      return;
    }
    try {
      DesiredChange all = current.end(message);
      taken(current.version(), runners.takeAll(current.version(), all, now));
    } catch (FullSync.TornException e) {
      torn(message.getVersion(), String.valueOf(e.getMessage()));
    }
  }

  private boolean isKnown(io.berth.proto.common.StateVersion version) {
    return runners.version().map(StateWire::version).filter(version::equals).isPresent();
  }

  private StateVersion ofEpoch(io.berth.proto.common.StateVersion message)
      throws MalformedException {
    StateVersion version = StateWire.version(message);
    if (version.epoch() != epoch) {
      throw new MalformedException(
          "the version " + version + " is not of this session's epoch " + epoch);
    }
    return version;
  }

  /** Promised means on disk, so the word may leave. */
  private void taken(StateVersion version, Taken taken) {
    switch (taken) {
      case Taken.Promised() -> outbox.promised(DesiredWire.promised(version));
      case Taken.Refused(Taken.Reason reason, String sentence) ->
          refuse(StateWire.version(version), DesiredWire.code(reason), sentence);
    }
  }

  private void malformed(io.berth.proto.common.StateVersion version, MalformedException e) {
    refuse(
        version,
        DesiredRefusalCode.DESIRED_REFUSAL_CODE_MALFORMED,
        "It cannot be read: " + e.getMessage());
  }

  private void torn(io.berth.proto.common.StateVersion version, String sentence) {
    refuse(version, DesiredRefusalCode.DESIRED_REFUSAL_CODE_CHUNKS_MISSING, sentence);
  }

  private void refuse(
      io.berth.proto.common.StateVersion version, DesiredRefusalCode code, String sentence) {
    LOGGER.log(
        Level.WARNING,
        "A desired version is refused: epoch={0} number={1} code={2} cause={3}",
        Long.toString(version.getEpoch()),
        Long.toString(version.getNumber()),
        code,
        sentence);
    outbox.refused(DesiredWire.refused(version, code, sentence));
  }
}
