package io.berth.agent.link;

import com.google.protobuf.ByteString;
import io.berth.agent.journal.StateWire;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.EngineStatus;
import io.berth.agent.model.HostFacts;
import io.berth.peer.Bounds;
import io.berth.peer.Times;
import io.berth.proto.agent.AdvertiseAddresses;
import io.berth.proto.agent.Architecture;
import io.berth.proto.agent.Attribute;
import io.berth.proto.agent.Device;
import io.berth.proto.agent.EngineAvailability;
import io.berth.proto.agent.EngineFacts;
import io.berth.proto.agent.EngineKind;
import io.berth.proto.agent.HostDefaults;
import io.berth.proto.agent.PortRange;
import io.berth.proto.common.Incarnation;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** What a host is and how its engine is, as messages. */
final class FactsWire {
  private FactsWire() {}

  static Incarnation incarnation(Greeting greeting) {
    return Incarnation.newBuilder()
        .setBootId(greeting.bootId())
        .setJournalId(ByteString.copyFrom(HexFormat.of().parseHex(greeting.journalId())))
        .setStartCounter(greeting.startCounter())
        .build();
  }

  static io.berth.proto.agent.EngineStatus engine(EngineStatus status, Duration offset) {
    EngineAvailability availability =
        switch (status.availability()) {
          case AVAILABLE -> EngineAvailability.ENGINE_AVAILABILITY_AVAILABLE;
          case SLOW -> EngineAvailability.ENGINE_AVAILABILITY_SLOW;
          case UNAVAILABLE -> EngineAvailability.ENGINE_AVAILABILITY_UNAVAILABLE;
        };
    return io.berth.proto.agent.EngineStatus.newBuilder()
        .setAvailability(availability)
        .setSince(Times.timestamp(status.since().plus(offset)))
        .setSentence(Bounds.sentence(status.sentence()))
        .build();
  }

  static io.berth.proto.agent.HostFacts facts(HostFacts facts) {
    var message =
        io.berth.proto.agent.HostFacts.newBuilder()
            .setCpuUnits(facts.capacity().cpuUnits())
            .setMemoryBytes(facts.capacity().memoryBytes())
            .setAddresses(addresses(facts.addresses()))
            .setDynamicPorts(
                PortRange.newBuilder()
                    .setFirst(facts.dynamicPorts().first())
                    .setLast(facts.dynamicPorts().last()))
            .setEngine(engine(facts.engine()))
            .setDefaults(defaults(facts.defaults()))
            .setAgentVersion(facts.agentVersion())
            .putAllFirstTags(facts.firstTags());
    facts.reservedPorts().stream().map(StateWire::port).forEach(message::addReservedPorts);
    facts.capacity().devices().stream().map(FactsWire::device).forEach(message::addDevices);
    facts.attributes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(one -> attribute(one.getKey(), one.getValue()))
        .forEach(message::addAttributes);
    machine(facts.machine(), message);
    return message.build();
  }

  private static void machine(
      HostFacts.Machine machine, io.berth.proto.agent.HostFacts.Builder message) {
    message
        .setHostName(machine.hostName())
        .setOsName(machine.osName())
        .setArchitecture(
            switch (machine.architecture()) {
              case X86_64 -> Architecture.ARCHITECTURE_X86_64;
              case ARM64 -> Architecture.ARCHITECTURE_ARM64;
            })
        .setKernelRelease(machine.kernelRelease())
        .setCgroupVersion(machine.cgroupVersion());
  }

  private static AdvertiseAddresses addresses(HostFacts.Addresses addresses) {
    var message = AdvertiseAddresses.newBuilder();
    addresses.ipv4().ifPresent(message::setIpv4);
    addresses.ipv6().ifPresent(message::setIpv6);
    return message.build();
  }

  private static Device device(HostFacts.Device device) {
    var message =
        Device.newBuilder()
            .setDeviceId(device.deviceId())
            .setKind(device.kind())
            .setModel(device.model());
    device.memoryBytes().ifPresent(message::setMemoryBytes);
    return message.build();
  }

  private static Attribute attribute(String name, Optional<String> value) {
    var message = Attribute.newBuilder().setName(name);
    value.ifPresent(message::setValue);
    return message.build();
  }

  private static EngineFacts engine(HostFacts.EngineFacts engine) {
    EngineKind kind =
        switch (engine.kind()) {
          case DOCKER -> EngineKind.ENGINE_KIND_DOCKER;
          case PODMAN -> EngineKind.ENGINE_KIND_PODMAN;
        };
    return EngineFacts.newBuilder()
        .setKind(kind)
        .setVersion(engine.version())
        .setApiVersion(engine.apiVersion())
        .build();
  }

  private static HostDefaults defaults(HostFacts.Defaults defaults) {
    return HostDefaults.newBuilder()
        .setStopTimeoutMs(Math.toIntExact(defaults.stopTimeout().toMillis()))
        .setPullBehaviour(pull(defaults.pullBehaviour()))
        .build();
  }

  private static io.berth.proto.agent.PullBehaviour pull(PullBehaviour pull) {
    return switch (pull) {
      case PULL_OR_CACHED -> io.berth.proto.agent.PullBehaviour.PULL_BEHAVIOUR_PULL_OR_CACHED;
      case ALWAYS -> io.berth.proto.agent.PullBehaviour.PULL_BEHAVIOUR_ALWAYS;
      case ONCE -> io.berth.proto.agent.PullBehaviour.PULL_BEHAVIOUR_ONCE;
      case PREFER_CACHED -> io.berth.proto.agent.PullBehaviour.PULL_BEHAVIOUR_PREFER_CACHED;
    };
  }
}
