package io.berth.agent.engine;

import io.berth.agent.engine.ContainerSpec.Mount;
import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerPlan.LogPlan;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.FilesPlan;
import io.berth.agent.model.LifecyclePlan;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.NetworkPlan;
import io.berth.agent.model.PlanHash;
import io.berth.agent.model.ProcessPlan;
import io.berth.agent.model.ResourcePlan;
import io.berth.agent.model.RightsPlan;
import io.berth.agent.model.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Container specs for tests: the echo program with some words, and changes to one part of it. */
public final class Specs {

  /** Where the echo program lies in its image. */
  public static final String ECHO = "/echo";

  private Specs() {}

  /** A container of that agent which runs the echo program with these words. */
  public static ContainerSpec echo(String agent, String name, String image, String... words) {
    var labels =
        new ContainerLabels(
            agent,
            "default",
            new TaskId("%032x".formatted(Integer.toUnsignedLong(name.hashCode()))),
            "main",
            new PlanHash("ab".repeat(32)));
    var plan =
        new ContainerPlan(
            "main",
            image,
            PullBehaviour.PREFER_CACHED,
            LifecyclePlan.simple(true, Duration.ofSeconds(30)),
            process(words),
            ResourcePlan.UNLIMITED,
            RightsPlan.USUAL,
            NetworkPlan.NO_PORTS,
            FilesPlan.OF_IMAGE,
            LogPlan.JSON_FILE,
            Map.of());
    return new ContainerSpec(
        name, labels, Map.of(), plan, NetworkMode.BRIDGE, List.of(), List.of());
  }

  /** Runs the echo program with these words. */
  public static ProcessPlan process(String... words) {
    return new ProcessPlan(
        Optional.of(List.of(words)),
        Optional.of(List.of(ECHO)),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false);
  }

  public static ContainerSpec withPlan(ContainerSpec spec, UnaryOperator<ContainerPlan> change) {
    return new ContainerSpec(
        spec.engineName(),
        spec.labels(),
        spec.furtherLabels(),
        change.apply(spec.plan()),
        spec.networkMode(),
        spec.ports(),
        spec.mounts());
  }

  public static ContainerSpec withPorts(ContainerSpec spec, BoundPort... ports) {
    return new ContainerSpec(
        spec.engineName(),
        spec.labels(),
        spec.furtherLabels(),
        spec.plan(),
        spec.networkMode(),
        List.of(ports),
        spec.mounts());
  }

  public static ContainerSpec withMounts(ContainerSpec spec, Mount... mounts) {
    return new ContainerSpec(
        spec.engineName(),
        spec.labels(),
        spec.furtherLabels(),
        spec.plan(),
        spec.networkMode(),
        spec.ports(),
        List.of(mounts));
  }

  public static ContainerSpec withMode(ContainerSpec spec, NetworkMode mode) {
    return new ContainerSpec(
        spec.engineName(),
        spec.labels(),
        spec.furtherLabels(),
        spec.plan(),
        mode,
        spec.ports(),
        spec.mounts());
  }

  public static ContainerSpec withProcess(ContainerSpec spec, ProcessPlan process) {
    return withPlan(
        spec,
        plan ->
            new ContainerPlan(
                plan.name(),
                plan.image(),
                plan.pullBehaviour(),
                plan.lifecycle(),
                process,
                plan.resources(),
                plan.rights(),
                plan.network(),
                plan.files(),
                plan.log(),
                plan.labels()));
  }

  public static ContainerSpec withLifecycle(ContainerSpec spec, LifecyclePlan lifecycle) {
    return withPlan(
        spec,
        plan ->
            new ContainerPlan(
                plan.name(),
                plan.image(),
                plan.pullBehaviour(),
                lifecycle,
                plan.process(),
                plan.resources(),
                plan.rights(),
                plan.network(),
                plan.files(),
                plan.log(),
                plan.labels()));
  }

  public static ContainerSpec withRights(ContainerSpec spec, RightsPlan rights) {
    return withPlan(
        spec,
        plan ->
            new ContainerPlan(
                plan.name(),
                plan.image(),
                plan.pullBehaviour(),
                plan.lifecycle(),
                plan.process(),
                plan.resources(),
                rights,
                plan.network(),
                plan.files(),
                plan.log(),
                plan.labels()));
  }

  public static ContainerSpec withMemory(ContainerSpec spec, long hardBytes) {
    return withResources(
        spec,
        new ResourcePlan(
            2,
            OptionalInt.empty(),
            OptionalLong.of(hardBytes),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(),
            List.of(),
            Set.of()));
  }

  public static ContainerSpec withDevices(ContainerSpec spec, String... ids) {
    return withResources(
        spec,
        new ResourcePlan(
            2,
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(),
            List.of(),
            Set.of(ids)));
  }

  private static ContainerSpec withResources(ContainerSpec spec, ResourcePlan resources) {
    return withPlan(
        spec,
        plan ->
            new ContainerPlan(
                plan.name(),
                plan.image(),
                plan.pullBehaviour(),
                plan.lifecycle(),
                plan.process(),
                resources,
                plan.rights(),
                plan.network(),
                plan.files(),
                plan.log(),
                plan.labels()));
  }

  public static ContainerSpec withLabels(ContainerSpec spec, Map<String, String> labels) {
    return withPlan(
        spec,
        plan ->
            new ContainerPlan(
                plan.name(),
                plan.image(),
                plan.pullBehaviour(),
                plan.lifecycle(),
                plan.process(),
                plan.resources(),
                plan.rights(),
                plan.network(),
                plan.files(),
                plan.log(),
                labels));
  }
}
