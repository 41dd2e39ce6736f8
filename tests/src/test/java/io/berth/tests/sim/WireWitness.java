package io.berth.tests.sim;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.PortRelease;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads everything that passes between peers and scheduler: what was acknowledged stays so for the
 * life of a journal, and a settled cluster says nothing but heartbeats.
 */
final class WireWitness {
  private static final Comparator<StateVersion> ORDER =
      Comparator.comparingLong(StateVersion::getEpoch).thenComparingLong(StateVersion::getNumber);

  private final Surroundings world;
  private final Map<String, ByteString> journals = new HashMap<>();
  private final Map<ByteString, StateVersion> acknowledged = new HashMap<>();
  private final Map<ByteString, Long> counters = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private long words;

  WireWitness(Surroundings world) {
    this.world = world;
  }

  /** How many messages there were besides heartbeats and their answers. */
  long words() {
    return words;
  }

  void fromAgent(String host, AgentMessage message) {
    switch (message.getKindCase()) {
      case HELLO -> hello(host, message.getHello());
      case DESIRED_ACK -> acknowledged(host, message.getDesiredAck());
      case REPORT -> message.getReport().getTasksList().forEach(this::told);
      case INVENTORY -> message.getInventory().getTasksList().forEach(this::told);
      case HEARTBEAT, FACTS, ENGINE, ASSIGNMENT_ANSWER, SHUTTING_DOWN, KIND_NOT_SET -> {}
    }
    if (!message.hasHeartbeat()) {
      words++;
    }
  }

  void toAgent(SchedulerMessage message, Snapshot state) {
    if (!message.hasLease()) {
      words++;
    }
    message.getDifference().getChange().getReleasedPortsList().forEach(one -> isFree(one, state));
    message.getSyncChunk().getChange().getReleasedPortsList().forEach(one -> isFree(one, state));
  }

  /** As long as the tables have the target, some proxy may send there. */
  private void isFree(PortRelease release, Snapshot state) {
    TaskId task = TaskId.parse(release.getTaskId());
    for (Target target : state.rowsWith(Tables.TARGETS, Tables.TARGETS_BY_TASK, task)) {
      world
          .findings()
          .require(
              target.address().port() != release.getPort().getPort(),
              "an agent may pick the port of a target again that is in the tables: " + target.id());
    }
  }

  void fromProxy(ProxyMessage message) {
    switch (message.getKindCase()) {
      case HEARTBEAT, HEALTH_DIGEST -> {}
      case HELLO, ROUTING_ACK, HEALTH, DRAIN, KIND_NOT_SET -> words++;
    }
  }

  void toProxy(FeedMessage message) {
    switch (message.getKindCase()) {
      case LEASE -> {}
      case SYNC_BEGIN -> {
        world.counts().moved("table told in full");
        words++;
      }
      case DIFFERENCE -> {
        world.counts().moved("table told by difference");
        words++;
      }
      case HELLO, SYNC_CHUNK, SYNC_END, REFUSAL, PROBE, HEALTH_REQUEST, KIND_NOT_SET -> words++;
    }
  }

  private void hello(String host, AgentHello hello) {
    ByteString journal = hello.getIncarnation().getJournalId();
    journals.put(host, journal);
    StateVersion known = acknowledged.get(journal);
    world
        .findings()
        .require(
            known == null || ORDER.compare(hello.getDesiredVersion(), known) >= 0,
            host + " has acknowledged a version and says hello with an older one");
    Long starts = counters.put(journal, hello.getIncarnation().getStartCounter());
    world
        .findings()
        .require(
            starts == null || starts <= hello.getIncarnation().getStartCounter(),
            host + " counts fewer starts than before");
  }

  private void acknowledged(String host, DesiredAck ack) {
    ByteString journal = journals.get(host);
    if (!ack.hasRefusal() && journal != null) {
      acknowledged.merge(
          journal, ack.getVersion(), (one, other) -> ORDER.compare(one, other) > 0 ? one : other);
    }
  }

  private void told(TaskStatus status) {
    String phase = status.getPhase().name().replace("TASK_PHASE_", "");
    List<String> names =
        status.hasStop()
            ? List.of("told " + phase, "end " + cause(status))
            : List.of("told " + phase);
    for (String name : names) {
      if (told.add(status.getTaskId() + " " + name)) {
        world.counts().moved(name);
        world.story().tell("task " + shortId(status.getTaskId()) + " " + name);
      }
    }
  }

  private static String cause(TaskStatus status) {
    String name = status.getStop().getCause().name();
    return name.substring(name.indexOf("CAUSE_") + "CAUSE_".length());
  }

  static String shortId(String id) {
    return id.substring(0, 8);
  }
}
