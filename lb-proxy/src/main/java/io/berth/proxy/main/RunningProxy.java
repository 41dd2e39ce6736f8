package io.berth.proxy.main;

import io.berth.base.ProcessEnd;
import io.berth.peer.JoinRefusedException;
import java.io.IOException;

/**
 * A proxy on a thread of its own, in whatever process: joining may wait for a scheduler without
 * end, and must not keep that process from ending. What it cannot go on with ends the process.
 */
public final class RunningProxy implements AutoCloseable {
  /** A bug: the next start recovers. */
  static final int BUG = 70;

  /** The host lets it down. */
  static final int FAULT = 74;

  /** Only other settings or another token help. */
  static final int UNUSABLE = 78;

  private final ProxyWiring wiring;
  private final Thread starting;

  private RunningProxy(ProxyWiring wiring, Thread starting) {
    this.wiring = wiring;
    this.starting = starting;
  }

  /** Returns at once; the end of the process hears of what keeps it from starting. */
  public static RunningProxy begin(ProxyConfig config, ProcessEnd end) {
    ProxyWiring wiring = new ProxyWiring(config, bug -> end.failed(BUG, bug(bug)));
    Thread starting = Thread.ofVirtual().name("proxy-start").start(() -> start(wiring, end));
    return new RunningProxy(wiring, starting);
  }

  private static void start(ProxyWiring wiring, ProcessEnd end) {
    try {
      wiring.start();
    } catch (JoinRefusedException e) {
      end.failed(UNUSABLE, "the proxy cannot start: " + e.getMessage());
    } catch (IOException e) {
      end.failed(FAULT, "the proxy cannot start: " + e);
    } catch (InterruptedException _) {
      // The process ends before this proxy has joined.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      end.failed(BUG, bug(e));
    }
  }

  private static String bug(Throwable bug) {
    bug.printStackTrace();
    return "the proxy ends because of a bug: " + bug;
  }

  /** Whether the scheduler feeds it now. */
  public boolean isConnected() {
    return wiring.isConnected();
  }

  /** Requests in flight end first. */
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
