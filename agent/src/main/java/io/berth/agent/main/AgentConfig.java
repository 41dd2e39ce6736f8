package io.berth.agent.main;

import io.berth.agent.engine.docker.EngineSocket;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.HostFacts.Defaults;
import io.berth.agent.model.HostFacts.PortRange;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.base.AttributeRules;
import io.berth.peer.SchedulerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says about this agent; read strictly, so that a key that nobody knows is no
 * start and not a silent default. Its text shows no token.
 */
public record AgentConfig(
    SchedulerAddress scheduler,
    Optional<Ticket> ticket,
    Optional<String> cluster,
    Path state,
    List<String> advertise,
    String dockerHost,
    Defaults defaults,
    Map<String, Optional<String>> attributes,
    Map<String, String> firstTags,
    PortRange dynamicPorts,
    Set<HostPort> reservedPorts,
    long reservedMemoryBytes,
    Duration cleanUpAfter) {

  private static final Set<String> KEYS =
      Set.of(
          "scheduler",
          "token",
          "ca-fingerprint",
          "cluster",
          "state",
          "advertise",
          "docker-host",
          "pull-behaviour",
          "stop-timeout",
          "attributes",
          "zone",
          "instance-type",
          "first-tags",
          "dynamic-ports",
          "reserved-ports",
          "reserved-memory",
          "clean-up-after");

  /** Of those by hand; the host has some more, and 128 in all. */
  private static final int MOST_ATTRIBUTES = 100;

  private static final int MOST_RESERVED_PORTS = 100;
  private static final int MOST_STOP_SECONDS = 86_400;
  private static final int MOST_CLEAN_UP_SECONDS = 365 * 86_400;
  private static final int MOST_TAGS = 50;
  private static final int MOST_TAG_KEY = 128;
  private static final int MOST_TAG_VALUE = 256;

  public AgentConfig {
    advertise = List.copyOf(advertise);
    attributes = Map.copyOf(attributes);
    firstTags = Map.copyOf(firstTags);
    reservedPorts = Set.copyOf(reservedPorts);
  }

  /** The one-time token and the CA fingerprint that came with it. */
  public record Ticket(String token, String caFingerprint) {
    @Override
    public String toString() {
      return "Ticket";
    }
  }

  /** Reads values by key; what is given twice must have been decided before. */
  public static AgentConfig of(Map<String, String> values) throws ConfigException {
    var unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new ConfigException(
          "Nobody knows the key "
              + String.join(", ", unknown)
              + "; known are "
              + String.join(", ", new TreeSet<>(KEYS)));
    }
    var given = new Given(values);
    return new AgentConfig(
        given.read("scheduler", "127.0.0.1:7071", SchedulerAddress::parse),
        given.ticket(),
        given.read("cluster", "", AgentConfig::cluster),
        given.read("state", "/var/lib/berth/agent", AgentConfig::absolute),
        given.read("advertise", "", AgentConfig::list),
        given.read("docker-host", "unix:///var/run/docker.sock", AgentConfig::engine),
        new Defaults(
            given.read(
                "stop-timeout", "30", text -> Duration.ofSeconds(number(text, MOST_STOP_SECONDS))),
            given.read("pull-behaviour", "default", AgentConfig::pull)),
        given.attributes(),
        given.read("first-tags", "", AgentConfig::tags),
        given.read("dynamic-ports", "20000-29999", AgentConfig::range),
        given.read("reserved-ports", "22,2375,2376", AgentConfig::ports),
        given.read("reserved-memory", "256", text -> (long) number(text, 1 << 24) << 20),
        given.read("clean-up-after", "10800", AgentConfig::cleanUp));
  }

  private interface Reading<T> {
    T read(String text);
  }

  private record Given(Map<String, String> values) {

    String text(String key, String otherwise) {
      return values.getOrDefault(key, otherwise);
    }

    <T> T read(String key, String otherwise, Reading<T> reading) throws ConfigException {
      String text = text(key, otherwise);
      try {
        return reading.read(text);
      } catch (IllegalArgumentException e) {
        throw new ConfigException(key + " = " + text + ": " + e.getMessage());
      }
    }

    /** Zone and type are attributes like others, whose names nobody has to know. */
    Map<String, Optional<String>> attributes() throws ConfigException {
      var all =
          new LinkedHashMap<String, Optional<String>>(
              read("attributes", "", AgentConfig::attributes));
      Optional<String> zone = read("zone", "", AgentConfig::word);
      zone.ifPresent(_ -> all.put(HostAttributes.ZONE, zone));
      Optional<String> type = read("instance-type", "", AgentConfig::word);
      type.ifPresent(_ -> all.put(HostAttributes.INSTANCE_TYPE, type));
      return all;
    }

    Optional<Ticket> ticket() throws ConfigException {
      @Nullable String token = values.get("token");
      @Nullable String fingerprint = values.get("ca-fingerprint");
      if (token == null && fingerprint == null) {
        return Optional.empty();
      }
      if (token == null || fingerprint == null) {
        throw new ConfigException(
            "token and ca-fingerprint belong together: 'berth token create' shows both");
      }
      return Optional.of(new Ticket(token, fingerprint));
    }
  }

  // ------------------------------------------------------------------ values

  private static int number(String text, int most) {
    int number = Integer.parseInt(text);
    if (number < 0 || number > most) {
      throw new IllegalArgumentException("it must be from 0 to " + most);
    }
    return number;
  }

  private static Optional<String> cluster(String text) {
    boolean isName = text.chars().allMatch(one -> one > ' ' && one < 0x7F);
    if (text.length() > 255 || !isName) {
      throw new IllegalArgumentException("it must be a cluster's name");
    }
    return Optional.of(text).filter(name -> !name.isEmpty());
  }

  /** Less than a moment would take what people want to look at. */
  private static Duration cleanUp(String text) {
    int seconds = number(text, MOST_CLEAN_UP_SECONDS);
    if (seconds == 0) {
      throw new IllegalArgumentException("it must be at least 1");
    }
    return Duration.ofSeconds(seconds);
  }

  private static Path absolute(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("the path must be absolute");
    }
    return path;
  }

  private static String engine(String text) {
    var _ = EngineSocket.parse(text);
    return text;
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*", -1));
  }

  private static PullBehaviour pull(String text) {
    return switch (text) {
      case "default" -> PullBehaviour.PULL_OR_CACHED;
      case "always" -> PullBehaviour.ALWAYS;
      case "once" -> PullBehaviour.ONCE;
      case "prefer-cached" -> PullBehaviour.PREFER_CACHED;
      default ->
          throw new IllegalArgumentException("it must be default, always, once or prefer-cached");
    };
  }

  private static Map<String, Optional<String>> attributes(String text) {
    var attributes = new LinkedHashMap<String, Optional<String>>();
    if (text.startsWith("{")) {
      FlatJson.texts(text)
          .forEach((name, value) ->
              attributes.put(name, Optional.of(value).filter(one -> !one.isEmpty())));
    } else {
      for (String one : list(text)) {
        int equals = one.indexOf('=');
        String name = equals < 0 ? one : one.substring(0, equals);
        var value = equals < 0 ? Optional.<String>empty() : Optional.of(one.substring(equals + 1));
        if (attributes.put(name, value) != null) {
          throw new IllegalArgumentException(name + " is there twice");
        }
      }
    }
    attributes.forEach(AgentConfig::judge);
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw new IllegalArgumentException("there are more than " + MOST_ATTRIBUTES);
    }
    return attributes;
  }

  private static void judge(String name, Optional<String> value) {
    AttributeRules.faultOfName(name)
        .or(() -> value.flatMap(AttributeRules::faultOfValue))
        .ifPresent(fault -> {
          throw new IllegalArgumentException(
              "write name=value, separated by commas, or JSON; " + fault);
        });
    if (AttributeRules.isReserved(name)) {
      throw new IllegalArgumentException(
          name + " is built in; what can be said of it, the keys zone and instance-type say");
    }
  }

  private static Optional<String> word(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    AttributeRules.faultOfValue(text)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
    return Optional.of(text);
  }

  private static Map<String, String> tags(String text) {
    var tags = new LinkedHashMap<String, String>();
    if (text.startsWith("{")) {
      tags.putAll(FlatJson.texts(text));
    } else {
      for (String one : list(text)) {
        int equals = one.indexOf('=');
        tags.put(
            equals < 0 ? one : one.substring(0, equals),
            equals < 0 ? "" : one.substring(equals + 1));
      }
    }
    tags.forEach((key, value) -> {
      if (key.isEmpty() || key.length() > MOST_TAG_KEY || value.length() > MOST_TAG_VALUE) {
        throw new IllegalArgumentException(
            "a tag has a key of 1 to %d and a value of up to %d characters"
                .formatted(MOST_TAG_KEY, MOST_TAG_VALUE));
      }
    });
    if (tags.size() > MOST_TAGS) {
      throw new IllegalArgumentException("there are more than " + MOST_TAGS);
    }
    return tags;
  }

  private static PortRange range(String text) {
    String[] ends = text.split("-", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException("write first-last");
    }
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
  }

  private static Set<HostPort> ports(String text) {
    var ports = new LinkedHashSet<HostPort>();
    for (String one : list(text)) {
      boolean udp = one.endsWith("/udp");
      String number = udp ? one.substring(0, one.length() - 4) : one;
      ports.add(new HostPort(Integer.parseInt(number), udp ? Protocol.UDP : Protocol.TCP));
    }
    if (ports.size() > MOST_RESERVED_PORTS) {
      throw new IllegalArgumentException("there are more than " + MOST_RESERVED_PORTS);
    }
    return ports;
  }
}
