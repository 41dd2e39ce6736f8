package io.berth.scheduler.session;

import io.berth.base.AttributeRules;
import io.berth.proto.agent.AdvertiseAddresses;
import io.berth.proto.agent.Architecture;
import io.berth.proto.agent.Attribute;
import io.berth.proto.agent.Device;
import io.berth.proto.agent.EngineFacts;
import io.berth.proto.agent.EngineKind;
import io.berth.proto.agent.EngineStatus;
import io.berth.proto.agent.HostDefaults;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.common.TransportProtocol;
import io.berth.scheduler.model.BuiltIn;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.peer.Bounds;
import io.berth.scheduler.peer.ContractBrokenException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a host says of itself, from the wire and held against the contract's limits. */
final class HostWire {
  private static final int MOST_CPU_UNITS = 4_194_304;
  private static final long MIB = 1L << 20;
  private static final long LEAST_MEMORY = 4 * MIB;
  private static final long MOST_MEMORY = 1L << 53;
  private static final int MOST_RESERVED = 100;
  private static final int MOST_DEVICES = 256;
  private static final int MOST_ATTRIBUTES = 128;
  private static final int MOST_TAGS = 50;
  private static final int MOST_STOP_TIMEOUT = 86_400_000;

  private HostWire() {}

  /** The host's own wishes for tags; they count once, when it comes for the first time. */
  static Map<String, String> firstTags(io.berth.proto.agent.HostFacts wire)
      throws ContractBrokenException {
    Bounds.count(wire.getFirstTagsCount(), MOST_TAGS, "tags");
    for (var tag : wire.getFirstTagsMap().entrySet()) {
      Bounds.someText(tag.getKey(), 128, "a tag's key");
      Bounds.text(tag.getValue(), 256, "a tag's value");
    }
    return wire.getFirstTagsMap();
  }

  /**
   * The facts.
   *
   * @param from where the agent calls from: only from here may it offer loopback addresses
   * @param features what the agent knows, told once in its hello
   */
  static HostFacts facts(
      io.berth.proto.agent.HostFacts wire, InetAddress from, Set<String> features)
      throws ContractBrokenException {
    HostFacts.PortRange range = range(wire);
    List<HostPort> reserved = reserved(wire);
    long memory =
        Bounds.range(wire.getMemoryBytes(), LEAST_MEMORY, MOST_MEMORY, "the memory in bytes");
    Resources registered =
        new Resources(
            Bounds.range(wire.getCpuUnits(), 1, MOST_CPU_UNITS, "the cpu units"),
            memory / MIB,
            free(range, reserved));
    return new HostFacts(
        registered,
        range,
        reserved,
        addresses(wire.getAddresses(), from),
        devices(wire.getDevicesList()),
        attributes(wire.getAttributesList()),
        machine(wire),
        software(wire),
        defaults(wire.getDefaults()),
        features);
  }

  static Contact.Engine engine(EngineStatus wire) throws ContractBrokenException {
    Contact.Availability availability =
        switch (wire.getAvailability()) {
          case ENGINE_AVAILABILITY_AVAILABLE -> Contact.Availability.AVAILABLE;
          case ENGINE_AVAILABILITY_SLOW -> Contact.Availability.SLOW;
          case ENGINE_AVAILABILITY_UNAVAILABLE, ENGINE_AVAILABILITY_UNSPECIFIED, UNRECOGNIZED ->
              Contact.Availability.UNAVAILABLE;
        };
    return new Contact.Engine(
        availability,
        Bounds.time(wire.getSince(), "the engine's since"),
        Bounds.text(wire.getSentence(), 1_024, "the engine's sentence"));
  }

  static HostPort port(int number, TransportProtocol protocol) throws ContractBrokenException {
    return new HostPort(protocol(protocol), Bounds.port(number, "a host port"));
  }

  static io.berth.proto.agent.HostPort port(HostPort port) {
    return io.berth.proto.agent.HostPort.newBuilder()
        .setPort(port.number())
        .setProtocol(
            switch (port.protocol()) {
              case TCP -> TransportProtocol.TRANSPORT_PROTOCOL_TCP;
              case UDP -> TransportProtocol.TRANSPORT_PROTOCOL_UDP;
            })
        .build();
  }

  static PullBehaviour pull(HostFacts.PullBehaviour behaviour) {
    return switch (behaviour) {
      case PULL_OR_CACHED -> PullBehaviour.PULL_BEHAVIOUR_PULL_OR_CACHED;
      case ALWAYS -> PullBehaviour.PULL_BEHAVIOUR_ALWAYS;
      case ONCE -> PullBehaviour.PULL_BEHAVIOUR_ONCE;
      case PREFER_CACHED -> PullBehaviour.PULL_BEHAVIOUR_PREFER_CACHED;
    };
  }

  private static HostPort.Protocol protocol(TransportProtocol protocol)
      throws ContractBrokenException {
    return switch (protocol) {
      case TRANSPORT_PROTOCOL_TCP -> HostPort.Protocol.TCP;
      case TRANSPORT_PROTOCOL_UDP -> HostPort.Protocol.UDP;
      case TRANSPORT_PROTOCOL_UNSPECIFIED, UNRECOGNIZED ->
          throw new ContractBrokenException("a port has neither TCP nor UDP");
    };
  }

  private static HostFacts.PortRange range(io.berth.proto.agent.HostFacts wire)
      throws ContractBrokenException {
    int first = Bounds.port(wire.getDynamicPorts().getFirst(), "the first dynamic port");
    int last = Bounds.port(wire.getDynamicPorts().getLast(), "the last dynamic port");
    if (last < first) {
      throw new ContractBrokenException("the dynamic ports end before they begin");
    }
    return new HostFacts.PortRange(first, last);
  }

  private static List<HostPort> reserved(io.berth.proto.agent.HostFacts wire)
      throws ContractBrokenException {
    Bounds.count(wire.getReservedPortsCount(), MOST_RESERVED, "reserved ports");
    List<HostPort> reserved = new ArrayList<>();
    for (var port : wire.getReservedPortsList()) {
      reserved.add(port(port.getPort(), port.getProtocol()));
    }
    return reserved;
  }

  /** A number that is reserved for one protocol is not counted for the other either. */
  private static int free(HostFacts.PortRange range, List<HostPort> reserved) {
    long taken =
        reserved.stream()
            .mapToInt(HostPort::number)
            .distinct()
            .filter(number -> range.first() <= number && number <= range.last())
            .count();
    return Math.toIntExact(range.last() - range.first() + 1 - taken);
  }

  private static List<String> addresses(AdvertiseAddresses wire, InetAddress from)
      throws ContractBrokenException {
    List<String> addresses = new ArrayList<>();
    if (wire.hasIpv4()) {
      addresses.add(address(wire.getIpv4(), 4, from));
    }
    if (wire.hasIpv6()) {
      addresses.add(address(wire.getIpv6(), 6, from));
    }
    if (addresses.isEmpty()) {
      throw new ContractBrokenException("no advertise address is set");
    }
    return addresses;
  }

  private static String address(String text, int family, InetAddress from)
      throws ContractBrokenException {
    InetAddress address = parsed(Bounds.text(text, 45, "an advertise address"));
    if (address == null || (address instanceof Inet4Address) != (family == 4)) {
      throw new ContractBrokenException("an advertise address is no IPv" + family + " address");
    }
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      throw new ContractBrokenException("an advertise address names no single host");
    }
    if (address.isLoopbackAddress() && !from.isLoopbackAddress()) {
      throw new ContractBrokenException(
          "an advertise address is loopback, but the agent is not on the scheduler's machine");
    }
    return address.getHostAddress();
  }

  private static @Nullable InetAddress parsed(String text) {
    try {
      return text.indexOf('%') < 0 ? InetAddress.ofLiteral(text) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static List<HostFacts.Device> devices(List<Device> wire) throws ContractBrokenException {
    Bounds.count(wire.size(), MOST_DEVICES, "devices");
    Set<String> ids = new HashSet<>();
    List<HostFacts.Device> devices = new ArrayList<>();
    for (Device device : wire) {
      if (!ids.add(Bounds.someText(device.getDeviceId(), 128, "a device's id"))) {
        throw new ContractBrokenException("two devices have one id");
      }
      devices.add(
          new HostFacts.Device(
              device.getDeviceId(),
              Bounds.someText(device.getKind(), 64, "a device's kind"),
              Bounds.text(device.getModel(), 128, "a device's model"),
              Bounds.range(device.getMemoryBytes(), 0, MOST_MEMORY, "a device's memory")));
    }
    return devices;
  }

  private static Map<String, String> attributes(List<Attribute> wire)
      throws ContractBrokenException {
    Bounds.count(wire.size(), MOST_ATTRIBUTES, "attributes");
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Attribute attribute : wire) {
      if (attributes.put(judgedName(attribute), attribute.getValue()) != null) {
        throw new ContractBrokenException("two attributes have one name");
      }
    }
    return attributes;
  }

  /** An agent that says of its host what contradicts the facts would get tasks that cannot run. */
  private static String judgedName(Attribute attribute) throws ContractBrokenException {
    String name = attribute.getName();
    Optional<String> fault = AttributeRules.faultOfName(name);
    if (fault.isEmpty() && !attribute.getValue().isEmpty()) {
      fault = AttributeRules.faultOfValue(attribute.getValue());
    }
    if (fault.isPresent()) {
      throw new ContractBrokenException(fault.get());
    }
    if (AttributeRules.isReserved(name) && !BuiltIn.isTold(name)) {
      throw new ContractBrokenException(
          "the attribute " + name + " is built in, and none that an agent tells");
    }
    return name;
  }

  private static HostFacts.Machine machine(io.berth.proto.agent.HostFacts wire)
      throws ContractBrokenException {
    return new HostFacts.Machine(
        Bounds.text(wire.getHostName(), 253, "the host's name"),
        Bounds.text(wire.getOsName(), 128, "the system's name"),
        architecture(wire.getArchitecture()),
        Bounds.text(wire.getKernelRelease(), 128, "the kernel's release"),
        Bounds.range(wire.getCgroupVersion(), 1, 2, "the version of control groups"));
  }

  private static HostFacts.Architecture architecture(Architecture wire)
      throws ContractBrokenException {
    return switch (wire) {
      case ARCHITECTURE_X86_64 -> HostFacts.Architecture.X86_64;
      case ARCHITECTURE_ARM64 -> HostFacts.Architecture.ARM64;
      case ARCHITECTURE_UNSPECIFIED, UNRECOGNIZED ->
          throw new ContractBrokenException("the cpu architecture is unknown");
    };
  }

  private static HostFacts.Software software(io.berth.proto.agent.HostFacts wire)
      throws ContractBrokenException {
    EngineFacts engine = wire.getEngine();
    return new HostFacts.Software(
        Bounds.text(wire.getAgentVersion(), 64, "the agent's version"),
        engine(engine.getKind()),
        Bounds.text(engine.getVersion(), 64, "the engine's version"),
        Bounds.text(engine.getApiVersion(), 16, "the engine's API version"));
  }

  private static HostFacts.Engine engine(EngineKind wire) throws ContractBrokenException {
    return switch (wire) {
      case ENGINE_KIND_DOCKER -> HostFacts.Engine.DOCKER;
      case ENGINE_KIND_PODMAN -> HostFacts.Engine.PODMAN;
      case ENGINE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new ContractBrokenException("the container engine is unknown");
    };
  }

  private static HostFacts.Defaults defaults(HostDefaults wire) throws ContractBrokenException {
    int stop = Bounds.range(wire.getStopTimeoutMs(), 0, MOST_STOP_TIMEOUT, "the stop timeout");
    return new HostFacts.Defaults(Duration.ofMillis(stop), pull(wire.getPullBehaviour()));
  }

  private static HostFacts.PullBehaviour pull(PullBehaviour wire) throws ContractBrokenException {
    return switch (wire) {
      case PULL_BEHAVIOUR_PULL_OR_CACHED -> HostFacts.PullBehaviour.PULL_OR_CACHED;
      case PULL_BEHAVIOUR_ALWAYS -> HostFacts.PullBehaviour.ALWAYS;
      case PULL_BEHAVIOUR_ONCE -> HostFacts.PullBehaviour.ONCE;
      case PULL_BEHAVIOUR_PREFER_CACHED -> HostFacts.PullBehaviour.PREFER_CACHED;
      case PULL_BEHAVIOUR_UNSPECIFIED, UNRECOGNIZED ->
          throw new ContractBrokenException("the default pull behaviour is unknown");
    };
  }
}
