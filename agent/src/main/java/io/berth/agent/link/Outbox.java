package io.berth.agent.link;

import io.berth.agent.journal.AssignmentWire;
import io.berth.agent.journal.StateWire;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.task.MergedReports;
import io.berth.agent.task.TaskRunners;
import io.berth.peer.Bounds;
import io.berth.peer.ClockOffset;
import io.berth.peer.Times;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AssignmentAnswer;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.StatusReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What a session has to tell, kept as what is so and not as messages: each one is written when the
 * stream is ready for it, so that whoever does not read fills no memory here.
 */
final class Outbox {
  /** Room for what a message says besides its parts. */
  private static final int PART_BYTES = Bounds.MESSAGE_BYTES - 4_096;

  private static final int MOST_IN_REPORT = 1_000;

  /** As many queried tasks may wait for their answer. */
  static final int MOST_QUERIED = 10_000;

  private final TaskRunners runners;
  private final MergedReports reports;
  private final ClockOffset offset;
  private final Deque<DesiredAck> acks = new ArrayDeque<>();
  private final SequencedSet<TaskId> queried = new LinkedHashSet<>();
  private final Deque<TaskStatus> stock = new ArrayDeque<>();
  private final Deque<HeldPort> stockPorts = new ArrayDeque<>();
  private int nextChunk;
  private boolean inventoryTold;

  Outbox(TaskRunners runners, MergedReports reports, ClockOffset offset) {
    this.runners = runners;
    this.reports = reports;
    this.offset = offset;
  }

  /** The inventory is what is known now; reports from before it say nothing more. */
  void beginInventory() {
    // First, or what is reported in between would be dropped and is in no list yet.
    dropReports();
    stock.addAll(runners.statuses());
    stockPorts.addAll(runners.heldPorts());
  }

  private void dropReports() {
    while (!reports.take(MOST_IN_REPORT).isEmpty()) {
      // Each time some are gone.
    }
  }

  /** Covers every word about a version that still waits. */
  void promised(DesiredAck ack) {
    acks.clear();
    acks.add(ack);
  }

  /** Covers a refusal that still waits: one full sync follows both. */
  void refused(DesiredAck ack) {
    if (!acks.isEmpty() && acks.getLast().hasRefusal()) {
      acks.removeLast();
    }
    acks.addLast(ack);
  }

  /** Whether there was room for that question. */
  boolean query(TaskId task) {
    return queried.size() < MOST_QUERIED && (queried.add(task) || queried.contains(task));
  }

  /** The next message besides heartbeats, facts and the engine's status, if there is one. */
  Optional<AgentMessage> next() {
    if (!acks.isEmpty()) {
      return Optional.of(AgentMessage.newBuilder().setDesiredAck(acks.removeFirst()).build());
    }
    if (!inventoryTold) {
      return Optional.of(AgentMessage.newBuilder().setInventory(chunk()).build());
    }
    if (!queried.isEmpty()) {
      return Optional.of(AgentMessage.newBuilder().setAssignmentAnswer(answer()).build());
    }
    return report().map(report -> AgentMessage.newBuilder().setReport(report).build());
  }

  private InventoryChunk chunk() {
    var chunk = InventoryChunk.newBuilder().setIndex(nextChunk);
    int size = 0;
    while (!stock.isEmpty()) {
      var status = promised(stock.getFirst());
      size += status.getSerializedSize() + 8;
      if (size > PART_BYTES && chunk.getTasksCount() > 0) {
        return counted(chunk);
      }
      chunk.addTasks(status);
      stock.removeFirst();
    }
    while (!stockPorts.isEmpty()) {
      var port = StateWire.held(stockPorts.getFirst()).toBuilder();
      port.setFreedAt(Times.timestamp(stockPorts.getFirst().freedAt().plus(offset.offset())));
      size += port.build().getSerializedSize() + 8;
      if (size > PART_BYTES) {
        return counted(chunk);
      }
      chunk.addHeldPorts(port);
      stockPorts.removeFirst();
    }
    inventoryTold = true;
    return counted(chunk.setLast(true));
  }

  /** With what need not be said again. */
  private io.berth.proto.agent.TaskStatus promised(TaskStatus known) {
    var status = StatusWire.write(known, offset.offset());
    return runners
        .assignment(known.taskId())
        .map(assignment ->
            status.toBuilder().setPromised(AssignmentWire.desired(assignment.desired())).build())
        .orElse(status);
  }

  private InventoryChunk counted(InventoryChunk.Builder chunk) {
    nextChunk++;
    return chunk.build();
  }

  private AssignmentAnswer answer() {
    var answer = AssignmentAnswer.newBuilder();
    int size = 0;
    while (!queried.isEmpty()) {
      TaskId id = queried.getFirst();
      var known = runners.assignment(id).map(AssignmentWire::write);
      size += known.map(one -> one.getSerializedSize() + 8).orElse(id.text().length() + 8);
      if (size > PART_BYTES && answer.getAssignmentsCount() + answer.getUnknownTaskIdsCount() > 0) {
        break;
      }
      known.ifPresentOrElse(answer::addAssignments, () -> answer.addUnknownTaskIds(id.text()));
      queried.removeFirst();
    }
    return answer.build();
  }

  /** The newest of each task at the moment of sending. */
  private Optional<StatusReport> report() {
    // In one go: a task that moves on between two takings would be in the message twice.
    List<TaskStatus> taken = reports.take(MOST_IN_REPORT);
    var report = StatusReport.newBuilder();
    Duration ahead = offset.offset();
    int size = 0;
    for (TaskStatus one : taken) {
      var status = StatusWire.write(one, ahead);
      size += status.getSerializedSize() + 8;
      if (size > PART_BYTES && report.getTasksCount() > 0) {
        break;
      }
      report.addTasks(status);
    }
    reports.giveBack(taken.subList(report.getTasksCount(), taken.size()));
    return report.getTasksCount() == 0 ? Optional.empty() : Optional.of(report.build());
  }
}
