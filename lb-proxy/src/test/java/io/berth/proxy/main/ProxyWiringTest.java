package io.berth.proxy.main;

import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.simple;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.berth.base.SettingsException;
import io.berth.peer.JoinRefusedException;
import io.berth.peer.TestScheduler;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.ListenerProblemCode;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proxy.feed.FeedItems;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TargetState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy from its token to an answered request, over its restart, and to a drained target. */
final class ProxyWiringTest {
  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private TestFeed scheduler;
  private HttpServer target;
  private int port;

  @BeforeEach
  void begin() throws Exception {
    scheduler = new TestFeed();
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/",
        exchange -> {
          byte[] body = "served".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    target.start();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void end() {
    scheduler.close();
    target.stop(0);
  }

  private ProxyWiring proxy(String... more) throws SettingsException {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "--scheduler",
                "127.0.0.1:" + scheduler.port(),
                "--directory",
                directory.resolve("proxy").toString(),
                "--event-loops",
                "2"));
    arguments.addAll(List.of(more));
    return new ProxyWiring(
        ProxyConfig.read(arguments, 2),
        bug -> {
          throw new AssertionError(bug);
        });
  }

  private String[] ticket() {
    return new String[] {
      "--token", TestScheduler.TOKEN, "--ca-fingerprint", scheduler.fingerprint()
    };
  }

  private RoutingTable table(TargetState state) {
    return simple(port, group("g", target("t", target.getAddress().getPort(), state)));
  }

  private String ask() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void proxyJoinsServesReportsAndComesBackWithItsTable() throws Exception {
    try (ProxyWiring proxy = proxy(ticket())) {
      proxy.start();
      ProxyMessage hello = scheduler.await("the hello", ProxyMessage::hasHello);
      assertEquals(1, hello.getHello().getIncarnation().getStartCounter());
      assertTrue(!hello.getHello().hasServedVersion());

      RoutingTable active = table(TargetState.ACTIVE);
      scheduler.sync(5, active, FeedItems.of(active));
      ProxyMessage ack = scheduler.await("the word", ProxyMessage::hasRoutingAck);
      assertTrue(!ack.getRoutingAck().hasRefusal(), ack::toString);
      assertEquals("200 served", ask());
      scheduler.await(
          "the target's health",
          message ->
              message.getHealth().getTargetsList().stream()
                  .anyMatch(one -> one.getState() == HealthState.HEALTH_STATE_HEALTHY));

      RoutingTable draining = table(TargetState.DRAINING);
      scheduler.sync(6, draining, FeedItems.of(draining));
      ProxyMessage drain = scheduler.await("the drain", ProxyMessage::hasDrain);
      assertEquals(6, drain.getDrain().getVersion().getNumber());
      assertEquals(0, drain.getDrain().getTargets(0).getInFlight());
      assertTrue(ask().startsWith("503"));
      scheduler.sync(7, active, FeedItems.of(active));
      scheduler.await("the next word", ProxyMessage::hasRoutingAck);
    }
    assertThrows(IOException.class, this::ask);

    scheduler.stop();
    try (ProxyWiring proxy = proxy()) {
      proxy.start();
      assertEquals("200 served", ask(), "the scheduler is away");
    }
  }

  @Test
  void portThatIsTakenIsToldAndServedOnceItIsFree() throws Exception {
    try (ProxyWiring proxy = proxy(ticket())) {
      RoutingTable table = table(TargetState.ACTIVE);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        proxy.start();
        scheduler.await("the hello", ProxyMessage::hasHello);
        scheduler.sync(5, table, FeedItems.of(table));
        ProxyMessage ack = scheduler.await("the word", ProxyMessage::hasRoutingAck);
        assertEquals(
            ListenerProblemCode.LISTENER_PROBLEM_CODE_PORT_TAKEN,
            ack.getRoutingAck().getListenerProblems(0).getCode());
      }
      scheduler.await(
          "the word without problems",
          message ->
              message.hasRoutingAck() && message.getRoutingAck().getListenerProblemsCount() == 0);
      assertEquals("200 served", ask());
    }
  }

  @Test
  void proxyWithoutIdentityAndTokenDoesNotStart() throws Exception {
    try (ProxyWiring proxy = proxy()) {
      assertThrows(JoinRefusedException.class, proxy::start);
    }
  }

  @Test
  void secondProxyInADirectoryDoesNotStart() throws Exception {
    try (ProxyWiring first = proxy(ticket());
        ProxyWiring second = proxy(ticket())) {
      first.start();
      assertThrows(IOException.class, second::start);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--listen localhost",
        "--listen 127.0.0.1,",
        "--scheduler nowhere",
        "--directory relative",
        "--event-loops 0",
        "--event-loops many",
        "--token alone",
        "--color blue",
        "--listen"
      })
  void settingsThatCannotBeMeantAreRefused(String arguments) {
    assertThrows(
        SettingsException.class, () -> ProxyConfig.read(List.of(arguments.split(" ", -1)), 2));
  }
}
