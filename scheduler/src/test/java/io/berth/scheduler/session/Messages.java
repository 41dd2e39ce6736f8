package io.berth.scheduler.session;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.AdvertiseAddresses;
import io.berth.proto.agent.AgentHello;
import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.Architecture;
import io.berth.proto.agent.ContainerState;
import io.berth.proto.agent.ContainerStatus;
import io.berth.proto.agent.EngineAvailability;
import io.berth.proto.agent.EngineFacts;
import io.berth.proto.agent.EngineKind;
import io.berth.proto.agent.EngineStatus;
import io.berth.proto.agent.HostDefaults;
import io.berth.proto.agent.HostFacts;
import io.berth.proto.agent.InventoryChunk;
import io.berth.proto.agent.PortRange;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.TaskPhase;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.Incarnation;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Times;
import io.berth.scheduler.store.Samples;

/** What a well-behaved agent sends. */
final class Messages {
  static final ByteString PLAN_HASH = ByteString.copyFrom(new byte[32]);

  private Messages() {}

  static AgentMessage hello(AgentHello hello) {
    return AgentMessage.newBuilder().setHello(hello).build();
  }

  static AgentHello.Builder anyHello() {
    return AgentHello.newBuilder()
        .setIncarnation(incarnation(1, 1))
        .setFacts(facts())
        .setEngine(engine(EngineAvailability.ENGINE_AVAILABILITY_AVAILABLE))
        .addFeatures("core.v1")
        .setClockNonce(ByteString.copyFrom(new byte[16]));
  }

  static Incarnation incarnation(int journal, long startCounter) {
    return Incarnation.newBuilder()
        .setBootId("6f1c1c5e-0000-4000-8000-000000000000")
        .setJournalId(ByteString.copyFrom(new byte[15]).concat(oneByte(journal)))
        .setStartCounter(startCounter)
        .build();
  }

  private static ByteString oneByte(int value) {
    return ByteString.copyFrom(new byte[] {(byte) value});
  }

  static HostFacts facts() {
    return HostFacts.newBuilder()
        .setCpuUnits(8_192)
        .setMemoryBytes(1L << 34)
        .setAddresses(AdvertiseAddresses.newBuilder().setIpv4("192.0.2.7"))
        .setDynamicPorts(PortRange.newBuilder().setFirst(20_000).setLast(20_999))
        .setEngine(
            EngineFacts.newBuilder()
                .setKind(EngineKind.ENGINE_KIND_DOCKER)
                .setVersion("28.0")
                .setApiVersion("1.48"))
        .setDefaults(
            HostDefaults.newBuilder()
                .setStopTimeoutMs(45_000)
                .setPullBehaviour(PullBehaviour.PULL_BEHAVIOUR_ONCE))
        .setHostName("rack-1")
        .setAgentVersion("1")
        .setOsName("Debian 13")
        .setArchitecture(Architecture.ARCHITECTURE_X86_64)
        .setKernelRelease("6.12")
        .setCgroupVersion(2)
        .build();
  }

  static EngineStatus engine(EngineAvailability availability) {
    return EngineStatus.newBuilder()
        .setAvailability(availability)
        .setSince(Times.of(Samples.NOON))
        .build();
  }

  static AgentMessage heartbeat(long sequence) {
    return AgentMessage.newBuilder()
        .setHeartbeat(Heartbeat.newBuilder().setSequence(sequence))
        .build();
  }

  static AgentMessage emptyInventory() {
    return AgentMessage.newBuilder()
        .setInventory(InventoryChunk.newBuilder().setLast(true))
        .build();
  }

  static TaskStatus status(TaskId task, long sequence, TaskPhase phase) {
    boolean over = phase == TaskPhase.TASK_PHASE_STOPPED;
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(task.text())
            .setSequence(sequence)
            .setPhase(phase)
            .setPlanHash(PLAN_HASH)
            .setAcceptedAt(Times.of(Samples.NOON))
            .addContainers(
                ContainerStatus.newBuilder()
                    .setName("app")
                    .setState(
                        over
                            ? ContainerState.CONTAINER_STATE_STOPPED
                            : ContainerState.CONTAINER_STATE_PENDING));
    if (over) {
      status.setStoppedAt(Times.of(Samples.NOON));
    }
    return status.build();
  }
}
