package io.berth.tests.hosts;

import io.berth.scheduler.loss.Losses;
import io.berth.tests.cluster.Closings;
import io.berth.tests.cluster.EcsUser;
import io.berth.tests.cluster.Program;
import io.berth.tests.cluster.ProxyProcess;
import io.berth.tests.cluster.Stack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;

/**
 * A cluster of several hosts on this machine: a scheduler here, hosts with an engine and an agent
 * each, and proxies, all on one switch. Nothing of it is left after {@link #close}.
 */
public final class Hosts implements AutoCloseable {
  /** A process of the scheduler does not listen to agents at once. */
  private static final Duration UNTIL_IT_LISTENS = Duration.ofSeconds(3);

  private final Closings opened = new Closings();
  private final List<HostOnLan> hosts = new ArrayList<>();
  private final EnginesOnLan engines;
  private final Plan plan;
  private @Nullable Stack stack;

  private Hosts(EnginesOnLan engines, Plan plan) {
    this.engines = engines;
    this.plan = plan;
    opened.push(engines::close);
  }

  /**
   * What a cluster is made of.
   *
   * @param count how many hosts there are
   * @param scheduler the program of its scheduler
   * @param agentOptions what each agent is told besides
   */
  public record Plan(int count, Program scheduler, List<String> agentOptions) {
    public Plan {
      agentOptions = List.copyOf(agentOptions);
    }

    /** With the programs that users have. */
    public static Plan of(int count) {
      return new Plan(count, Program.berth("scheduler"), List.of());
    }

    public Plan withScheduler(Program program) {
      return new Plan(count, program, agentOptions);
    }

    public Plan withAgentOptions(String... options) {
      return new Plan(count, scheduler, List.of(options));
    }
  }

  /** So many hosts that have joined. */
  public static Hosts of(int count) throws Exception {
    return of(Plan.of(count));
  }

  /** All that the plan says, when every host has joined. */
  public static Hosts of(Plan plan) throws Exception {
    var hosts = new Hosts(EnginesOnLan.of(plan.count()), plan);
    boolean areOpen = false;
    try {
      hosts.build();
      areOpen = true;
      return hosts;
    } finally {
      if (!areOpen) {
        hosts.close();
      }
    }
  }

  private void build() throws Exception {
    Stack made = Stack.schedulerAt(engines.machine(), plan.scheduler());
    opened.push(made::close);
    stack = made;
    for (EngineOnLan one : engines.all()) {
      hosts.add(joined(one));
    }
    made.awaitHosts(plan.count());
  }

  private HostOnLan joined(EngineOnLan one) throws IOException {
    var agent = stack().newAgent(one.engine());
    agent.furtherOptions(plan.agentOptions());
    agent.join();
    return new HostOnLan(one.address(), one.engine(), agent, one.cable());
  }

  /**
   * Another host takes the place of one, on the same engine: the cluster knows nothing of what the
   * one before has gone through.
   */
  public void renew(HostOnLan host) throws Exception {
    String arn = told(host).containerInstanceArn();
    host.agent().process().kill();
    var _ =
        user()
            .client()
            .deregisterContainerInstance(request -> request.containerInstance(arn).force(true));
    var engine = new EngineOnLan(host.engine(), host.cable());
    hosts.set(hosts.indexOf(host), joined(engine));
    stack().awaitHosts(hosts.size());
  }

  /** A proxy in the network of this machine that has joined. */
  public ProxyProcess newProxyHere() throws IOException {
    ProxyProcess proxy = stack().newProxy(new ProxyProcess.Place(List.of(), engines.machine()));
    proxy.join();
    return proxy;
  }

  /** A proxy with a network of its own that has joined. */
  public ProxyOnLan newProxy() throws IOException {
    EnginesOnLan.Room room = engines.newRoom();
    ProxyProcess proxy =
        stack().newProxy(new ProxyProcess.Place(room.entry(), room.cable().address()));
    // Before its network is closed.
    opened.push(proxy::close);
    proxy.join();
    return new ProxyOnLan(proxy, room.cable());
  }

  public Stack stack() {
    Stack made = stack;
    if (made == null) {
      throw new IllegalStateException("the scheduler has not been started");
    }
    return made;
  }

  public EcsUser user() {
    return stack().user();
  }

  public List<HostOnLan> all() {
    return List.copyOf(hosts);
  }

  /** The host with an ARN of a container instance. */
  public HostOnLan named(String containerInstanceArn) {
    return hosts.stream()
        .filter(host -> host.isNamed(containerInstanceArn))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no host is " + containerInstanceArn));
  }

  /** What the API tells of one. */
  public ContainerInstance told(HostOnLan host) {
    return user().hosts().stream()
        .filter(one -> host.isNamed(one.containerInstanceArn()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the API does not know " + host.address()));
  }

  /** The containers with this name in their definitions that run, whatever the API tells. */
  public Set<String> running(String name) throws IOException {
    Set<String> ids = new HashSet<>();
    for (HostOnLan host : hosts) {
      ids.addAll(host.running(name));
    }
    return ids;
  }

  /** Waits until the scheduler has listened for long enough to give hosts up. */
  public void awaitSettled() throws Exception {
    Instant begin =
        ProcessHandle.of(stack().schedulerProcess().process().pid())
            .flatMap(process -> process.info().startInstant())
            .orElseThrow();
    Instant settled = begin.plus(UNTIL_IT_LISTENS).plus(Losses.SETTLING);
    stack()
        .await()
        .until("hosts may be given up", () -> InstantSource.system().instant().isAfter(settled));
  }

  /** Waits until the API says that its agent is connected, or is not. */
  public void awaitConnected(HostOnLan host, boolean connected) throws Exception {
    stack()
        .await()
        .until(
            host.address() + " is " + (connected ? "connected" : "not connected"),
            () -> told(host).agentConnected() == connected);
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}
