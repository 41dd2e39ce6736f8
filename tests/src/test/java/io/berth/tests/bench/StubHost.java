package io.berth.tests.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.berth.proto.agent.AdvertiseAddresses;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.Architecture;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.EngineAvailability;
import io.berth.proto.agent.EngineFacts;
import io.berth.proto.agent.EngineKind;
import io.berth.proto.agent.EngineStatus;
import io.berth.proto.agent.HostDefaults;
import io.berth.proto.agent.HostFacts;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.PortRange;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.StatusReport;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.agent.TaskStopCause;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.Incarnation;
import io.berth.proto.common.StateVersion;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The session of a large host without an engine: by the contract, but every task runs at once and
 * ends at once, and what it promises is on no disk. Confined to its connection's event loop.
 */
final class StubHost implements StreamObserver<SchedulerMessage> {
  static final int FIRST_PORT = 10_000;
  static final int LAST_PORT = 60_999;
  private static final int MOST_REPORTED = 500;

  private final int number;
  private final EventLoop loop;
  private final StubWork work;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final Map<String, StubTask> tasks = new HashMap<>();
  private final StreamObserver<AgentMessage> scheduler;
  private final List<DesiredChange> chunks = new ArrayList<>();
  private StateVersion version = StateVersion.getDefaultInstance();
  private long heartbeats;
  private boolean ending;

  StubHost(int number, EventLoop loop, ManagedChannel channel, StubWork work) {
    this.number = number;
    this.work = work;
    this.loop = loop;
    this.scheduler = AgentSessionGrpc.newStub(channel).connect(this);
  }

  /** Says hello; true once the host is in sync, so that tasks can be placed there. */
  CompletableFuture<Boolean> begin() {
    loop.execute(() -> send(AgentMessage.newBuilder().setHello(hello(number))));
    return ready;
  }

  /** Every task of its own accord, as when a job is done. */
  void finishAll() {
    loop.execute(
        () -> stop(List.copyOf(tasks.values()), TaskStopCause.TASK_STOP_CAUSE_ESSENTIAL_EXITED));
  }

  /** How many tasks the scheduler has not yet told it to forget. */
  CompletableFuture<Integer> taskCount() {
    return CompletableFuture.supplyAsync(tasks::size, loop);
  }

  void end() {
    loop.execute(() -> {
      ending = true;
      scheduler.onCompleted();
    });
  }

  @Override
  public void onNext(SchedulerMessage message) {
    switch (message.getKindCase()) {
      case HELLO -> {
        send(AgentMessage.newBuilder().setInventory(InventoryChunk.newBuilder().setLast(true)));
        int interval = message.getHello().getHeartbeatIntervalMs();
        var _ = loop.scheduleAtFixedRate(this::beat, 0, interval, TimeUnit.MILLISECONDS);
      }
      case SYNC_BEGIN -> chunks.clear();
      case SYNC_CHUNK -> chunks.add(message.getSyncChunk().getChange());
      case SYNC_END -> {
        take(message.getSyncEnd().getVersion(), List.copyOf(chunks));
        ready.complete(true);
      }
      case DIFFERENCE -> {
        if (!message.getDifference().getBase().equals(version)) {
          throw new IllegalStateException("a difference builds on another version");
        }
        take(message.getDifference().getVersion(), List.of(message.getDifference().getChange()));
      }
      case REFUSAL -> onError(new IllegalStateException(message.getRefusal().toString()));
      case LEASE, PROBE, ASSIGNMENT_QUERY, SHUTDOWN_PROGRESS, KIND_NOT_SET -> {}
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (!ending && !ready.completeExceptionally(failure)) {
      System.err.println("the session of stub-" + number + " broke: " + failure);
    }
  }

  @Override
  public void onCompleted() {
    onError(new IllegalStateException("the scheduler ended the session"));
  }

  private void take(StateVersion to, List<DesiredChange> changes) {
    version = to;
    send(AgentMessage.newBuilder().setDesiredAck(DesiredAck.newBuilder().setVersion(to)));
    for (DesiredChange change : changes) {
      take(change);
    }
  }

  private void take(DesiredChange change) {
    Instant now = Instant.now();
    List<TaskStatus> seen = new ArrayList<>();
    List<StubTask> unwanted = new ArrayList<>();
    for (var assignment : change.getAssignmentsList()) {
      if (!tasks.containsKey(assignment.getTaskId())) {
        StubTask task = new StubTask(assignment, work.begin(assignment.getTaskId()));
        tasks.put(assignment.getTaskId(), task);
        seen.add(task.running(now));
        if (assignment.getDesired() == DesiredTaskState.DESIRED_TASK_STATE_STOP) {
          unwanted.add(task);
        }
      }
    }
    for (var intent : change.getIntentsList()) {
      StubTask task = tasks.get(intent.getTaskId());
      if (task != null && intent.getDesired() == DesiredTaskState.DESIRED_TASK_STATE_STOP) {
        work.end(intent.getTaskId());
        unwanted.add(task);
      }
    }
    change.getRemovedTaskIdsList().forEach(tasks::remove);
    report(seen);
    stop(unwanted, TaskStopCause.TASK_STOP_CAUSE_DESIRED);
  }

  private void stop(List<StubTask> which, TaskStopCause cause) {
    Instant now = Instant.now();
    report(which.stream().flatMap(task -> task.stopped(cause, now).stream()).toList());
  }

  private void report(List<TaskStatus> seen) {
    for (int from = 0; from < seen.size(); from += MOST_REPORTED) {
      List<TaskStatus> some = seen.subList(from, Math.min(seen.size(), from + MOST_REPORTED));
      send(AgentMessage.newBuilder().setReport(StatusReport.newBuilder().addAllTasks(some)));
    }
  }

  private void beat() {
    heartbeats++;
    send(AgentMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSequence(heartbeats)));
  }

  private void send(AgentMessage.Builder message) {
    scheduler.onNext(message.build());
  }

  /** What a stub of that number says of itself, without a journal. */
  static AgentHello hello(int number) {
    Instant now = Instant.now();
    return AgentHello.newBuilder()
        .setIncarnation(
            Incarnation.newBuilder()
                .setBootId("6f1c1c5e-0000-4000-8000-%012x".formatted(number))
                .setJournalId(ByteString.copyFrom(ByteBuffer.allocate(16).putInt(number).array()))
                .setStartCounter(1))
        .setFacts(facts(number))
        .setEngine(
            EngineStatus.newBuilder()
                .setAvailability(EngineAvailability.ENGINE_AVAILABILITY_AVAILABLE)
                .setSince(Timestamp.newBuilder().setSeconds(now.getEpochSecond())))
        .addFeatures("core.v1")
        .setClockNonce(ByteString.copyFrom(new byte[16]))
        .build();
  }

  /** As much as the contract allows, so that no place is ever missing. */
  private static HostFacts facts(int number) {
    return HostFacts.newBuilder()
        .setCpuUnits(4_194_304)
        .setMemoryBytes(1L << 50)
        .setAddresses(AdvertiseAddresses.newBuilder().setIpv4("127.0.0.1"))
        .setDynamicPorts(PortRange.newBuilder().setFirst(FIRST_PORT).setLast(LAST_PORT))
        .setEngine(
            EngineFacts.newBuilder()
                .setKind(EngineKind.ENGINE_KIND_DOCKER)
                .setVersion("28.0")
                .setApiVersion("1.41"))
        .setDefaults(
            HostDefaults.newBuilder()
                .setStopTimeoutMs(30_000)
                .setPullBehaviour(PullBehaviour.PULL_BEHAVIOUR_PREFER_CACHED))
        .setHostName("stub-" + number)
        .setAgentVersion("stub")
        .setOsName("Linux")
        .setArchitecture(Architecture.ARCHITECTURE_X86_64)
        .setKernelRelease("6")
        .setCgroupVersion(2)
        .build();
  }
}
