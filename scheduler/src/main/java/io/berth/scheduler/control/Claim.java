package io.berth.scheduler.control;

import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.model.TaskShape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a host was once promised about a task that nobody here knows, and how it is now.
 *
 * @param content what it runs; empty when the host knows it by the labels of its containers alone
 * @param lease what tied it to the lease of its host, if something did
 * @param isWanted whether it was to run
 */
public record Claim(
    TaskId task,
    Origin origin,
    PlanHash plan,
    Optional<Content> content,
    Optional<TaskLease> lease,
    boolean isWanted,
    Sighting sighting) {

  /** Of a task that goes on while its host is cut off. */
  public Claim(
      TaskId task,
      Origin origin,
      PlanHash plan,
      Optional<Content> content,
      boolean isWanted,
      Sighting sighting) {
    this(task, origin, plan, content, Optional.empty(), isWanted, sighting);
  }

  /**
   * Where it came from.
   *
   * @param digest of the definition's document; empty when nobody can say
   * @param createdAt empty when nobody can say
   */
  public record Origin(
      ClusterName cluster,
      DefinitionId definition,
      Optional<Fingerprint> digest,
      String group,
      String startedBy,
      Optional<Instant> createdAt,
      Map<String, String> tags,
      Optional<Member> service) {
    public Origin {
      tags = Map.copyOf(tags);
    }
  }

  /**
   * The service that it was made for.
   *
   * @param deployment empty when nobody can say
   * @param ports to which target groups led
   */
  public record Member(
      String service, Optional<DeploymentId> deployment, List<BalancedPort> ports) {
    public Member {
      ports = List.copyOf(ports);
    }
  }

  /**
   * What it runs.
   *
   * @param overrides the overrides as JSON text; empty when there are none
   * @param compiled the message for agents, as far as tasks share it
   */
  public record Content(
      String overrides,
      TaskShape asked,
      List<GivenDevice> devices,
      Bytes compiled,
      Set<String> requires,
      List<Part> parts) {
    public Content {
      devices = List.copyOf(devices);
      requires = Set.copyOf(requires);
      parts = List.copyOf(parts);
    }
  }

  /**
   * One container, as far as a definition that nobody has any more can be told from it.
   *
   * @param memoryMib the hard limit; 0 for none
   */
  public record Part(
      String name,
      String image,
      boolean isEssential,
      boolean isChecked,
      int cpuUnits,
      int memoryMib) {}
}
