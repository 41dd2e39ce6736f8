package io.berth.agent.engine.docker;

import io.berth.agent.engine.ContainerEngine;
import io.berth.agent.engine.EngineContract;
import io.berth.agent.model.BoundPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** A real Docker Engine keeps the contract. */
@Tag("e2e")
class DockerEngineTest extends EngineContract {

  @SuppressWarnings("NullAway.Init")
  private static TestEngine real;

  @BeforeAll
  static void startEngine() throws IOException {
    real = TestEngine.start();
  }

  @AfterAll
  static void stopEngine() throws IOException {
    real.close();
  }

  @Override
  protected ContainerEngine open(String agentIdentity) {
    return new DockerEngine(
        agentIdentity, real.socket(), CallDeadlines.USUAL, InstantSource.system());
  }

  @Override
  protected String image() {
    return TestEngine.ECHO_IMAGE;
  }

  @Override
  protected String prefix() {
    return "contract";
  }

  @Override
  protected int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  protected AutoCloseable listenOn(BoundPort port) throws IOException {
    return new ServerSocket(port.hostPort(), 1, InetAddress.getByName(port.hostAddress()));
  }
}
