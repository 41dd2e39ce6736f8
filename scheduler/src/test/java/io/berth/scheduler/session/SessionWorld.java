package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.NetworkMode;
import io.berth.proto.agent.SchedulerHello;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskPlan;
import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskOrder;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.model.Wish;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.peer.ChangeFan;
import io.berth.scheduler.peer.Leases;
import io.berth.scheduler.peer.Lobby;
import io.berth.scheduler.peer.Mailbox;
import io.berth.scheduler.peer.MemoryStream;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.NoAuthorities;
import io.berth.scheduler.peer.PeerSession;
import io.berth.scheduler.peer.Presence;
import io.berth.scheduler.peer.Seats;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.peer.Signal;
import io.berth.scheduler.peer.Visitor;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A scheduler's sessions on virtual time: streams in memory, one thread, the real commands. */
final class SessionWorld {
  static final ClusterName CLUSTER = new ClusterName("default");
  static final DefinitionId WEB = new DefinitionId("web", 1);
  static final HostId HOST = new HostId(0, 7);
  static final HostId OTHER_HOST = new HostId(0, 8);

  final InlineStore store = new InlineStore(new MemoryJournal());
  final List<Alarm> alarms = new ArrayList<>();

  /** Host and token of those that are good still. */
  final Set<String> freshTokens = new HashSet<>();

  final TaskCommands tasks;
  final HostCommands hosts;
  final Plan plan;
  private final List<Line> lines = new ArrayList<>();
  private Seats<TaskId> seats = new Seats<>();
  private ChangeFan fan;
  private Leases leases;
  private Moment now = new Moment(Samples.NOON, 0);
  private int lastTask;

  /** One stream with its session. */
  record Line(
      HostId host,
      MemoryStream<AgentMessage, SchedulerMessage> stream,
      PeerSession<AgentMessage, SchedulerMessage, TaskId> session,
      Mailbox<AgentMessage, TaskId> mailbox,
      Presence presence) {}

  SessionWorld() {
    try {
      store.start();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
    tasks = new TaskCommands(store, () -> now.time(), new SplittableRandom(1));
    hosts = new HostCommands(store, () -> now.time());
    plan = plan(Set.of());
    fan = newFan();
    leases = newLeases();
    store.update(
        Lane.API,
        tx -> {
          tx.insert(
              Tables.CLUSTERS,
              new Cluster(CLUSTER, Cluster.Status.ACTIVE, now.time(), Map.of(), Map.of()));
          tx.insert(Tables.FAMILIES, new DefinitionFamily("web", 1));
          tx.insert(Tables.DEFINITIONS, definition());
          tx.insert(Tables.PLANS, plan);
          tx.insert(Tables.PEERS, peer(HOST));
          tx.insert(Tables.PEERS, peer(OTHER_HOST));
          return true;
        });
  }

  Instant time() {
    return now.time();
  }

  long nanos() {
    return now.nanos();
  }

  Line connect(HostId host) {
    MemoryStream<AgentMessage, SchedulerMessage> stream = new MemoryStream<>();
    Mailbox<AgentMessage, TaskId> mailbox = new Mailbox<>();
    Presence presence = new Presence(leases);
    Visitor<TaskId> visitor =
        new Visitor<>(peer(host), InetAddress.ofLiteral("192.0.2.7"), mailbox, presence);
    Surroundings around = around();
    var session = new PeerSession<>(visitor, new AgentDoor(around), stream, now);
    Line line = new Line(host, stream, session, mailbox, presence);
    lines.add(line);
    return line;
  }

  /** The next message of the agent arrives, and everything that follows from it is done. */
  void deliver(Line line, AgentMessage message) {
    if (message.hasHeartbeat()) {
      line.presence().heartbeat(now.nanos());
    }
    if (!line.session().isOver()) {
      line.mailbox().put(message);
    }
    settle();
  }

  /** The stream breaks; what was on its way is lost. */
  void cut(Line line) {
    line.stream().toPeer.clear();
    line.stream().toScheduler.clear();
    line.mailbox().tell(new Signal.StreamClosed());
    settle();
    lines.remove(line);
  }

  /** The process begins anew: no session and no lease is remembered. */
  void restart() {
    List.copyOf(lines)
        .forEach(line -> {
          line.stream().toPeer.clear();
          line.stream().ended = true;
        });
    lines.clear();
    seats = new Seats<>();
    fan.close();
    fan = newFan();
    leases = newLeases();
    new LeaseTurns(leases, store, hosts, SessionTimes.ofAgents()).begin(now.nanos());
  }

  /** The process begins anew, and knows of tasks and hosts what it knew then. */
  void putBack(Snapshot backup) {
    store.update(
        Lane.API,
        tx -> {
          putBack(tx, Tables.TASKS, backup);
          putBack(tx, Tables.HOSTS, backup);
          return true;
        });
    restart();
  }

  private static <K extends Comparable<? super K>, E> void putBack(
      WriteTx tx, Table<K, E> table, Snapshot backup) {
    List<K> keys = new ArrayList<>();
    tx.rows(table).forEach(row -> keys.add(table.keyOf(row)));
    keys.forEach(key -> tx.remove(table, key));
    backup.rows(table).forEach(row -> tx.insert(table, row));
  }

  void pass(Duration time) {
    now = new Moment(now.time().plus(time), now.nanos() + time.toNanos());
    new LeaseTurns(leases, store, hosts, SessionTimes.ofAgents()).turn(now.nanos());
    settle();
  }

  /** Everything that waits inside the scheduler is done. */
  void settle() {
    for (int round = 0; round < 3; round++) {
      fan.poll();
      List.copyOf(lines).forEach(this::step);
    }
  }

  private void step(Line line) {
    for (var next = line.mailbox().poll(); ; next = line.mailbox().poll()) {
      line.session().take(next, now);
      if (next.message().isEmpty()) {
        return;
      }
    }
  }

  TaskId newTask(HostId host) {
    TaskId id = new TaskId(0, ++lastTask);
    store.update(
        Lane.API,
        tx -> {
          TaskOrder order = new TaskOrder(WEB, plan.hash(), plan.asked(), "family:web", "test");
          tx.insert(
              Tables.TASKS,
              new Task(
                  id,
                  CLUSTER,
                  host,
                  order,
                  new Wish.Run(),
                  Sighting.NONE,
                  now.time(),
                  1,
                  Map.of()));
          return true;
        });
    return id;
  }

  void stop(TaskId id) {
    tasks.stop(CLUSTER, id, "no more");
  }

  /** Nobody looks after the task any more, though it may still run. */
  void abandon(TaskId id) {
    StopCause cause = new StopCause(StopCause.Code.USER_INITIATED, "the host was taken out");
    store.update(
        Lane.API,
        tx -> {
          Task task = tx.find(Tables.TASKS, id).orElseThrow();
          tx.update(Tables.TASKS, task.wanted(new Wish.Abandoned(cause, now.time())));
          return true;
        });
  }

  void forget(TaskId id) {
    store.update(
        Lane.API,
        tx -> {
          tx.remove(Tables.TASKS, id);
          return true;
        });
  }

  Task task(TaskId id) {
    return store.snapshot().find(Tables.TASKS, id).orElseThrow();
  }

  Host host() {
    return store.snapshot().find(Tables.HOSTS, HOST).orElseThrow();
  }

  /** A session whose inventory was empty and whose first sync was taken. */
  Line opened() {
    Line line = connect(HOST);
    deliver(line, Messages.hello(Messages.anyHello().build()));
    line.stream().received();
    deliver(line, Messages.emptyInventory());
    return line;
  }

  static Plan plan(Set<String> requires) {
    TaskPlan compiled =
        TaskPlan.newBuilder()
            .addContainers(ContainerPlan.newBuilder().setName("app").setImage("app:1"))
            .setNetworkMode(NetworkMode.NETWORK_MODE_BRIDGE)
            .build();
    return Plan.of(WEB, "", shape(), new Plan.Program(Bytes.of(compiled.toByteArray()), requires));
  }

  private static TaskShape shape() {
    return new TaskShape(new Resources(64, 32, 0, 0));
  }

  private TaskDefinition definition() {
    return new TaskDefinition(
        WEB, TaskDefinition.Status.ACTIVE, "{}", shape(), now.time(), Optional.empty(), Map.of());
  }

  private Peer peer(HostId host) {
    return new Peer(
        new PeerId(host.high(), host.low()),
        PeerKind.AGENT,
        Optional.of(CLUSTER),
        "rack",
        new Peer.Certificate(Fingerprint.of(new byte[] {1}), "1", now.time(), now.time()),
        new Peer.State.Active(),
        now.time());
  }

  /** As the port does it: a token is good once. */
  private boolean redeem(PeerId host, String token, Instant at) {
    return freshTokens.remove(host + " " + token);
  }

  private Leases newLeases() {
    return new Leases(SessionTimes.ofAgents().silence(), Duration.ofMinutes(1), now.nanos());
  }

  private Surroundings around() {
    Greeter greeter =
        (nonce, state, time) ->
            SchedulerHello.newBuilder().setEpoch(state.version().epoch()).build();
    return new Surroundings(
        new Lobby<>(
            store, this::redeem, seats, SessionTimes.ofAgents(), new NoAuthorities(), alarms::add),
        hosts,
        tasks,
        new Adoption(store, () -> now.time()),
        greeter);
  }

  private ChangeFan newFan() {
    return new ChangeFan(store, TaskMarks.TABLES, seats, new TaskMarks(seats));
  }
}
