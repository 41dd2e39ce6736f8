package io.berth.scheduler.session;

import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.FullSyncBegin;
import io.berth.proto.agent.FullSyncChunk;
import io.berth.proto.agent.FullSyncEnd;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.StateVersion;
import io.berth.scheduler.model.TaskId;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One telling of everything that an agent shall have, cut into messages that are made one by one as
 * the stream takes them: a host may have thousands of tasks.
 */
final class FullSync {
  /** Leaves room below the largest message for what surrounds the entries. */
  static final int CHUNK_BYTES = 240 * 1024;

  /** The frame of one entry in its chunk. */
  private static final int ENTRY_BYTES = 8;

  private final StateVersion version;
  private final HostTasks tasks;
  private final Iterator<TaskId> living;
  private final Iterator<TaskId> gone;
  private final Iterator<PortRelease> released;
  private final Iterator<HeldPort> held;
  private @Nullable Assignment carried;
  private boolean begun;
  private boolean ended;
  private int chunks;

  FullSync(StateVersion version, HostTasks tasks, Content content) {
    this.version = version;
    this.tasks = tasks;
    this.living = content.living().iterator();
    this.gone = content.gone().iterator();
    this.released = content.released().iterator();
    this.held = content.held().iterator();
  }

  /** What shall be there, what shall be forgotten, which ports are free, and which are not. */
  record Content(
      List<TaskId> living, List<TaskId> gone, List<PortRelease> released, List<HeldPort> held) {}

  StateVersion version() {
    return version;
  }

  boolean isEnded() {
    return ended;
  }

  SchedulerMessage next() {
    SchedulerMessage.Builder message = SchedulerMessage.newBuilder();
    if (!begun) {
      begun = true;
      return message.setSyncBegin(FullSyncBegin.newBuilder().setVersion(version)).build();
    }
    DesiredChange change = chunk();
    if (change.equals(DesiredChange.getDefaultInstance())) {
      ended = true;
      return message
          .setSyncEnd(FullSyncEnd.newBuilder().setVersion(version).setChunkCount(chunks))
          .build();
    }
    return message
        .setSyncChunk(FullSyncChunk.newBuilder().setIndex(chunks++).setChange(change))
        .build();
  }

  private DesiredChange chunk() {
    DesiredChange.Builder change = DesiredChange.newBuilder();
    int bytes = 0;
    while (carried != null || living.hasNext()) {
      Assignment next = carried != null ? carried : tasks.assignment(living.next());
      int size = next.getSerializedSize() + ENTRY_BYTES;
      if (bytes > 0 && bytes + size > CHUNK_BYTES) {
        carried = next;
        return change.build();
      }
      carried = null;
      change.addAssignments(next);
      bytes += size;
    }
    while (bytes < CHUNK_BYTES && gone.hasNext()) {
      change.addRemovedTaskIds(gone.next().text());
      bytes += 32 + ENTRY_BYTES;
    }
    while (bytes < CHUNK_BYTES && released.hasNext()) {
      PortRelease release = released.next();
      change.addReleasedPorts(release);
      bytes += release.getSerializedSize() + ENTRY_BYTES;
    }
    while (bytes < CHUNK_BYTES && held.hasNext()) {
      HeldPort port = held.next();
      change.addHeldPorts(port);
      bytes += port.getSerializedSize() + ENTRY_BYTES;
    }
    return change.build();
  }
}
