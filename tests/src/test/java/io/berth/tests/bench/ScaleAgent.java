package io.berth.tests.bench;

import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.AgentSessionGrpc;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.StatusReport;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.StateVersion;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An agent that says what an agent says and runs nothing: it keeps what it has promised, and comes
 * back by the rule of real ones when its session ends. Confined to its event loop.
 */
final class ScaleAgent {
  private static final long FIRST_MILLIS = 250;
  private static final long MOST_MILLIS = 30_000;

  private final int number;
  private final EventLoop loop;
  private final ManagedChannel channel;
  private final ScaleCounts counts;
  private final SplittableRandom random;
  private final Map<String, TaskStatus> tasks = new HashMap<>();
  private @Nullable StateVersion version;
  private @Nullable Session current;
  private long nextMillis = FIRST_MILLIS;
  private boolean ended;

  ScaleAgent(int number, EventLoop loop, ManagedChannel channel, ScaleCounts counts) {
    this.number = number;
    this.loop = loop;
    this.channel = channel;
    this.counts = counts;
    this.random = new SplittableRandom(number);
  }

  void begin() {
    loop.execute(() -> current = new Session());
  }

  /** As after the loss of its journal, but for its tasks: it is to be told everything again. */
  void forgetVersion() {
    loop.execute(() -> version = null);
  }

  void end() {
    loop.execute(() -> {
      ended = true;
      if (current != null) {
        current.stopBeating();
      }
    });
  }

  /** Half of each wait is chance. */
  private void comeBackAfter(long leastMillis) {
    long half = nextMillis / 2;
    long own = half + random.nextLong(half + 1);
    long asked = leastMillis + random.nextLong(1 + leastMillis / 4);
    nextMillis = Math.min(2 * nextMillis, MOST_MILLIS);
    var _ =
        loop.schedule(
            () -> {
              if (!ended) {
                channel.resetConnectBackoff();
                current = new Session();
              }
            },
            Math.max(own, asked),
            TimeUnit.MILLISECONDS);
  }

  /** One stream. */
  private final class Session implements StreamObserver<SchedulerMessage> {
    private final StreamObserver<AgentMessage> scheduler;
    private final List<DesiredChange> chunks = new ArrayList<>();
    private @Nullable ScheduledFuture<?> beating;
    private long heartbeats;
    private long askedMillis;
    private boolean over;

    Session() {
      scheduler = AgentSessionGrpc.newStub(channel).connect(this);
      AgentHello.Builder hello = StubHost.hello(number).toBuilder();
      if (version != null) {
        hello.setDesiredVersion(version);
      }
      scheduler.onNext(AgentMessage.newBuilder().setHello(hello).build());
    }

    @Override
    public void onNext(SchedulerMessage message) {
      switch (message.getKindCase()) {
        case HELLO -> opened(message.getHello().getHeartbeatIntervalMs());
        case SYNC_BEGIN -> chunks.clear();
        case SYNC_CHUNK -> chunks.add(message.getSyncChunk().getChange());
        case SYNC_END -> {
          counts.toldEverything();
          take(message.getSyncEnd().getVersion(), List.copyOf(chunks));
        }
        case DIFFERENCE ->
            take(
                message.getDifference().getVersion(), List.of(message.getDifference().getChange()));
        case REFUSAL -> {
          counts.refused();
          askedMillis = message.getRefusal().getRetryAfterMs();
        }
        case LEASE, PROBE, ASSIGNMENT_QUERY, SHUTDOWN_PROGRESS, KIND_NOT_SET -> {}
      }
    }

    private void opened(int intervalMillis) {
      nextMillis = FIRST_MILLIS;
      InventoryChunk.Builder inventory = InventoryChunk.newBuilder().setLast(true);
      tasks
          .values()
          .forEach(task ->
              inventory.addTasks(
                  task.toBuilder().setPromised(DesiredTaskState.DESIRED_TASK_STATE_RUN)));
      scheduler.onNext(AgentMessage.newBuilder().setInventory(inventory).build());
      counts.opened();
      beating =
          loop.scheduleAtFixedRate(
              this::beat, random.nextInt(intervalMillis), intervalMillis, TimeUnit.MILLISECONDS);
    }

    private void beat() {
      heartbeats++;
      scheduler.onNext(
          AgentMessage.newBuilder()
              .setHeartbeat(Heartbeat.newBuilder().setSequence(heartbeats))
              .build());
    }

    private void take(StateVersion to, List<DesiredChange> changes) {
      version = to;
      scheduler.onNext(
          AgentMessage.newBuilder().setDesiredAck(DesiredAck.newBuilder().setVersion(to)).build());
      List<TaskStatus> seen = new ArrayList<>();
      for (DesiredChange change : changes) {
        for (var assignment : change.getAssignmentsList()) {
          if (!tasks.containsKey(assignment.getTaskId())) {
            TaskStatus running = new StubTask(assignment, 20_000).running(Instant.now());
            tasks.put(assignment.getTaskId(), running);
            counts.began();
            seen.add(running);
          }
        }
        change.getRemovedTaskIdsList().forEach(tasks::remove);
      }
      if (!seen.isEmpty()) {
        scheduler.onNext(
            AgentMessage.newBuilder()
                .setReport(StatusReport.newBuilder().addAllTasks(seen))
                .build());
      }
    }

    @Override
    public void onError(Throwable failure) {
      over();
    }

    @Override
    public void onCompleted() {
      over();
    }

    private void over() {
      if (over) {
        return;
      }
      over = true;
      if (beating != null) {
        counts.closed();
      }
      stopBeating();
      comeBackAfter(askedMillis);
    }

    void stopBeating() {
      if (beating != null) {
        beating.cancel(false);
      }
    }
  }
}
