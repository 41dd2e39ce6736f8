package io.berth.scheduler.session;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AssignmentAnswer;
import io.berth.proto.agent.AssignmentQuery;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.HeldPort;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.StatusReport;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.Refusal;
import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Task;
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
import io.berth.scheduler.store.Version;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

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
  private final Begin begin;
  private final DesiredState desired;
  private final AssignmentWire wire = new AssignmentWire();
  private final Set<TaskId> inventory = new HashSet<>();
  private final Pulse pulse;
  private final ShutdownTalk shutdown = new ShutdownTalk();
  private final Strangers strangers = new Strangers(MOST_TASKS);
  private int nextChunk;
  private int heldPorts;
  private boolean inventoryRead;
  private boolean isPromiseTold = true;
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

  /**
   * Where it begins.
   *
   * @param epoch of all its versions
   * @param version that the agent has, if it can be told what differs from that
   */
  record Begin(long epoch, Optional<Version> version) {}

  OpenSession(Side side, Surroundings around, Outbound<SchedulerMessage> outbound, Begin begin) {
    this.side = side;
    this.around = around;
    this.outbound = outbound;
    this.begin = begin;
    this.desired = new DesiredState(begin.epoch());
    this.pulse = new Pulse(around.lobby(), side.peer());
  }

  @Override
  public OptionalLong wakeNanos() {
    return desired.wakeNanos();
  }

  @Override
  public boolean isSettled(Moment now) {
    return inventoryRead && desired.isTold(now);
  }

  @Override
  public boolean awaitsChanges() {
    return desired.awaitsChanges() || shutdown.awaitsChanges();
  }

  @Override
  public void changed(Mailbox.Delivery<AgentMessage, TaskId> delivery) {
    if (delivery.everythingChanged()) {
      desired.everythingChanged();
    }
    desired.changed(delivery.changed());
    if (delivery.everythingChanged() || !delivery.changed().isEmpty()) {
      shutdown.changed();
    }
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
      case SHUTTING_DOWN -> {
        around.hosts().shutsDown(side.host(), side.number());
        shutdown.begun();
      }
      case ASSIGNMENT_ANSWER -> answer(message.getAssignmentAnswer());
      // Kinds of a later agent are skipped: the newer side adapts.
      case KIND_NOT_SET -> {}
    }
  }

  @Override
  public Optional<Refusal> turn(Moment now) {
    desired.passed(now);
    if (mustBeginAgain || desired.isOverdue(now)) {
      return Optional.of(
          RefusalWire.busy("the agent's version cannot be told from here", Duration.ZERO));
    }
    if (around.lobby().store().snapshot().version().epoch() != begin.epoch()) {
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
    var left = shutdown.next(side.host(), around.lobby().store()::snapshot);
    if (left.isPresent()) {
      return left;
    }
    var query = inventoryRead ? strangers.query() : Optional.<AssignmentQuery>empty();
    if (query.isPresent()) {
      return Optional.of(SchedulerMessage.newBuilder().setAssignmentQuery(query.get()).build());
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
    told(sightings);
    Snapshot state = around.lobby().store().snapshot();
    chunk.getTasksList().forEach(status -> named(status, state));
    sightings.forEach(this::bound);
    for (HeldPort held : chunk.getHeldPortsList()) {
      desired.held(release(held));
    }
    if (chunk.getLast()) {
      inventoryRead = true;
      inventory.clear();
      if (begin.version().isPresent() && isPromiseTold) {
        desired.resume(begin.version().get());
      } else {
        desired.ready();
      }
    }
  }

  /** What its host has promised already need not be told again. */
  private void named(TaskStatus status, Snapshot state) {
    isPromiseTold &= status.getPromised() != DesiredTaskState.DESIRED_TASK_STATE_UNSPECIFIED;
    TaskId id = TaskId.parse(status.getTaskId());
    Optional<Task> task = state.find(Tables.TASKS, id);
    boolean isOver = status.getPhase() == TaskPhase.TASK_PHASE_STOPPED;
    boolean isSame =
        task.filter(known -> known.host().equals(side.host()))
            .filter(known -> isPlan(known, status.getPlanHash()))
            .isPresent();
    if (task.isEmpty() && isOver) {
      desired.named(id, Told.ENDED);
    } else if (isSame && !status.getUnclaimed()) {
      desired.named(id, Told.of(status.getPromised()));
    } else {
      desired.named(id, Told.NAMED);
    }
  }

  private static boolean isPlan(Task task, ByteString hash) {
    return ByteString.copyFrom(task.order().plan().toArray()).equals(hash);
  }

  private void bound(TaskId task, Sighting sighting) {
    ports(task, sighting).forEach(desired::bound);
  }

  private static Stream<PortRelease> ports(TaskId task, Sighting sighting) {
    return sighting.containers().stream()
        .flatMap(container -> container.ports().stream())
        .map(port ->
            PortRelease.newBuilder()
                .setPort(HostWire.port(port.hostPort()))
                .setTaskId(task.text())
                .build());
  }

  private static PortRelease release(HeldPort held) throws ContractBrokenException {
    TaskId task = Bounds.task(held.getTaskId());
    var port = HostWire.port(held.getPort().getPort(), held.getPort().getProtocol());
    return PortRelease.newBuilder().setPort(HostWire.port(port)).setTaskId(task.text()).build();
  }

  private Map<TaskId, Sighting> sightings(List<TaskStatus> statuses)
      throws ContractBrokenException {
    Map<TaskId, Sighting> sightings = new LinkedHashMap<>();
    Snapshot state = around.lobby().store().snapshot();
    for (TaskStatus status : statuses) {
      Optional<String> fault = Fence.against(state, Bounds.task(status.getTaskId()), status);
      if (fault.isPresent()) {
        alarm(Alarm.Kind.REPORT_IMPOSSIBLE, "task " + status.getTaskId() + ": " + fault.get());
        continue;
      }
      Sighting sighting = TaskWire.sighting(status, side.number());
      if (sightings.put(Bounds.task(status.getTaskId()), sighting) != null) {
        throw new ContractBrokenException("a task is twice in one message");
      }
    }
    return sightings;
  }

  private void told(Map<TaskId, Sighting> sightings) throws ContractBrokenException {
    TaskCommands.Told told = around.tasks().told(side.host(), sightings);
    for (TaskCommands.Objection objection : told.objections()) {
      alarm(Alarm.Kind.REPORT_IMPOSSIBLE, "task " + objection.task() + ": " + objection.why());
    }
    for (TaskId unknown : told.unknown()) {
      Sighting sighting = Objects.requireNonNull(sightings.get(unknown));
      strangers.met(unknown, sighting);
      if (sighting.phase() == Sighting.Phase.STOPPED) {
        desired.ended(unknown);
        ports(unknown, sighting).forEach(desired::held);
      }
    }
  }

  /** What is adopted reaches the agent as any task that is new here does. */
  private void answer(AssignmentAnswer answer) throws ContractBrokenException {
    Optional<Host> host = around.lobby().store().snapshot().find(Tables.HOSTS, side.host());
    if (host.isEmpty()) {
      return;
    }
    Strangers.Heard heard = strangers.heard(answer, host.get().facts());
    heard.unreadable().forEach(claim -> around.adoption().unreadable(side.host(), claim));
    List<Adoption.Refused> refused = new ArrayList<>(heard.unreadable());
    if (!heard.claims().isEmpty()) {
      refused.addAll(around.adoption().adopt(side.host(), side.number(), heard.claims()));
    }
    if (!refused.isEmpty()) {
      Adoption.Refused first = refused.getFirst();
      alarm(
          Alarm.Kind.UNKNOWN_TASKS,
          "the host has %d tasks that are not known here and are not adopted, such as %s: %s"
              .formatted(refused.size(), first.task(), first.why()));
    }
  }

  private void alarm(Alarm.Kind kind, String sentence) {
    around.lobby().alarms().accept(new Alarm(kind, side.peer(), sentence));
  }
}
