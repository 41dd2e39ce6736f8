package io.berth.agent.world;

import io.berth.agent.model.Assignment;
import io.berth.agent.model.Assignment.Desired;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerPlan.LogPlan;
import io.berth.agent.model.ContainerPlan.PullBehaviour;
import io.berth.agent.model.FilesPlan;
import io.berth.agent.model.FilesPlan.MountPlan;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.agent.model.LifecyclePlan;
import io.berth.agent.model.LifecyclePlan.Dependency;
import io.berth.agent.model.LifecyclePlan.DependencyCondition;
import io.berth.agent.model.LifecyclePlan.HealthCheckPlan;
import io.berth.agent.model.LifecyclePlan.RestartPolicy;
import io.berth.agent.model.NetworkMode;
import io.berth.agent.model.NetworkPlan;
import io.berth.agent.model.NetworkPlan.PortPlan;
import io.berth.agent.model.PlanHash;
import io.berth.agent.model.ProcessPlan;
import io.berth.agent.model.ResourcePlan;
import io.berth.agent.model.RightsPlan;
import io.berth.agent.model.Singleton;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskOrigin;
import io.berth.agent.model.TaskPlan;
import io.berth.agent.model.VolumePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Small assignments for tests, said in a few words. */
public final class Tasks {
  private Tasks() {}

  public static TaskId id(int number) {
    return new TaskId("%032x".formatted(number));
  }

  public static PlanHash hash(int number) {
    return new PlanHash("%064x".formatted(number));
  }

  public static Container container(String name) {
    return new Container(name);
  }

  public static Task task(int number, Container... containers) {
    return new Task(number, List.of(containers));
  }

  /** A task to be: bridge network, wanted to run, a target of nobody, unless said otherwise. */
  public static final class Task {
    private final int number;
    private final List<Container> containers;
    private final List<VolumePlan> volumes = new ArrayList<>();
    private Set<String> requires = Set.of();
    private NetworkMode mode = NetworkMode.BRIDGE;
    private boolean receivesTraffic;
    private int hash = 1;
    private Optional<Singleton> singleton = Optional.empty();

    private Task(int number, List<Container> containers) {
      this.number = number;
      this.containers = containers;
    }

    public Task requiring(String feature) {
      requires = Set.of(feature);
      return this;
    }

    public Task withVolume(VolumePlan volume) {
      volumes.add(volume);
      return this;
    }

    public Task inMode(NetworkMode networkMode) {
      mode = networkMode;
      return this;
    }

    public Task receivingTraffic() {
      receivesTraffic = true;
      return this;
    }

    public Task withHash(int other) {
      hash = other;
      return this;
    }

    public Task singleton(long number) {
      return singleton(number, Duration.ZERO);
    }

    public Task singleton(long number, Duration patience) {
      singleton = Optional.of(new Singleton(number, patience));
      return this;
    }

    public Assignment build() {
      var plan = new TaskPlan(containers.stream().map(Container::build).toList(), mode, volumes);
      var origin =
          new TaskOrigin("default", "web", 1, "family:web", Optional.empty(), receivesTraffic, "");
      return new Assignment(
          id(number), Desired.RUN, Optional.of(plan), hash(hash), requires, origin, singleton);
    }
  }

  /** A container to be: essential, its image cached, stopped within 30 s, unless said otherwise. */
  public static final class Container {
    private final String name;
    private final List<Dependency> dependencies = new ArrayList<>();
    private final List<PortPlan> ports = new ArrayList<>();
    private final List<MountPlan> mounts = new ArrayList<>();
    private String image = "web:1";
    private PullBehaviour pull = PullBehaviour.PREFER_CACHED;
    private boolean essential = true;
    private Optional<HealthCheckPlan> health = Optional.empty();
    private Optional<RestartPolicy> restart = Optional.empty();
    private Optional<Duration> startTimeout = Optional.empty();

    private Container(String name) {
      this.name = name;
    }

    public Container notEssential() {
      essential = false;
      return this;
    }

    public Container image(String reference, PullBehaviour behaviour) {
      image = reference;
      pull = behaviour;
      return this;
    }

    public Container after(String other, DependencyCondition condition) {
      dependencies.add(new Dependency(other, condition));
      return this;
    }

    public Container withPort(int containerPort) {
      ports.add(new PortPlan(containerPort, OptionalInt.empty(), Protocol.TCP));
      return this;
    }

    public Container withStaticPort(int port) {
      ports.add(new PortPlan(port, OptionalInt.of(port), Protocol.TCP));
      return this;
    }

    public Container mounting(String volume) {
      mounts.add(new MountPlan(volume, "/" + volume, false));
      return this;
    }

    public Container healthy() {
      health =
          Optional.of(
              new HealthCheckPlan(
                  List.of("true"),
                  false,
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(2),
                  3,
                  Duration.ZERO));
      return this;
    }

    public Container restarting(Duration attemptPeriod, Integer... ignoredExitCodes) {
      restart = Optional.of(new RestartPolicy(Set.of(ignoredExitCodes), attemptPeriod));
      return this;
    }

    public Container startingWithin(Duration timeout) {
      startTimeout = Optional.of(timeout);
      return this;
    }

    public ContainerPlan build() {
      var lifecycle =
          new LifecyclePlan(
              essential,
              Duration.ofSeconds(30),
              Optional.empty(),
              startTimeout,
              dependencies,
              health,
              restart);
      return new ContainerPlan(
          name,
          image,
          pull,
          lifecycle,
          ProcessPlan.OF_IMAGE,
          ResourcePlan.UNLIMITED,
          RightsPlan.USUAL,
          NetworkPlan.ofPorts(ports),
          new FilesPlan(mounts, List.of()),
          LogPlan.JSON_FILE,
          Map.of());
    }
  }
}
