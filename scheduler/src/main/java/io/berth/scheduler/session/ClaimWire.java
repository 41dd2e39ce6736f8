package io.berth.scheduler.session;

import com.google.protobuf.CodedOutputStream;
import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.DesiredTaskState;
import io.berth.proto.agent.PortPlan;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.ServiceOrigin;
import io.berth.proto.agent.SingletonLease;
import io.berth.proto.agent.TargetOrigin;
import io.berth.proto.agent.TaskOrigin;
import io.berth.proto.agent.TaskPlan;
import io.berth.scheduler.control.Claim;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.GivenDevice;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskLease;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.peer.Bounds;
import io.berth.scheduler.peer.ContractBrokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a host was promised about a task, given back by it and held against the contract's limits:
 * the other way round than {@link AssignmentWire}.
 */
final class ClaimWire {
  private static final long MIB = 1L << 20;
  private static final int MOST_BYTES = 128 * 1024;
  private static final int MOST_OVERRIDES = 16 * 1024;
  private static final int DIGEST_BYTES = 32;
  private static final String DEPLOYMENT = "ecs-svc/";

  private static final long MOST_PATIENCE = Duration.ofDays(7).toMillis();

  private final HostFacts facts;

  /** Of a host that says this of itself. */
  ClaimWire(HostFacts facts) {
    this.facts = facts;
  }

  Claim read(Assignment wire, Sighting sighting) throws ContractBrokenException {
    if (wire.getSerializedSize() > MOST_BYTES) {
      throw new ContractBrokenException("an assignment has more than " + MOST_BYTES + " bytes");
    }
    TaskId task = Bounds.task(wire.getTaskId());
    return new Claim(
        task,
        origin(wire.getOrigin()),
        new PlanHash(digest(wire.getPlanHash().toByteArray(), "a plan hash")),
        wire.hasPlan() ? Optional.of(content(wire)) : Optional.empty(),
        wire.hasSingleton() ? Optional.of(lease(wire.getSingleton())) : Optional.empty(),
        isWanted(wire.getDesired()),
        sighting);
  }

  private static TaskLease lease(SingletonLease wire) throws ContractBrokenException {
    if (wire.getNumber() < 1 || wire.getPatienceMs() < 0 || wire.getPatienceMs() > MOST_PATIENCE) {
      throw new ContractBrokenException("a lease has no such number, or no such patience");
    }
    return new TaskLease(wire.getNumber(), Duration.ofMillis(wire.getPatienceMs()));
  }

  private static boolean isWanted(DesiredTaskState wire) throws ContractBrokenException {
    return switch (wire) {
      case DESIRED_TASK_STATE_RUN -> true;
      case DESIRED_TASK_STATE_STOP -> false;
      case DESIRED_TASK_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new ContractBrokenException("it is not said whether the task shall run");
    };
  }

  private static Fingerprint digest(byte[] bytes, String what) throws ContractBrokenException {
    if (bytes.length != DIGEST_BYTES) {
      throw new ContractBrokenException(what + " has not " + DIGEST_BYTES + " bytes");
    }
    return new Fingerprint(HexFormat.of().formatHex(bytes));
  }

  // ------------------------------------------------------------------------------ origin

  private static Claim.Origin origin(TaskOrigin wire) throws ContractBrokenException {
    String family = Bounds.someText(wire.getDefinitionFamily(), 255, "a definition's family");
    int revision =
        Bounds.range(wire.getDefinitionRevision(), 1, Integer.MAX_VALUE, "a definition's revision");
    String group = Bounds.text(wire.getGroup(), 255, "a task's group");
    Bounds.count(wire.getTagsCount(), 50, "tags");
    for (var tag : wire.getTagsMap().entrySet()) {
      Bounds.someText(tag.getKey(), 128, "a tag's key");
      Bounds.text(tag.getValue(), 256, "a tag's value");
    }
    String cluster = Bounds.someText(wire.getClusterName(), 255, "a cluster's name");
    return new Claim.Origin(
        made(() -> new ClusterName(cluster)),
        made(() -> new DefinitionId(family, revision)),
        wire.getDefinitionDigest().isEmpty()
            ? Optional.empty()
            : Optional.of(
                digest(wire.getDefinitionDigest().toByteArray(), "a definition's digest")),
        group.isEmpty() ? "family:" + family : group,
        Bounds.text(wire.getStartedBy(), 128, "a task's startedBy"),
        Bounds.maybe(wire.hasCreatedAt(), wire.getCreatedAt(), "created_at"),
        wire.getTagsMap(),
        wire.hasService() ? Optional.of(member(wire.getService())) : Optional.empty());
  }

  private static Claim.Member member(ServiceOrigin wire) throws ContractBrokenException {
    Bounds.count(wire.getTargetsCount(), 20, "target groups of a service");
    List<BalancedPort> ports = new ArrayList<>();
    for (TargetOrigin target : wire.getTargetsList()) {
      String group = Bounds.someText(target.getGroupId(), 255, "a target group");
      String container = Bounds.someText(target.getContainerName(), 255, "a container's name");
      int port = Bounds.port(target.getContainerPort(), "a container's port");
      ports.add(made(() -> new BalancedPort(group, container, port)));
    }
    String name = Bounds.someText(wire.getServiceName(), 255, "a service's name");
    // What cannot be a name in a key is no service's.
    if (!name.chars().allMatch(one -> one > ' ' && one < 0x7f)) {
      throw new ContractBrokenException("a service's name is of other characters than names are");
    }
    return new Claim.Member(name, deployment(wire.getDeploymentId()), ports);
  }

  private static Optional<DeploymentId> deployment(String text) throws ContractBrokenException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Bounds.text(text, 64, "a deployment's id");
    if (!text.startsWith(DEPLOYMENT)) {
      throw new ContractBrokenException("a deployment's id is none");
    }
    return Optional.of(
        made(() -> new DeploymentId(Long.parseLong(text.substring(DEPLOYMENT.length())))));
  }

  /** The model insists on what users' input was judged by; here nobody has judged it yet. */
  private static <T> T made(Supplier<T> value) throws ContractBrokenException {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ContractBrokenException("a word of the assignment cannot be: " + e.getMessage());
    }
  }

  // ------------------------------------------------------------------------------ content

  private Claim.Content content(Assignment wire) throws ContractBrokenException {
    TaskPlan plan = wire.getPlan();
    Bounds.count(plan.getContainersCount(), 10, "containers of a task");
    if (plan.getContainersCount() == 0) {
      throw new ContractBrokenException("a plan has no container");
    }
    Bounds.count(wire.getRequiresCount(), 64, "features");
    List<Claim.Part> parts = new ArrayList<>();
    List<GivenDevice> devices = new ArrayList<>();
    for (ContainerPlan container : plan.getContainersList()) {
      parts.add(part(container));
      Bounds.count(container.getDeviceIdsCount(), 256, "devices of a container");
      for (String id : container.getDeviceIdsList()) {
        Bounds.someText(id, 128, "a device's id");
        devices.add(new GivenDevice(container.getName(), id));
      }
    }
    return new Claim.Content(
        Bounds.text(wire.getOrigin().getOverrides(), MOST_OVERRIDES, "the overrides"),
        shape(wire, devices),
        devices,
        shared(plan),
        Set.copyOf(wire.getRequiresList()),
        parts);
  }

  private static Claim.Part part(ContainerPlan wire) throws ContractBrokenException {
    return new Claim.Part(
        Bounds.someText(wire.getName(), 255, "a container's name"),
        Bounds.someText(wire.getImage(), 1_024, "an image"),
        wire.getEssential(),
        wire.hasHealthCheck(),
        Bounds.range(wire.getCpuShares(), 0, 262_144, "cpu shares"),
        (int)
            (Bounds.range(wire.getMemoryHardBytes(), 0, 1L << 50, "a memory limit in bytes")
                / MIB));
  }

  private TaskShape shape(Assignment wire, List<GivenDevice> devices)
      throws ContractBrokenException {
    var shape = wire.getOrigin().getShape();
    Resources asked =
        new Resources(
            Bounds.range(shape.getCpuUnits(), 0, 4_194_304, "cpu units"),
            Bounds.range(shape.getMemoryBytes(), 0, 1L << 53, "the memory in bytes") / MIB,
            Bounds.range(shape.getDynamicTcpPorts(), 0, 1_000, "dynamic ports"),
            Bounds.range(shape.getDynamicUdpPorts(), 0, 1_000, "dynamic ports"));
    return new TaskShape(asked, Map.of(), leads(wire.getPlan()), asks(devices));
  }

  private static List<TaskShape.PortLead> leads(TaskPlan plan) throws ContractBrokenException {
    List<TaskShape.PortLead> leads = new ArrayList<>();
    for (ContainerPlan container : plan.getContainersList()) {
      Bounds.count(container.getPortsCount(), 100, "ports of a container");
      for (PortPlan port : container.getPortsList()) {
        if (port.hasStaticHostPort()) {
          leads.add(
              new TaskShape.PortLead(
                  HostWire.port(port.getStaticHostPort(), port.getProtocol()),
                  container.getName(),
                  Bounds.port(port.getContainerPort(), "a container's port")));
        }
      }
    }
    return leads;
  }

  private List<TaskShape.DeviceAsk> asks(List<GivenDevice> devices) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (GivenDevice device : devices) {
      counts
          .computeIfAbsent(device.container(), _ -> new TreeMap<>())
          .merge(kind(device.id()), 1, Integer::sum);
    }
    List<TaskShape.DeviceAsk> asks = new ArrayList<>();
    counts.forEach((container, kinds) ->
        kinds.forEach((kind, count) -> asks.add(new TaskShape.DeviceAsk(container, kind, count))));
    return asks;
  }

  private String kind(String device) {
    return facts.devices().stream()
        .filter(known -> known.id().equals(device))
        .findFirst()
        .map(HostFacts.Device::kind)
        .orElse(HostFacts.Device.GPU);
  }

  /** Without what the task alone was given, and what the host's own configuration has filled in. */
  private Bytes shared(TaskPlan plan) {
    TaskPlan.Builder shared = plan.toBuilder();
    PullBehaviour pull = HostWire.pull(facts.defaults().pullBehaviour());
    long stop = facts.defaults().stopTimeout().toMillis();
    for (ContainerPlan.Builder container : shared.getContainersBuilderList()) {
      container.clearDeviceIds();
      container.removeEnvironment(TaskLease.VARIABLE);
      if (container.getPullBehaviour() == pull) {
        container.clearPullBehaviour();
      }
      if (container.getStopTimeoutMs() == stop) {
        container.clearStopTimeoutMs();
      }
    }
    return bytes(shared.build());
  }

  private static Bytes bytes(TaskPlan plan) {
    byte[] bytes = new byte[plan.getSerializedSize()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.useDeterministicSerialization();
    try {
      plan.writeTo(output);
    } catch (IOException e) {
      throw new IllegalStateException("there is room for what was measured", e);
    }
    return Bytes.of(bytes);
  }
}
