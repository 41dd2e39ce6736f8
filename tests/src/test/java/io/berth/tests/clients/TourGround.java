package io.berth.tests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.cluster.SchedulerProcess;
import io.berth.tests.cluster.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where a client's tour takes place: a scheduler, an engine, and a host once a cluster wants it.
 */
record TourGround(TestEngine engine, Stack stack, Connection connection, ClientProgram programs)
    implements AutoCloseable {

  static TourGround open() throws Exception {
    TestEngine engine = TestEngine.start();
    try {
      Stack stack = Stack.scheduler();
      Path home = Files.createDirectories(stack.folder().resolve("home"));
      return new TourGround(
          engine,
          stack,
          Connection.of(stack.schedulerProcess().directory()),
          new ClientProgram(home));
    } catch (Exception | AssertionError e) {
      engine.close();
      throw e;
    }
  }

  /** Gives a cluster its host, and waits until it is there. */
  void join(String cluster) throws Exception {
    SchedulerProcess.Answer token =
        stack.schedulerProcess().berth("token", "create", "--cluster", cluster);
    assertEquals(0, token.exitCode(), token::toString);
    List<String> words = List.of(token.out().strip().split("\\s+"));
    var _ =
        stack.newAgent(engine).launch(new SchedulerProcess.Ticket(words.subList(2, words.size())));
    stack
        .await()
        .until(
            "the host is in the cluster " + cluster,
            () ->
                !stack
                    .user()
                    .client()
                    .listContainerInstances(request -> request.cluster(cluster).status("ACTIVE"))
                    .containerInstanceArns()
                    .isEmpty());
  }

  /** Asks a port of a task as a browser does, until it serves. */
  void assertServes(int hostPort) throws Exception {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hostPort + "/status/200"))
              .timeout(Duration.ofSeconds(5))
              .build();
      stack.await().until("port " + hostPort + " serves", () -> answers(browser, request));
    }
  }

  private static boolean answers(HttpClient browser, HttpRequest request)
      throws InterruptedException {
    try {
      return browser.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException _) {
      // The container is there before its program listens.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      stack.close();
    } finally {
      engine.close();
    }
  }
}
