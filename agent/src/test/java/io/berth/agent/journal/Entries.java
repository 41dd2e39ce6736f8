package io.berth.agent.journal;

import io.berth.agent.model.Assignment;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.LeaseTerm;
import io.berth.agent.model.PlanHash;
import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskOrigin;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Small journal entries for tests. */
final class Entries {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Entries() {}

  static TaskId task(int number) {
    return new TaskId("%032x".formatted(number));
  }

  static Assignment assignment(int number) {
    // The origin is kept as its message, so what is read equals what is written from then on.
    var words = new TaskOrigin("default", "web", number, "family:web", Optional.empty(), true, "");
    var assignment =
        new Assignment(
            task(number),
            Assignment.Desired.RUN,
            Optional.empty(),
            new PlanHash("ab".repeat(32)),
            Set.of(),
            words,
            Optional.empty());
    try {
      return AssignmentWire.read(AssignmentWire.write(assignment));
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  static TaskStatus status(int number, TaskPhase phase) {
    return TaskStatus.accepted(assignment(number), NOON).reached(phase);
  }

  /** A journal as it was before journals named their owner: without that one frame. */
  static void forgetOwner(MemoryDisk disk) throws IOException {
    var whole =
        (JournalReader.Whole) JournalReader.read(disk.read(AgentJournal.FILE).orElseThrow());
    var kept = new ArrayList<Frame>();
    for (Frame frame : whole.frames()) {
      boolean owner = false;
      try {
        owner =
            frame.tag() != EntryCodec.IDENTITY
                && EntryCodec.read(frame) instanceof JournalEntry.Owned;
      } catch (MalformedException e) {
        throw new IOException(e);
      }
      if (!owner) {
        kept.add(new Frame(frame.tag(), frame.payload(), frame.isLast(), 0));
      }
    }
    int size = Frame.FILE_HEAD.length + kept.stream().mapToInt(Frame::length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).put(Frame.FILE_HEAD);
    kept.forEach(frame -> frame.write(bytes));
    disk.delete(AgentJournal.FILE);
    try (JournalDisk.OpenFile file = disk.create(AgentJournal.FILE)) {
      file.write(bytes.flip());
      file.force();
    }
  }

  /** How far a journal says that a task is. */
  static TaskStatus statusIn(AgentJournal journal, int number) {
    return Objects.requireNonNull(journal.promises().tasks().get(task(number))).status();
  }

  /** A task that is promised and a version that says so. */
  static List<JournalEntry> promise(int number) {
    return List.of(
        new JournalEntry.Promised(assignment(number)),
        new JournalEntry.Reached(status(number, TaskPhase.ACCEPTED)),
        new JournalEntry.Versioned(new StateVersion(1, number)));
  }

  static List<JournalEntry> reached(int number, TaskPhase phase) {
    return List.of(new JournalEntry.Reached(status(number, phase)));
  }

  static HeldPort held(int port, int task) {
    return new HeldPort(new HostPort(port, HostPort.Protocol.TCP), task(task), NOON);
  }

  /** Lists of every kind of entry, in an order in which an agent may write them. */
  static List<List<JournalEntry>> script() {
    return List.of(
        List.of(new JournalEntry.Settled("boot-1")),
        promise(1),
        List.of(new JournalEntry.Pulled("web:1")),
        reached(1, TaskPhase.RUNNING),
        promise(2),
        reached(2, TaskPhase.STARTING),
        List.of(
            new JournalEntry.Reached(status(1, TaskPhase.STOPPED)),
            new JournalEntry.Held(held(20_000, 1)),
            new JournalEntry.Held(held(20_001, 1))),
        List.of(new JournalEntry.Forgotten(task(1))),
        List.of(
            new JournalEntry.Released(
                new HeldPort.Release(new HostPort(20_000, HostPort.Protocol.TCP), task(1)))),
        List.of(new JournalEntry.Dropped(task(1))),
        promise(3),
        List.of(new JournalEntry.Leased(new LeaseTerm("boot-1", Duration.ofSeconds(70)))));
  }
}
