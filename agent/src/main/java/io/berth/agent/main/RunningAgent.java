package io.berth.agent.main;

import io.berth.base.ProcessEnd;
import io.berth.peer.JoinRefusedException;
import java.io.IOException;
import java.util.Optional;

/**
 * An agent on a thread of its own, in whatever process: joining may wait for a scheduler without
 * end, and must not keep that process from ending. What it cannot go on with ends the process.
 */
public final class RunningAgent implements AutoCloseable {
  /** A bug: the next start recovers. */
  static final int BUG = 70;

  /** The host lets it down. */
  static final int FAULT = 74;

  /** Only another configuration or token helps. */
  static final int UNUSABLE = 78;

  private final AgentWiring wiring;
  private final Thread starting;

  private RunningAgent(AgentWiring wiring, Thread starting) {
    this.wiring = wiring;
    this.starting = starting;
  }

  /** Returns at once; the end of the process hears of what keeps it from starting. */
  public static RunningAgent begin(AgentConfig config, ProcessEnd end) {
    AgentWiring wiring = new AgentWiring(config, bug -> end.failed(BUG, bug(bug)));
    Thread starting = Thread.ofVirtual().name("agent-start").start(() -> start(wiring, end));
    return new RunningAgent(wiring, starting);
  }

  /** By what the scheduler knows this host, from when it has joined. */
  public Optional<String> hostId() {
    return wiring.hostId();
  }

  private static void start(AgentWiring wiring, ProcessEnd end) {
    try {
      wiring.start();
    } catch (JoinRefusedException e) {
      end.failed(UNUSABLE, "the agent cannot start: " + e.getMessage());
    } catch (IOException e) {
      end.failed(FAULT, "the agent cannot start: " + sentence(e));
    } catch (InterruptedException _) {
      // The process ends before this host has joined.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      end.failed(BUG, bug(e));
    }
  }

  /** Some exceptions of the JDK say nothing but a path. */
  private static String sentence(IOException fault) {
    return fault.getClass() == IOException.class
        ? String.valueOf(fault.getMessage())
        : fault.toString();
  }

  private static String bug(Throwable bug) {
    bug.printStackTrace();
    return "the agent ends because of a bug: " + bug;
  }

  /** Leaves what runs in the engine as it is. */
  @Override
  public void close() {
    starting.interrupt();
    try {
      starting.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    wiring.close();
  }
}
