package io.berth.tests.hosts;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.Closings;
import io.berth.tests.cluster.EcsUser;
import io.berth.tests.cluster.Program;
import io.berth.tests.cluster.ProxyProcess;
import io.berth.tests.cluster.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;

/**
 * A cluster of several hosts on this machine: a scheduler here, hosts with an engine and an agent
 * each, and proxies, all on one switch. Nothing of it is left after {@link #close}.
 */
public final class Hosts implements AutoCloseable {
  private final Closings opened = new Closings();
  private final List<HostOnLan> hosts = new ArrayList<>();
  private final Lan lan;
  private int plugged;
  private @Nullable Stack stack;

  private Hosts(Lan lan) {
    this.lan = lan;
    opened.push(lan::close);
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
    var hosts = new Hosts(Lan.open());
    boolean areOpen = false;
    try {
      hosts.build(plan);
      areOpen = true;
      return hosts;
    } finally {
      if (!areOpen) {
        hosts.close();
      }
    }
  }

  /** A network with a cable, which is in the switch. */
  private record Room(Namespace namespace, Cable cable) {}

  private Room newRoom() throws IOException {
    Namespace namespace = Namespace.open();
    opened.push(namespace::close);
    return new Room(namespace, lan.plug(namespace, plugged++));
  }

  private void build(Plan plan) throws Exception {
    List<Room> rooms = new ArrayList<>();
    for (int number = 0; number < plan.count(); number++) {
      rooms.add(newRoom());
    }
    List<TestEngine> engines = startEngines(rooms.stream().map(Room::namespace).toList());
    Stack made = Stack.schedulerAt(lan.address(), plan.scheduler());
    opened.push(made::close);
    stack = made;
    for (int number = 0; number < plan.count(); number++) {
      TestEngine engine = engines.get(number);
      var agent = made.newAgent(engine);
      agent.furtherOptions(plan.agentOptions());
      agent.join();
      Cable cable = rooms.get(number).cable();
      hosts.add(new HostOnLan(cable.address(), engine, agent, cable));
    }
    made.awaitHosts(plan.count());
  }

  /** A proxy in the network of this machine that has joined. */
  public ProxyProcess newProxyHere() throws IOException {
    ProxyProcess proxy = stack().newProxy(new ProxyProcess.Place(List.of(), lan.address()));
    proxy.join();
    return proxy;
  }

  /** A proxy with a network of its own that has joined. */
  public ProxyOnLan newProxy() throws IOException {
    Room room = newRoom();
    ProxyProcess proxy =
        stack().newProxy(new ProxyProcess.Place(room.namespace().entry(), room.cable().address()));
    // Before its network is closed.
    opened.push(proxy::close);
    proxy.join();
    return new ProxyOnLan(proxy, room.cable());
  }

  /** All at once: one alone takes seconds. */
  private List<TestEngine> startEngines(List<Namespace> rooms) throws Exception {
    List<Future<TestEngine>> starts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Namespace room : rooms) {
        Callable<TestEngine> start = () -> TestEngine.startBehind(room.entry());
        starts.add(threads.submit(start));
      }
    }
    // Those that did start are to be closed, whatever became of the others.
    List<TestEngine> engines = new ArrayList<>();
    @Nullable ExecutionException first = null;
    for (Future<TestEngine> start : starts) {
      try {
        TestEngine engine = start.get();
        opened.push(engine::close);
        engines.add(engine);
      } catch (ExecutionException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return engines;
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
