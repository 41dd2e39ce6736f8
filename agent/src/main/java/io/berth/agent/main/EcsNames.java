package io.berth.agent.main;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Understands the names by which ECS's agent is configured, in its environment and in its file
 * {@code ecs.config}, as far as they have a meaning here. What has none is named, so that nobody
 * believes in a setting that does nothing.
 */
final class EcsNames {
  private static final String PREFIX = "ECS_";
  private static final String PORTS = "ECS_RESERVED_PORTS";
  private static final String UDP_PORTS = "ECS_RESERVED_PORTS_UDP";
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

  /** Names whose values are understood as they are. */
  private static final Map<String, String> SAME =
      Map.of(
          "ECS_CLUSTER", "cluster",
          "ECS_INSTANCE_ATTRIBUTES", "attributes",
          "ECS_CONTAINER_INSTANCE_TAGS", "first-tags",
          "ECS_RESERVED_MEMORY", "reserved-memory",
          "ECS_IMAGE_PULL_BEHAVIOR", "pull-behaviour",
          "ECS_DYNAMIC_HOST_PORT_RANGE", "dynamic-ports",
          "DOCKER_HOST", "docker-host");

  private static final String GPUS = "ECS_ENABLE_GPU_SUPPORT";

  private static final Map<String, String> DURATIONS =
      Map.of(
          "ECS_CONTAINER_STOP_TIMEOUT", "stop-timeout",
          "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "clean-up-after");

  private EcsNames() {}

  /** Settings by our own keys, and the names that have no effect. */
  record Translated(Map<String, String> values, List<String> withoutEffect) {
    Translated {
      values = Map.copyOf(values);
      withoutEffect = List.copyOf(withoutEffect);
    }
  }

  /** Of an environment, in which whatever is not ECS's is nobody's business. */
  static Translated environment(Map<String, String> variables) throws ConfigException {
    var own = new TreeMap<String, String>();
    variables.forEach((name, value) -> {
      if (name.startsWith(PREFIX) || name.equals("DOCKER_HOST")) {
        own.put(name, value);
      }
    });
    return translate(own);
  }

  /** Of a file, in which every line is meant. */
  static Translated file(String text) throws ConfigException {
    return translate(ConfigText.lines(text));
  }

  private static Translated translate(Map<String, String> named) throws ConfigException {
    var values = new LinkedHashMap<String, String>();
    var withoutEffect = new ArrayList<String>();
    for (Map.Entry<String, String> one : new TreeMap<>(named).entrySet()) {
      String name = one.getKey();
      String text = unquoted(one.getValue());
      if (text.isEmpty() || name.equals(UDP_PORTS)) {
        // As in ECS: nothing said. Ports are read with their like.
        continue;
      }
      String same = SAME.get(name);
      String duration = DURATIONS.get(name);
      if (same != null) {
        put(values, name, same, text);
      } else if (duration != null) {
        put(values, name, duration, seconds(name, text));
      } else if (name.equals(GPUS)) {
        put(values, name, "gpus", gpus(text));
      } else if (!name.equals(PORTS)) {
        withoutEffect.add(name);
      }
    }
    String tcp = unquoted(named.getOrDefault(PORTS, ""));
    String udp = unquoted(named.getOrDefault(UDP_PORTS, ""));
    if (!tcp.isEmpty() || !udp.isEmpty()) {
      put(
          values,
          PORTS,
          "reserved-ports",
          Stream.concat(
                  ports(PORTS, tcp.isEmpty() ? "[22,2375,2376]" : tcp, ""),
                  ports(UDP_PORTS, udp.isEmpty() ? "[]" : udp, "/udp"))
              .collect(Collectors.joining(",")));
    }
    return new Translated(values, withoutEffect);
  }

  /** Judged by itself, so that the sentence names what the operator has written. */
  private static void put(Map<String, String> values, String name, String key, String text)
      throws ConfigException {
    try {
      var _ = AgentConfig.of(Map.of(key, text));
    } catch (ConfigException e) {
      throw new ConfigException(name + ": " + e.getMessage());
    }
    values.put(key, text);
  }

  private static String gpus(String text) throws ConfigException {
    return switch (text) {
      case "true" -> "detect";
      case "false" -> "off";
      default -> throw new ConfigException(GPUS + " = " + text + ": write true or false");
    };
  }

  private static Stream<String> ports(String name, String text, String suffix)
      throws ConfigException {
    try {
      return FlatJson.numbers(text).stream().map(port -> port + suffix);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(name + " = " + text + ": " + e.getMessage());
    }
  }

  /** Such as 30s, 10m or 1h30m; here whole seconds count. */
  private static String seconds(String name, String text) throws ConfigException {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigException(
          name + " = " + text + ": write whole seconds, such as 30s or 1m30s");
    }
    return Long.toString(
        Duration.ofHours(number(matcher.group(1)))
            .plusMinutes(number(matcher.group(2)))
            .plusSeconds(number(matcher.group(3)))
            .toSeconds());
  }

  private static long number(@Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }

  /** Shells take quotes away, other readers of such files do not. */
  private static String unquoted(String text) {
    String plain = text.strip();
    boolean quoted =
        plain.length() >= 2
            && "'\"".indexOf(plain.charAt(0)) >= 0
            && plain.charAt(0) == plain.charAt(plain.length() - 1);
    return quoted ? plain.substring(1, plain.length() - 1) : plain;
  }
}
