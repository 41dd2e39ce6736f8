package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.StatusReport;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.Probe;
import io.berth.proto.common.Refusal;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A session whose hello was accepted: takes in what the agent tells and tells it what it shall run.
 * What it owes to the agent is kept as a state: the newest lease, the newest probe, the desired
 * state. So a stream that takes nothing for a while makes nothing pile up.
 */
final class OpenSession {
  private static final int MOST_TASKS = 10_000;
  private static final int MOST_IN_REPORT = 1_000;
  private static final int MOST_HELD_PORTS = 2 * Bounds.HIGHEST_PORT;
  private static final int MOST_ASKERS = 8;

  private final Sessions.Seat seat;
  private final InetAddress address;
  private final Surroundings around;
  private final Outbound outbound;
  private final long epoch;
  private final DesiredState desired;
  private final AssignmentWire wire = new AssignmentWire();
  private final Set<TaskId> inventory = new HashSet<>();
  private final List<Mailbox> askers = new ArrayList<>();
  private int nextChunk;
  private int heldPorts;
  private boolean inventoryRead;
  private long lastHeartbeat;
  private boolean leaseOwed;
  private long lastProbe;
  private boolean probeOwed;
  private boolean mustBeginAgain;

  OpenSession(
      Sessions.Seat seat, InetAddress address, Surroundings around, Outbound outbound, long epoch) {
    this.seat = seat;
    this.address = address;
    this.around = around;
    this.outbound = outbound;
    this.epoch = epoch;
    this.desired = new DesiredState(epoch);
  }

  Sessions.Seat seat() {
    return seat;
  }

  OptionalLong wakeNanos() {
    return desired.wakeNanos();
  }

  boolean awaitsChanges() {
    return desired.awaitsChanges();
  }

  void changed(Collection<TaskId> tasks) {
    desired.changed(tasks);
  }

  void everythingChanged() {
    desired.everythingChanged();
  }

  /** Somebody wants to know whether this agent still answers. */
  void probe(Mailbox asker) {
    if (askers.size() < MOST_ASKERS) {
      askers.add(asker);
      lastProbe++;
      probeOwed = true;
    }
  }

  void on(AgentMessage message, Moment now) throws ContractBrokenException {
    switch (message.getKindCase()) {
      case HELLO -> throw new ContractBrokenException("a second hello came");
      case HEARTBEAT -> heartbeat(message.getHeartbeat());
      case REPORT -> report(message.getReport());
      case DESIRED_ACK ->
          mustBeginAgain |=
              desired.acknowledged(message.getDesiredAck(), now) == DesiredState.Effect.BEGIN_AGAIN;
      case INVENTORY -> inventory(message.getInventory());
      case FACTS -> facts(message.getFacts());
      case ENGINE ->
          around.hosts().engine(seat.host(), seat.number(), HostWire.engine(message.getEngine()));
      // Nothing was asked, and kinds of a later agent are skipped: the newer side adapts.
      case ASSIGNMENT_ANSWER, KIND_NOT_SET -> {}
    }
  }

  /** Sends what the stream takes; answers with the last words when the session must end. */
  Optional<Refusal> turn(Moment now) {
    desired.passed(now);
    if (mustBeginAgain || desired.isOverdue(now)) {
      return Optional.of(
          RefusalWire.busy("the agent's version cannot be told from here", Duration.ZERO));
    }
    if (around.store().snapshot().version().epoch() != epoch) {
      // Every version of a session is of the epoch in its hello.
      return Optional.of(RefusalWire.busy("a new epoch has begun", Duration.ZERO));
    }
    while (outbound.isReady()) {
      Optional<SchedulerMessage> next = next(now);
      if (next.isEmpty()) {
        break;
      }
      outbound.send(next.get());
    }
    return Optional.empty();
  }

  private Optional<SchedulerMessage> next(Moment now) {
    if (leaseOwed) {
      leaseOwed = false;
      return Optional.of(lease(now));
    }
    if (probeOwed) {
      probeOwed = false;
      return Optional.of(
          SchedulerMessage.newBuilder().setProbe(Probe.newBuilder().setNumber(lastProbe)).build());
    }
    if (!desired.isDue(now)) {
      return Optional.empty();
    }
    Snapshot state = around.store().snapshot();
    return state
        .find(Tables.HOSTS, seat.host())
        .flatMap(host -> desired.next(new HostTasks(state, host, wire), now));
  }

  private SchedulerMessage lease(Moment now) {
    return SchedulerMessage.newBuilder()
        .setLease(
            LeaseAnswer.newBuilder()
                .setSequence(lastHeartbeat)
                .setLeaseMs(Math.toIntExact(around.times().lease().toMillis()))
                .setTime(Times.of(now.time())))
        .build();
  }

  /** One that is not newer than the last changes nothing. */
  private void heartbeat(Heartbeat heartbeat) {
    if (Long.compareUnsigned(heartbeat.getSequence(), lastHeartbeat) <= 0) {
      return;
    }
    lastHeartbeat = heartbeat.getSequence();
    leaseOwed = true;
    if (heartbeat.hasProbeNumber() && heartbeat.getProbeNumber() == lastProbe) {
      askers.forEach(asker -> asker.tell(new Signal.ProbeAnswered()));
      askers.clear();
    }
  }

  private void facts(io.berth.proto.agent.HostFacts wire) throws ContractBrokenException {
    Set<String> features =
        around
            .store()
            .snapshot()
            .find(Tables.HOSTS, seat.host())
            .map(host -> host.facts().features())
            .orElse(Set.of());
    around.hosts().facts(seat.host(), seat.number(), HostWire.facts(wire, address, features));
  }

  private void report(StatusReport report) throws ContractBrokenException {
    if (!inventoryRead) {
      throw new ContractBrokenException("a report came before the inventory was whole");
    }
    Bounds.count(report.getTasksCount(), MOST_IN_REPORT, "tasks in a report");
    told(report.getTasksList());
  }

  private void inventory(InventoryChunk chunk) throws ContractBrokenException {
    if (inventoryRead || chunk.getIndex() != nextChunk) {
      throw new ContractBrokenException(
          "chunk " + Integer.toUnsignedString(chunk.getIndex()) + " of the inventory is not next");
    }
    nextChunk++;
    heldPorts += chunk.getHeldPortsCount();
    Bounds.count(inventory.size() + chunk.getTasksCount(), MOST_TASKS, "tasks on a host");
    Bounds.count(heldPorts, MOST_HELD_PORTS, "held ports");
    for (TaskStatus status : chunk.getTasksList()) {
      if (!inventory.add(Bounds.task(status.getTaskId()))) {
        throw new ContractBrokenException("a task is twice in the inventory");
      }
    }
    TaskCommands.Told told = told(chunk.getTasksList());
    if (!told.unknown().isEmpty()) {
      alarm(
          Alarm.Kind.UNKNOWN_TASKS,
          "the host has "
              + told.unknown().size()
              + " tasks that are not known here, such as "
              + told.unknown().getFirst());
    }
    inventory.forEach(desired::named);
    for (HeldPort held : chunk.getHeldPortsList()) {
      desired.held(release(held));
    }
    if (chunk.getLast()) {
      inventoryRead = true;
      inventory.clear();
      desired.ready();
    }
  }

  /** No proxy routes to tasks yet, so nothing can still be sent to a port that was freed. */
  private static PortRelease release(HeldPort held) throws ContractBrokenException {
    TaskId task = Bounds.task(held.getTaskId());
    var port = HostWire.port(held.getPort().getPort(), held.getPort().getProtocol());
    return PortRelease.newBuilder().setPort(HostWire.port(port)).setTaskId(task.text()).build();
  }

  private TaskCommands.Told told(List<TaskStatus> statuses) throws ContractBrokenException {
    Map<TaskId, Sighting> sightings = new LinkedHashMap<>();
    for (TaskStatus status : statuses) {
      Sighting sighting = TaskWire.sighting(status, seat.number());
      if (sightings.put(Bounds.task(status.getTaskId()), sighting) != null) {
        throw new ContractBrokenException("a task is twice in one message");
      }
    }
    TaskCommands.Told told = around.tasks().told(seat.host(), sightings);
    for (TaskCommands.Objection objection : told.objections()) {
      alarm(Alarm.Kind.REPORT_IMPOSSIBLE, "task " + objection.task() + ": " + objection.why());
    }
    return told;
  }

  private void alarm(Alarm.Kind kind, String sentence) {
    around.alarms().accept(new Alarm(kind, seat.host(), sentence));
  }
}
