package io.berth.scheduler.model;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Attributes of a host under names that ECS has made. Most follow from the host's other facts, so
 * that no agent need tell them and none can tell them wrongly; the rest only an agent can know.
 */
public final class BuiltIn {
  /** The kind of operating system. */
  public static final String OS_TYPE = "ecs.os-type";

  /** The same in the words of task definitions. */
  public static final String OS_FAMILY = "ecs.os-family";

  /** The architecture of the cpu. */
  public static final String CPU_ARCHITECTURE = "ecs.cpu-architecture";

  /** Whether the host is its owner's and no cloud's: ECS has launch type EXTERNAL for these. */
  public static final String EXTERNAL = "ecs.capability.external";

  /** Where the host stands, among the places that fail together; an agent tells it. */
  public static final String ZONE = "ecs.availability-zone";

  /** With a version behind it: what came with this version of the engine's API is there. */
  public static final String ENGINE_API = "com.amazonaws.ecs.capability.docker-remote-api.";

  /** What only an agent can know of its host, besides what the host can do. */
  private static final Set<String> TOLD = Set.of(ZONE, "ecs.instance-type", "ecs.ami-id");

  private static final String ABILITY = "ecs.capability.";
  private static final String OLD_ABILITY = "com.amazonaws.ecs.capability.";

  /** ECS counts from here. */
  private static final int OLDEST_API = 17;

  private static final String API_MAJOR = "1.";
  private static final int LONGEST_API = "1.99".length();

  private BuiltIn() {}

  /** The value of one that follows from the host's facts. */
  static Optional<String> of(HostFacts facts, String name) {
    return switch (name) {
      case OS_TYPE -> Optional.of("linux");
      case OS_FAMILY -> Optional.of("LINUX");
      case CPU_ARCHITECTURE -> Optional.of(facts.machine().architecture().word());
      case EXTERNAL -> Optional.of("");
      default ->
          name.startsWith(ENGINE_API) && hasApi(facts, name.substring(ENGINE_API.length()))
              ? Optional.of("")
              : Optional.empty();
    };
  }

  /** Whether it is an agent's to say; one that has become known since is as good as an old one. */
  public static boolean isTold(String name) {
    if (name.equals(EXTERNAL) || name.startsWith(ENGINE_API)) {
      return false;
    }
    return TOLD.contains(name) || name.startsWith(ABILITY) || name.startsWith(OLD_ABILITY);
  }

  /** All that follows from the host's facts, by name. */
  static NavigableMap<String, String> all(HostFacts facts) {
    NavigableMap<String, String> all =
        new TreeMap<>(
            Map.of(
                OS_TYPE, "linux",
                OS_FAMILY, "LINUX",
                CPU_ARCHITECTURE, facts.machine().architecture().word(),
                EXTERNAL, ""));
    int newest = minor(facts.software().engineApiVersion());
    for (int minor = OLDEST_API; minor <= newest; minor++) {
      all.put(ENGINE_API + API_MAJOR + minor, "");
    }
    return all;
  }

  private static boolean hasApi(HostFacts facts, String version) {
    int asked = minor(version);
    return asked >= OLDEST_API && asked <= minor(facts.software().engineApiVersion());
  }

  /** The number behind the dot of a version such as 1.41; zero of whatever is no such version. */
  private static int minor(String version) {
    int minor = 0;
    boolean isVersion = version.length() <= LONGEST_API && version.startsWith(API_MAJOR);
    for (int at = API_MAJOR.length(); isVersion && at < version.length(); at++) {
      int digit = version.charAt(at) - '0';
      isVersion = digit >= 0 && digit <= 9;
      minor = 10 * minor + digit;
    }
    return isVersion ? minor : 0;
  }
}
