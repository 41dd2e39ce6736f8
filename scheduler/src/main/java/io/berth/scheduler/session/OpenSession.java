package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.StatusReport;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.Refusal;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.Bounds;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.peer.Mailbox;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.Pulse;
import io.berth.scheduler.peer.RefusalWire;
import io.berth.scheduler.peer.Talk;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.net.InetAddress;
import java.time.Duration;
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
final class OpenSession implements Talk<AgentMessage, TaskId> {
  private static final int MOST_TASKS = 10_000;
  private static final int MOST_IN_REPORT = 1_000;
  private static final int MOST_HELD_PORTS = 2 * Bounds.HIGHEST_PORT;

  private final Side side;
  private final Surroundings around;
  private final Outbound<SchedulerMessage> outbound;
  private final long epoch;
  private final DesiredState desired;
  private final AssignmentWire wire = new AssignmentWire();
  private final Set<TaskId> inventory = new HashSet<>();
  private final Pulse pulse;
  private int nextChunk;
  private int heldPorts;
  private boolean inventoryRead;
  private boolean mustBeginAgain;

  /**
   * Whose session it is.
   *
   * @param number of the session, as the host's row has it
   */
  record Side(HostId host, long number, InetAddress address) {
    PeerId peer() {
      return new PeerId(host.high(), host.low());
    }
  }

  OpenSession(Side side, Surroundings around, Outbound<SchedulerMessage> outbound, long epoch) {
    this.side = side;
    this.around = around;
    this.outbound = outbound;
    this.epoch = epoch;
    this.desired = new DesiredState(epoch);
    this.pulse = new Pulse(around.lobby(), side.peer());
  }

  @Override
  public OptionalLong wakeNanos() {
    return desired.wakeNanos();
  }

  @Override
  public boolean awaitsChanges() {
    return desired.awaitsChanges();
  }

  @Override
  public void changed(Mailbox.Delivery<AgentMessage, TaskId> delivery) {
    if (delivery.everythingChanged()) {
      desired.everythingChanged();
    }
    desired.changed(delivery.changed());
  }

  @Override
  public void probe(Mailbox<?, ?> asker) {
    pulse.probe(asker);
  }

  /** Whatever is known of the host stays; its lease tells how long. */
  @Override
  public void ended() {}

  @Override
  public void on(AgentMessage message, Moment now) throws ContractBrokenException {
    switch (message.getKindCase()) {
      case HELLO -> throw new ContractBrokenException("a second hello came");
      case HEARTBEAT -> pulse.heard(message.getHeartbeat(), now);
      case REPORT -> report(message.getReport());
      case DESIRED_ACK ->
          mustBeginAgain |=
              desired.acknowledged(message.getDesiredAck(), now) == DesiredState.Effect.BEGIN_AGAIN;
      case INVENTORY -> inventory(message.getInventory());
      case FACTS -> facts(message.getFacts());
      case ENGINE ->
          around.hosts().engine(side.host(), side.number(), HostWire.engine(message.getEngine()));
      // Nothing was asked, and kinds of a later agent are skipped: the newer side adapts.
      case ASSIGNMENT_ANSWER, KIND_NOT_SET -> {}
    }
  }

  @Override
  public Optional<Refusal> turn(Moment now) {
    desired.passed(now);
    if (mustBeginAgain || desired.isOverdue(now)) {
      return Optional.of(
          RefusalWire.busy("the agent's version cannot be told from here", Duration.ZERO));
    }
    if (around.lobby().store().snapshot().version().epoch() != epoch) {
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
    var lease = pulse.lease(now);
    if (lease.isPresent()) {
      return Optional.of(SchedulerMessage.newBuilder().setLease(lease.get()).build());
    }
    var probe = pulse.probe();
    if (probe.isPresent()) {
      return Optional.of(SchedulerMessage.newBuilder().setProbe(probe.get()).build());
    }
    if (!desired.isDue(now)) {
      return Optional.empty();
    }
    Snapshot state = around.lobby().store().snapshot();
    return state
        .find(Tables.HOSTS, side.host())
        .flatMap(host -> desired.next(new HostTasks(state, host, wire), now));
  }

  private void facts(io.berth.proto.agent.HostFacts wire) throws ContractBrokenException {
    Set<String> features =
        around
            .lobby()
            .store()
            .snapshot()
            .find(Tables.HOSTS, side.host())
            .map(host -> host.facts().features())
            .orElse(Set.of());
    around
        .hosts()
        .facts(side.host(), side.number(), HostWire.facts(wire, side.address(), features));
  }

  private void report(StatusReport report) throws ContractBrokenException {
    if (!inventoryRead) {
      throw new ContractBrokenException("a report came before the inventory was whole");
    }
    Bounds.count(report.getTasksCount(), MOST_IN_REPORT, "tasks in a report");
    told(sightings(report.getTasksList()));
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
    Map<TaskId, Sighting> sightings = sightings(chunk.getTasksList());
    TaskCommands.Told told = told(sightings);
    if (!told.unknown().isEmpty()) {
      alarm(
          Alarm.Kind.UNKNOWN_TASKS,
          "the host has "
              + told.unknown().size()
              + " tasks that are not known here, such as "
              + told.unknown().getFirst());
    }
    inventory.forEach(desired::named);
    sightings.forEach(this::bound);
    for (HeldPort held : chunk.getHeldPortsList()) {
      desired.held(release(held));
    }
    if (chunk.getLast()) {
      inventoryRead = true;
      inventory.clear();
      desired.ready();
    }
  }

  private void bound(TaskId task, Sighting sighting) {
    for (ContainerSight container : sighting.containers()) {
      container.ports().stream()
          .map(port ->
              PortRelease.newBuilder()
                  .setPort(HostWire.port(port.hostPort()))
                  .setTaskId(task.text())
                  .build())
          .forEach(desired::bound);
    }
  }

  private static PortRelease release(HeldPort held) throws ContractBrokenException {
    TaskId task = Bounds.task(held.getTaskId());
    var port = HostWire.port(held.getPort().getPort(), held.getPort().getProtocol());
    return PortRelease.newBuilder().setPort(HostWire.port(port)).setTaskId(task.text()).build();
  }

  private Map<TaskId, Sighting> sightings(List<TaskStatus> statuses)
      throws ContractBrokenException {
    Map<TaskId, Sighting> sightings = new LinkedHashMap<>();
    for (TaskStatus status : statuses) {
      Sighting sighting = TaskWire.sighting(status, side.number());
      if (sightings.put(Bounds.task(status.getTaskId()), sighting) != null) {
        throw new ContractBrokenException("a task is twice in one message");
      }
    }
    return sightings;
  }

  private TaskCommands.Told told(Map<TaskId, Sighting> sightings) {
    TaskCommands.Told told = around.tasks().told(side.host(), sightings);
    for (TaskCommands.Objection objection : told.objections()) {
      alarm(Alarm.Kind.REPORT_IMPOSSIBLE, "task " + objection.task() + ": " + objection.why());
    }
    return told;
  }

  private void alarm(Alarm.Kind kind, String sentence) {
    around.lobby().alarms().accept(new Alarm(kind, side.peer(), sentence));
  }
}
