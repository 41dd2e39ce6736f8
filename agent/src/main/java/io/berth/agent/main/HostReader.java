package io.berth.agent.main;

import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.EngineDescription;
import io.berth.agent.engine.EngineException;
import io.berth.agent.model.HostFacts;
import io.berth.agent.model.HostFacts.Addresses;
import io.berth.agent.model.HostFacts.Architecture;
import io.berth.agent.model.HostFacts.Capacity;
import io.berth.agent.model.HostFacts.EngineFacts;
import io.berth.agent.model.HostFacts.EngineKind;
import io.berth.agent.model.HostFacts.Machine;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads what this host is: its machine from the kernel, its engine from the engine. While the
 * engine is away, what was last known of it is told.
 */
final class HostReader {
  private static final int UNITS_PER_CPU = 1_024;
  private static final long LEAST_MEMORY = 4L << 20;
  private static final Path OS_RELEASE = Path.of("/etc/os-release");
  private static final EngineFacts UNKNOWN = new EngineFacts(EngineKind.DOCKER, "", "");

  private final AgentConfig config;
  private final String version;
  private final Routes routes;
  private volatile EngineFacts engine = UNKNOWN;

  HostReader(AgentConfig config, String version, Routes routes) {
    this.config = config;
    this.version = version;
    this.routes = routes;
  }

  /** By which of this host's addresses another one is reached. */
  interface Routes {
    InetAddress towards(InetSocketAddress other) throws IOException;

    /** What the kernel says; sends nothing, connecting only asks the routes. */
    static InetAddress ofKernel(InetSocketAddress other) throws IOException {
      try (var socket = new DatagramSocket()) {
        socket.connect(other);
        return socket.getLocalAddress();
      }
    }
  }

  /** Asks the engine what it is; one that is away changes nothing. */
  void look(ContainerEngine asked) {
    try {
      EngineDescription described = asked.describe();
      engine = described.engine();
    } catch (EngineException _) {
      // Its watch tells that it is away.
    }
  }

  HostFacts facts(Addresses addresses) throws IOException {
    return new HostFacts(
        capacity(),
        addresses,
        config.dynamicPorts(),
        config.reservedPorts().stream().sorted().toList(),
        HostAttributes.read(config.attributes(), Files.readString(OS_RELEASE)),
        engine,
        config.defaults(),
        machine(),
        version,
        config.firstTags());
  }

  private Capacity capacity() throws IOException {
    long memory = memoryBytes() - config.reservedMemoryBytes();
    if (memory < LEAST_MEMORY) {
      throw new IOException(
          "Nothing is left for tasks: the host has "
              + memoryBytes()
              + " bytes of memory, and reserved-memory withholds "
              + config.reservedMemoryBytes());
    }
    int cpus = Runtime.getRuntime().availableProcessors();
    return new Capacity(cpus * UNITS_PER_CPU, memory, List.of());
  }

  private static long memoryBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemTotal:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IOException("/proc/meminfo does not tell the host's memory");
  }

  private static Machine machine() throws IOException {
    boolean unified = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    return new Machine(
        hostName(),
        OsRelease.value(Files.readString(OS_RELEASE), "PRETTY_NAME").orElse("Linux"),
        architecture(System.getProperty("os.arch")),
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
        unified ? 2 : 1);
  }

  static String hostName() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
  }

  private static Architecture architecture(String word) throws IOException {
    return switch (word) {
      case "amd64", "x86_64" -> Architecture.X86_64;
      case "aarch64", "arm64" -> Architecture.ARM64;
      default -> throw new IOException("The architecture " + word + " is not supported");
    };
  }

  /** The configured ones, or the address from which this host reaches its scheduler. */
  Addresses addresses() throws IOException {
    Optional<String> ipv4 = Optional.empty();
    Optional<String> ipv6 = Optional.empty();
    for (InetAddress one : chosen()) {
      String text = one.getHostAddress();
      if (one instanceof Inet4Address) {
        ipv4 = Optional.of(text);
      } else {
        int zone = text.indexOf('%');
        ipv6 = Optional.of(zone < 0 ? text : text.substring(0, zone));
      }
    }
    return new Addresses(ipv4, ipv6);
  }

  private List<InetAddress> chosen() throws IOException {
    if (!config.advertise().isEmpty()) {
      try {
        return config.advertise().stream().map(InetAddress::ofLiteral).toList();
      } catch (IllegalArgumentException e) {
        throw new IOException("advertise must be IP addresses, but is " + config.advertise(), e);
      }
    }
    return List.of(
        routes.towards(
            new InetSocketAddress(
                InetAddress.getByName(config.scheduler().host()), config.scheduler().port())));
  }
}
