package io.berth.tests.cluster;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.e2e.WorkFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of real processes: one scheduler, any number of agents, each on an engine of the run's
 * own, and any number of proxies. Closing it ends every process that it started, by its pid, and
 * removes their files.
 */
public final class Stack implements AutoCloseable {
  private final WorkFolder folder;
  private final Closings opened = new Closings();
  private final List<AgentProcess> agents = new ArrayList<>();
  private final List<ProxyProcess> proxies = new ArrayList<>();
  private final List<TestEngine> engines = new ArrayList<>();
  private final Await await = new Await(this::dump);
  private final SchedulerProcess scheduler;
  private @Nullable EcsUser user;
  private @Nullable ElbUser elbUser;

  private Stack(WorkFolder folder, SchedulerProcess scheduler) {
    this.folder = folder;
    this.scheduler = scheduler;
    opened.push(folder::close);
    opened.push(scheduler::close);
  }

  /** A scheduler that answers, and nobody else. */
  public static Stack scheduler() throws Exception {
    return schedulerAt(SchedulerProcess.HOST);
  }

  /** The same, for agents that connect to this address of this machine. */
  public static Stack schedulerAt(String address) throws Exception {
    return schedulerAt(address, Program.berth("scheduler"));
  }

  /** The same by a program that may be wired in another way. */
  public static Stack schedulerAt(String address, Program program) throws Exception {
    return of(program, address);
  }

  private static Stack of(Program program, String agentsHost) throws Exception {
    WorkFolder folder = WorkFolder.make("cluster");
    return started(new Stack(folder, new SchedulerProcess(folder.path(), program, agentsHost)));
  }

  /** A scheduler and one agent that has joined, on an engine that the caller closes later. */
  public static Stack on(TestEngine engine) throws Exception {
    Stack stack = scheduler();
    try {
      AgentProcess agent = stack.newAgent(engine);
      agent.join();
      stack.awaitHosts(1);
      return stack;
    } catch (Exception | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  /** Scheduler and agent in one process, on an engine that the caller closes later. */
  public static Stack allInOne(TestEngine engine) throws Exception {
    Stack stack =
        of(
            Program.berth("up").withVariable("DOCKER_HOST", engine.dockerHost()),
            SchedulerProcess.HOST);
    try {
      stack.engines.add(engine);
      stack.awaitHosts(1);
      return stack;
    } catch (Exception | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  private static Stack started(Stack stack) throws Exception {
    try {
      stack.scheduler.start();
      EcsUser user = EcsUser.of(stack.scheduler.directory(), stack.await);
      stack.opened.push(user::close);
      stack.user = user;
      ElbUser elbUser = ElbUser.of(stack.scheduler.directory());
      stack.opened.push(elbUser::close);
      stack.elbUser = elbUser;
      return stack;
    } catch (Exception | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  /** A further agent, not yet joined; its engine is the caller's. */
  public AgentProcess newAgent(TestEngine engine) {
    var agent = new AgentProcess(folder.path(), "agent-" + agents.size(), scheduler, engine);
    agents.add(agent);
    if (!engines.contains(engine)) {
      engines.add(engine);
    }
    opened.push(agent::close);
    return agent;
  }

  /** A further proxy, not yet joined. */
  public ProxyProcess newProxy(ProxyProcess.Place place) {
    var proxy = new ProxyProcess(folder.path(), "proxy-" + proxies.size(), scheduler, place);
    proxies.add(proxy);
    opened.push(proxy::close);
    return proxy;
  }

  /** Waits until so many hosts are there and connected. */
  public void awaitHosts(int count) throws Exception {
    await.until(
        count + " hosts are connected",
        () -> user().hosts().stream().filter(host -> host.agentConnected()).count() == count);
  }

  public SchedulerProcess schedulerProcess() {
    return scheduler;
  }

  /** The first agent. */
  public AgentProcess agent() {
    return agents.getFirst();
  }

  public EcsUser user() {
    EcsUser known = user;
    if (known == null) {
      throw new IllegalStateException("the scheduler has not been started");
    }
    return known;
  }

  public ElbUser elbUser() {
    ElbUser known = elbUser;
    if (known == null) {
      throw new IllegalStateException("the scheduler has not been started");
    }
    return known;
  }

  /** Sees what happens on an engine from now on; ends with the stack. */
  public EngineWitness witness(TestEngine engine) throws InterruptedException {
    EngineWitness witness = EngineWitness.of(engine);
    opened.push(witness::close);
    return witness;
  }

  /** Waits with this cluster's state as the last word. */
  public Await await() {
    return await;
  }

  public WorkFolder folder() {
    return folder;
  }

  /** All that there is to see, from every side. */
  public String dump() {
    StringBuilder text = new StringBuilder();
    part(text, "api", () -> user().dump());
    part(text, "balancers", () -> elbUser().dump());
    for (int index = 0; index < engines.size(); index++) {
      TestEngine engine = engines.get(index);
      part(
          text,
          "engine-" + index,
          () -> {
            try (EngineWitness witness = EngineWitness.of(engine)) {
              return witness.dump();
            }
          });
    }
    part(text, "scheduler", scheduler::dump);
    for (int index = 0; index < agents.size(); index++) {
      part(text, "agent-" + index, agents.get(index)::dump);
    }
    for (int index = 0; index < proxies.size(); index++) {
      part(text, "proxy-" + index, proxies.get(index)::dump);
    }
    return text.toString();
  }

  /** Whoever does not answer keeps nobody else from being shown. */
  private static void part(StringBuilder text, String name, Callable<String> words) {
    text.append("==== ").append(name).append('\n');
    try {
      text.append(words.call()).append('\n');
    } catch (Exception e) {
      text.append("says nothing: ").append(e).append('\n');
    }
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }
}
