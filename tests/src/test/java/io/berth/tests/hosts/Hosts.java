package io.berth.tests.hosts;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.Closings;
import io.berth.tests.cluster.EcsUser;
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
 * A cluster of several hosts on this machine: a scheduler here, and hosts with an engine and an
 * agent each, all on one switch. Nothing of it is left after {@link #close}.
 */
public final class Hosts implements AutoCloseable {
  private final Closings opened = new Closings();
  private final List<HostOnLan> hosts = new ArrayList<>();
  private @Nullable Stack stack;

  private Hosts() {}

  /** So many hosts that have joined. */
  public static Hosts of(int count) throws Exception {
    var hosts = new Hosts();
    boolean areOpen = false;
    try {
      hosts.build(count);
      areOpen = true;
      return hosts;
    } finally {
      if (!areOpen) {
        hosts.close();
      }
    }
  }

  private void build(int count) throws Exception {
    Lan lan = Lan.open();
    opened.push(lan::close);
    List<Namespace> rooms = new ArrayList<>();
    List<Cable> cables = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Namespace room = Namespace.open();
      opened.push(room::close);
      rooms.add(room);
      cables.add(lan.plug(room, number));
    }
    List<TestEngine> engines = startEngines(rooms);
    Stack made = Stack.schedulerAt(lan.address());
    opened.push(made::close);
    stack = made;
    for (int number = 0; number < count; number++) {
      TestEngine engine = engines.get(number);
      var agent = made.newAgent(engine);
      agent.join();
      Cable cable = cables.get(number);
      hosts.add(new HostOnLan(cable.address(), engine, agent, cable));
    }
    made.awaitHosts(count);
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
