package io.berth.agent.engine.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.InternetProtocol;
import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.EngineException;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.LifecyclePlan;
import io.berth.agent.model.LifecyclePlan.HealthCheckPlan;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.ProcessPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a container's spec into docker-java's create command; what concerns the host is apart. */
final class CreateMapping {

  private static final String VISIBLE_GPUS = "NVIDIA_VISIBLE_DEVICES";
  private static final List<String> NO_HEALTH_CHECK = List.of("NONE");

  private CreateMapping() {}

  /** The image's entry point is needed only when the plan takes nothing but its command away. */
  static void fill(
      CreateContainerCmd command, ContainerSpec spec, Optional<List<String>> imageEntryPoint)
      throws EngineException {
    command.withName(spec.engineName()).withLabels(labels(spec));
    fillProcess(command, spec.plan().process(), imageEntryPoint);
    command.withEnv(environment(spec.plan()));
    fillLifecycle(command, spec.plan().lifecycle());
    spec.plan().network().hostname().ifPresent(command::withHostName);
    if (spec.networkMode() == NetworkMode.BRIDGE) {
      command.withExposedPorts(spec.ports().stream().map(CreateMapping::exposed).toList());
    }
    command.withHostConfig(HostMapping.map(spec));
  }

  /** Whether the plan takes the image's command away and leaves its entry point. */
  static boolean needsImageEntryPoint(ContainerSpec spec) {
    ProcessPlan process = spec.plan().process();
    return process.entryPoint().isEmpty() && process.command().filter(List::isEmpty).isPresent();
  }

  static ExposedPort exposed(BoundPort port) {
    return new ExposedPort(port.containerPort(), protocol(port.protocol()));
  }

  private static InternetProtocol protocol(HostPort.Protocol protocol) {
    return switch (protocol) {
      case TCP -> InternetProtocol.TCP;
      case UDP -> InternetProtocol.UDP;
    };
  }

  private static Map<String, String> labels(ContainerSpec spec) {
    var labels = new HashMap<>(spec.plan().labels());
    labels.putAll(spec.furtherLabels());
    labels.putAll(spec.labels().write());
    return labels;
  }

  private static void fillProcess(
      CreateContainerCmd command, ProcessPlan process, Optional<List<String>> imageEntryPoint) {
    process.command().ifPresent(command::withCmd);
    // Docker cannot tell an empty command from an absent one unless it is given an entry point.
    process.entryPoint().or(() -> imageEntryPoint).ifPresent(command::withEntrypoint);
    process.user().ifPresent(command::withUser);
    process.workingDirectory().ifPresent(command::withWorkingDir);
    command.withStdinOpen(process.interactive()).withTty(process.pseudoTerminal());
  }

  /** An image that wants every GPU gets its own ones where the engine's usual runtime obeys it. */
  private static List<String> environment(ContainerPlan plan) {
    var variables = new TreeMap<>(plan.process().environment());
    if (!plan.resources().deviceIds().isEmpty()) {
      variables.put(
          VISIBLE_GPUS,
          plan.resources().deviceIds().stream().sorted().collect(Collectors.joining(",")));
    }
    var environment = new ArrayList<String>();
    variables.forEach((name, value) -> environment.add(name + "=" + value));
    return environment;
  }

  private static void fillLifecycle(CreateContainerCmd command, LifecyclePlan lifecycle) {
    lifecycle.stopSignal().ifPresent(command::withStopSignal);
    // For whoever stops it by hand; our own stop names the time itself.
    command.withStopTimeout(wholeSeconds(lifecycle.stopTimeout()));
    command.withHealthcheck(
        lifecycle
            .healthCheck()
            .map(CreateMapping::healthCheck)
            .orElseGet(() -> new HealthCheck().withTest(NO_HEALTH_CHECK)));
  }

  private static HealthCheck healthCheck(HealthCheckPlan plan) {
    var test = new ArrayList<String>();
    test.add(plan.inShell() ? "CMD-SHELL" : "CMD");
    test.addAll(plan.command());
    return new HealthCheck()
        .withTest(test)
        .withInterval(plan.interval().toNanos())
        .withTimeout(plan.timeout().toNanos())
        .withRetries(plan.retries())
        .withStartPeriod(plan.startPeriod().toNanos());
  }

  /** Docker counts in seconds; a part of one counts whole, so that nothing is killed too early. */
  static int wholeSeconds(Duration time) {
    return Math.toIntExact(time.plusNanos(999_999_999).toSeconds());
  }
}
