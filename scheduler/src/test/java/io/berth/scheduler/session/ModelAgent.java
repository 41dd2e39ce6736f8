package io.berth.scheduler.session;

import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.AssignmentAnswer;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredChange;
import io.berth.proto.agent.DesiredDifference;
import io.berth.proto.agent.DesiredRefusal;
import io.berth.proto.agent.DesiredRefusalCode;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.FullSyncEnd;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.StatusReport;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.StateVersion;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.MemoryStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An agent that follows the contract, in memory: a journal, tasks that move, and one stream. */
final class ModelAgent {
  private static final Comparator<StateVersion> ORDER =
      Comparator.comparingLong(StateVersion::getEpoch).thenComparingLong(StateVersion::getNumber);
  private static final int CHUNK = 3;

  final Map<String, Held> tasks = new TreeMap<>();

  /** Those that were told to stop, or to be forgotten, before they had ended by themselves. */
  final Set<String> toldToStop = new TreeSet<>();

  private final RandomGenerator random;

  /** A bug: it does not find again what it has promised. */
  boolean isForgetful;

  private long startCounter = 1;
  private @Nullable StateVersion version;
  private @Nullable StateVersion syncing;
  private List<DesiredChange> chunks = new ArrayList<>();
  private @Nullable MemoryStream<AgentMessage, SchedulerMessage> stream;
  private boolean greeted;

  /** A task in the journal. */
  static final class Held {
    Assignment assignment = Assignment.getDefaultInstance();
    DesiredTaskState desired = DesiredTaskState.DESIRED_TASK_STATE_RUN;
    TaskPhase phase = TaskPhase.TASK_PHASE_ACCEPTED;
    long sequence = 1;
  }

  ModelAgent(RandomGenerator random) {
    this.random = random;
  }

  boolean isConnected() {
    return stream != null && !stream.ended;
  }

  void connect(MemoryStream<AgentMessage, SchedulerMessage> to) {
    stream = to;
    greeted = false;
    syncing = null;
    AgentHello.Builder hello =
        Messages.anyHello().setIncarnation(Messages.incarnation(1, startCounter));
    if (version != null) {
      hello.setDesiredVersion(version);
    }
    send(Messages.hello(hello.build()));
  }

  /** The process starts anew with its journal; the order of its reports begins anew. */
  void restart() {
    stream = null;
    startCounter++;
    tasks.values().forEach(task -> task.sequence = 1);
  }

  /** Takes one message that has arrived. */
  void receive(SchedulerMessage message) {
    switch (message.getKindCase()) {
      case HELLO -> {
        greeted = true;
        sendInventory();
      }
      case SYNC_BEGIN -> {
        syncing = message.getSyncBegin().getVersion();
        chunks = new ArrayList<>();
      }
      case SYNC_CHUNK -> {
        // A doubled chunk is one out of order, which the end will tell.
        if (message.getSyncChunk().getIndex() == chunks.size()) {
          chunks.add(message.getSyncChunk().getChange());
        }
      }
      case SYNC_END -> synced(message.getSyncEnd());
      case DIFFERENCE -> changed(message.getDifference());
      case REFUSAL -> stream = null;
      case ASSIGNMENT_QUERY -> answer(message.getAssignmentQuery().getTaskIdsList());
      case LEASE, PROBE, SHUTDOWN_PROGRESS, KIND_NOT_SET -> {}
    }
  }

  /** One task moves on by one step, and the agent tells of it. */
  void work() {
    Optional<String> any =
        tasks.keySet().stream().skip(random.nextInt(Math.max(1, tasks.size()))).findFirst();
    any.ifPresent(id -> {
      Held task = known(id);
      TaskPhase before = task.phase;
      task.phase = next(task);
      if (task.phase != before) {
        task.sequence++;
        report(List.of(id));
      }
    });
  }

  /** Whatever shall stop does. */
  void stopAllThatShall() {
    tasks.forEach((id, task) -> {
      if (task.desired == DesiredTaskState.DESIRED_TASK_STATE_STOP
          && task.phase != TaskPhase.TASK_PHASE_STOPPED) {
        task.phase = TaskPhase.TASK_PHASE_STOPPED;
        task.sequence++;
        report(List.of(id));
      }
    });
  }

  private void answer(List<String> ids) {
    AssignmentAnswer.Builder answer = AssignmentAnswer.newBuilder();
    for (String id : ids) {
      Held task = tasks.get(id);
      if (task == null || isForgetful) {
        answer.addUnknownTaskIds(id);
      } else {
        answer.addAssignments(task.assignment.toBuilder().setDesired(task.desired));
      }
    }
    send(AgentMessage.newBuilder().setAssignmentAnswer(answer).build());
  }

  /** Says again what it said of some tasks, as after a merge. */
  void repeat() {
    tasks.keySet().stream().findFirst().ifPresent(id -> report(List.of(id)));
  }

  private TaskPhase next(Held task) {
    if (task.phase == TaskPhase.TASK_PHASE_STOPPED) {
      return task.phase;
    }
    boolean ends = random.nextInt(12) == 0;
    if (ends || task.desired == DesiredTaskState.DESIRED_TASK_STATE_STOP) {
      return TaskPhase.TASK_PHASE_STOPPED;
    }
    return task.phase == TaskPhase.TASK_PHASE_ACCEPTED
        ? TaskPhase.TASK_PHASE_PULLING
        : TaskPhase.TASK_PHASE_RUNNING;
  }

  private void report(List<String> ids) {
    if (isConnected() && greeted) {
      StatusReport.Builder report = StatusReport.newBuilder();
      ids.forEach(id -> report.addTasks(status(id)));
      send(AgentMessage.newBuilder().setReport(report).build());
    }
  }

  private void sendInventory() {
    List<String> ids = List.copyOf(tasks.keySet());
    int index = 0;
    do {
      InventoryChunk.Builder chunk = InventoryChunk.newBuilder().setIndex(index);
      int end = Math.min(ids.size(), (index + 1) * CHUNK);
      ids.subList(index * CHUNK, end)
          .forEach(id -> chunk.addTasks(status(id).toBuilder().setPromised(known(id).desired)));
      chunk.setLast(end == ids.size());
      send(AgentMessage.newBuilder().setInventory(chunk).build());
      index++;
    } while (index * CHUNK < ids.size());
  }

  private TaskStatus status(String id) {
    Held task = known(id);
    return Messages.status(TaskId.parse(id), task.sequence, task.phase).toBuilder()
        .setPlanHash(task.assignment.getPlanHash())
        .build();
  }

  private void changed(DesiredDifference difference) {
    if (!difference.getBase().equals(version)) {
      refuse(difference.getVersion(), DesiredRefusalCode.DESIRED_REFUSAL_CODE_BASE_UNKNOWN);
    } else if (random.nextInt(20) == 0) {
      refuse(difference.getVersion(), DesiredRefusalCode.DESIRED_REFUSAL_CODE_MALFORMED);
    } else {
      take(difference.getChange());
      accept(difference.getVersion());
    }
  }

  private void synced(FullSyncEnd end) {
    if (!end.getVersion().equals(syncing) || end.getChunkCount() != chunks.size()) {
      refuse(end.getVersion(), DesiredRefusalCode.DESIRED_REFUSAL_CODE_CHUNKS_MISSING);
      return;
    }
    syncing = null;
    if (version != null && ORDER.compare(end.getVersion(), version) <= 0) {
      refuse(end.getVersion(), DesiredRefusalCode.DESIRED_REFUSAL_CODE_VERSION_OLD);
      return;
    }
    List<String> named = new ArrayList<>();
    for (DesiredChange chunk : chunks) {
      chunk.getAssignmentsList().forEach(assignment -> named.add(assignment.getTaskId()));
      take(chunk);
    }
    tasks
        .entrySet()
        .removeIf(task ->
            !named.contains(task.getKey())
                && task.getValue().phase == TaskPhase.TASK_PHASE_STOPPED);
    accept(end.getVersion());
  }

  private void take(DesiredChange change) {
    change
        .getAssignmentsList()
        .forEach(assignment -> {
          Held task = tasks.computeIfAbsent(assignment.getTaskId(), _ -> new Held());
          task.assignment = assignment;
          noteStop(assignment.getTaskId(), assignment.getDesired());
          want(task, assignment.getDesired());
        });
    change
        .getIntentsList()
        .forEach(intent -> {
          noteStop(intent.getTaskId(), intent.getDesired());
          want(known(intent.getTaskId()), intent.getDesired());
        });
    for (String id : change.getRemovedTaskIdsList()) {
      noteStop(id, DesiredTaskState.DESIRED_TASK_STATE_STOP);
      tasks.remove(id);
    }
  }

  private void noteStop(String id, DesiredTaskState desired) {
    Held task = tasks.get(id);
    if (desired == DesiredTaskState.DESIRED_TASK_STATE_STOP
        && task != null
        && task.phase != TaskPhase.TASK_PHASE_STOPPED) {
      toldToStop.add(id);
    }
  }

  /** Stop stays. */
  private static void want(Held task, DesiredTaskState desired) {
    if (task.desired != DesiredTaskState.DESIRED_TASK_STATE_STOP) {
      task.desired = desired;
    }
  }

  private void accept(StateVersion taken) {
    version = taken;
    send(acknowledgement(DesiredAck.newBuilder().setVersion(taken)));
  }

  private void refuse(StateVersion refused, DesiredRefusalCode code) {
    send(
        acknowledgement(
            DesiredAck.newBuilder()
                .setVersion(refused)
                .setRefusal(DesiredRefusal.newBuilder().setCode(code))));
  }

  private static AgentMessage acknowledgement(DesiredAck.Builder ack) {
    return AgentMessage.newBuilder().setDesiredAck(ack).build();
  }

  private void send(AgentMessage message) {
    MemoryStream<AgentMessage, SchedulerMessage> to = stream;
    if (to != null && !to.ended) {
      to.toScheduler.add(message);
    }
  }

  private Held known(String id) {
    Held task = tasks.get(id);
    if (task == null) {
      throw new AssertionError("nobody knows task " + id);
    }
    return task;
  }
}
