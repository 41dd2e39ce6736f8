package io.berth.scheduler.api;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.TaskId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the names of things as ARNs of this installation, and reads them back from every form in
 * which clients give them: the ARN, the ARN of old without a cluster, or the short name.
 */
public record Arns(String account, String region) {
  private static final String DEFAULT_CLUSTER = "default";
  private static final int LONGEST = 2_048;
  private static final int PARTS = 6;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern DEFINITION =
      Pattern.compile("([A-Za-z0-9_-]{1,255})(?::([1-9][0-9]{0,9}))?");

  private static final String CLUSTER = "cluster";
  private static final String HOST = "container-instance";
  private static final String TASK = "task";
  private static final String SERVICE = "service";
  private static final String DEFINITION_KIND = "task-definition";

  public static Arns of(Caller caller) {
    return new Arns(caller.account(), caller.region());
  }

  /** What an ARN may name among the things that there are today. */
  public sealed interface Named {}

  /** A cluster. */
  public record NamedCluster(ClusterName name) implements Named {}

  /** A host, and the cluster if it was said. */
  public record NamedHost(Optional<ClusterName> cluster, HostId id) implements Named {}

  /** A task, and the cluster if it was said. */
  public record NamedTask(Optional<ClusterName> cluster, TaskId id) implements Named {}

  /** A service, and the cluster if it was said. */
  public record NamedService(Optional<ClusterName> cluster, String name) implements Named {}

  /** A revision of a definition; without a number the newest active one of the family. */
  public record NamedDefinition(String family, OptionalInt revision) implements Named {

    /** The revision that was said, if one was. */
    public Optional<DefinitionId> id() {
      return revision.isPresent()
          ? Optional.of(new DefinitionId(family, revision.getAsInt()))
          : Optional.empty();
    }
  }

  // ------------------------------------------------------------------------------------- writing

  public String cluster(ClusterName name) {
    return arn(CLUSTER, name.text());
  }

  public String host(ClusterName cluster, HostId id) {
    return arn(HOST, cluster.text() + "/" + id.text());
  }

  public String task(ClusterName cluster, TaskId id) {
    return arn(TASK, cluster.text() + "/" + id.text());
  }

  /** The id tells the containers of a task apart and looks like a UUID. */
  public String container(ClusterName cluster, TaskId task, String id) {
    return arn("container", cluster.text() + "/" + task.text() + "/" + id);
  }

  public String service(ClusterName cluster, String name) {
    return arn(SERVICE, cluster.text() + "/" + name);
  }

  public String definition(DefinitionId id) {
    return arn(DEFINITION_KIND, id.family() + ":" + id.revision());
  }

  private String arn(String kind, String name) {
    return "arn:aws:ecs:" + region + ":" + account + ":" + kind + "/" + name;
  }

  // ------------------------------------------------------------------------------------- reading

  /** A cluster by name or ARN; the one named default if none was said. */
  public ClusterName readCluster(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      return new ClusterName(DEFAULT_CLUSTER);
    }
    String name = shortName(given, CLUSTER);
    if (!NAME.matcher(name).matches()) {
      throw invalid("Invalid cluster identifier: " + shown(given));
    }
    return new ClusterName(name);
  }

  /** A host by id or ARN. */
  public NamedHost readHost(@Nullable String given) {
    return inCluster(
        required(given, "Container instance"),
        HOST,
        (cluster, id) -> new NamedHost(cluster, HostId.parse(id)));
  }

  /** A task by id or ARN. */
  public NamedTask readTask(@Nullable String given) {
    return inCluster(
        required(given, "Task"), TASK, (cluster, id) -> new NamedTask(cluster, TaskId.parse(id)));
  }

  /** A service by name or ARN. */
  public NamedService readService(@Nullable String given) {
    String text = required(given, "Service");
    String name = shortName(text, SERVICE);
    int slash = text.equals(name) ? -1 : name.indexOf('/');
    String last = name.substring(slash + 1);
    boolean wellFormed = slash < 0 || NAME.matcher(name.substring(0, slash)).matches();
    if (!wellFormed || !NAME.matcher(last).matches()) {
      throw invalid("Invalid service identifier: " + shown(text));
    }
    return new NamedService(
        slash < 0 ? Optional.empty() : Optional.of(new ClusterName(name.substring(0, slash))),
        last);
  }

  /** The name that a service shall have. */
  static String newServiceName(@Nullable String given) {
    String name = required(given, "ServiceName");
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          "A service name has 1 to 255 letters, numbers, hyphens and underscores, not: "
              + shown(name));
    }
    return name;
  }

  /** A definition by family, family and revision, or ARN. */
  public NamedDefinition readDefinition(@Nullable String given) {
    String text = required(given, "TaskDefinition");
    Matcher parts = DEFINITION.matcher(shortName(text, DEFINITION_KIND));
    if (!parts.matches()) {
      throw invalid("Invalid task definition identifier: " + shown(text));
    }
    String revision = parts.group(2);
    return new NamedDefinition(
        parts.group(1),
        revision == null ? OptionalInt.empty() : OptionalInt.of(revision(revision, text)));
  }

  /** Whatever a whole ARN names; short names would not tell what they mean. */
  public Named readAny(@Nullable String given) {
    String text = required(given, "Resource ARN");
    String resource = resource(text);
    int slash = resource.indexOf('/');
    return switch (slash < 0 ? resource : resource.substring(0, slash)) {
      case CLUSTER -> new NamedCluster(readCluster(text));
      case HOST -> readHost(text);
      case TASK -> readTask(text);
      case SERVICE -> readService(text);
      case DEFINITION_KIND -> readDefinition(text);
      default -> throw invalid("The resource type of " + shown(text) + " is not supported yet");
    };
  }

  private <T> T inCluster(
      String given, String kind, BiFunction<Optional<ClusterName>, String, T> named) {
    String name = shortName(given, kind);
    int slash = name.indexOf('/');
    String cluster = slash < 0 ? "" : name.substring(0, slash);
    String id = name.substring(slash + 1);
    boolean wellFormed = slash < 0 || NAME.matcher(cluster).matches();
    if (!wellFormed || !HEX_ID.matcher(id).matches()) {
      throw invalid("Invalid " + kind + " identifier: " + shown(given));
    }
    return named.apply(slash < 0 ? Optional.empty() : Optional.of(new ClusterName(cluster)), id);
  }

  /** What follows the kind in an ARN, or the text itself if it is none. */
  private String shortName(String given, String kind) {
    if (!given.startsWith("arn:")) {
      return given;
    }
    String resource = resource(given);
    if (!resource.startsWith(kind + "/")) {
      throw invalid("Invalid identifier: " + shown(given) + " is not the ARN of a " + kind);
    }
    return resource.substring(kind.length() + 1);
  }

  private String resource(String arn) {
    String[] parts = arn.length() > LONGEST ? new String[0] : arn.split(":", PARTS);
    if (parts.length != PARTS || !parts[1].equals("aws") || !parts[2].equals("ecs")) {
      throw invalid("Invalid identifier: " + shown(arn) + " is not an ARN of ecs");
    }
    if (!parts[3].equals(region)) {
      throw invalid("Invalid region '" + shown(parts[3]) + "', expected '" + region + "'");
    }
    if (!parts[4].equals(account)) {
      throw invalid("Invalid account '" + shown(parts[4]) + "', expected '" + account + "'");
    }
    return parts[5];
  }

  private static int revision(String digits, String given) {
    long number = Long.parseLong(digits);
    if (number > Integer.MAX_VALUE) {
      throw invalid("Invalid revision number in " + shown(given));
    }
    return (int) number;
  }

  private static String required(@Nullable String given, String what) {
    if (given == null || given.isEmpty()) {
      throw invalid(what + " can not be blank.");
    }
    return given;
  }

  /** What strangers wrote, short and harmless enough to be said back. */
  public static String shown(String given) {
    String start = given.substring(0, Math.min(given.length(), 300));
    return start.replaceAll("[^ -~]", "?");
  }

  private static ApiError invalid(String sentence) {
    return ApiError.sender("InvalidParameterException", sentence);
  }
}
