package io.berth.proxy.health;

import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.key;
import static io.berth.proxy.route.Tables.simple;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.base.Moment;
import io.berth.proxy.health.CheckResult.Reason;
import io.berth.proxy.route.HealthCheck;
import io.berth.proxy.route.HealthCheck.StatusRange;
import io.berth.proxy.route.HealthCheck.Way;
import io.berth.proxy.route.RoutingTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks over real sockets: one failure makes a target unhealthy here, and tells why. */
final class HealthChecksTest {
  private static final Duration BRIEF = Duration.ofSeconds(1);
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private final long started = System.nanoTime();
  private final BlockingQueue<TargetHealth> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final HealthChecks checks = new HealthChecks(this::now, (views, _) -> told.addAll(views));
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    checks.close();
    server.close();
  }

  private Moment now() {
    return new Moment(Instant.now(), Duration.ofNanos(System.nanoTime() - started));
  }

  @ParameterizedTest(name = "{0} is {1}, {2}, {3}")
  @CsvSource({
    "HTTP/1.1 200 OK, HEALTHY, , ",
    "HTTP/1.0 299 Fine, HEALTHY, , ",
    "HTTP/1.1 300 Choices, UNHEALTHY, STATUS_MISMATCH, 300",
    "HTTP/1.1 503 Away, UNHEALTHY, STATUS_MISMATCH, 503",
    "this is no HTTP, UNHEALTHY, CONNECTION_FAILED, ",
    "'', UNHEALTHY, CONNECTION_FAILED, ",
    "SILENCE, UNHEALTHY, TIMEOUT, "
  })
  void answerDecidesWhatIsThought(String line, HealthState state, Reason reason, Integer status)
      throws Exception {
    answering(line);
    boolean silent = line.equals("SILENCE");
    checks.serve(checked(Way.HTTP, server.getLocalPort(), silent ? BRIEF : PATIENT));
    assertEquals(HealthState.INITIAL, next().state());
    TargetHealth view = next();
    assertEquals(state, view.state());
    assertEquals(
        Optional.ofNullable(reason)
            .map(why ->
                new CheckResult.Failed(
                    why, status == null ? OptionalInt.empty() : OptionalInt.of(status))),
        view.failure());
    assertEquals(state == HealthState.HEALTHY, checks.isHealthy(key("g", "t")));
    assertEquals("GET /ready?x HTTP/1.1", asked.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void interimAnswerIsNoAnswer() throws Exception {
    answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK");
    checks.serve(checked(Way.HTTP, server.getLocalPort(), PATIENT));
    next();
    assertEquals(HealthState.HEALTHY, next().state());
  }

  @Test
  void connectionAloneIsEnoughForTcp() throws Exception {
    checks.serve(checked(Way.TCP, server.getLocalPort(), PATIENT));
    next();
    assertEquals(HealthState.HEALTHY, next().state());
  }

  @ParameterizedTest
  @CsvSource({"TCP", "HTTP"})
  void refusedConnectionIsAFailure(Way way) throws Exception {
    int port = server.getLocalPort();
    server.close();
    checks.serve(checked(way, port, PATIENT));
    next();
    assertEquals(Optional.of(CheckResult.failed(Reason.CONNECTION_FAILED)), next().failure());
  }

  @Test
  void targetThatIsDroppedIsForgotten() throws Exception {
    answering("HTTP/1.1 200 OK");
    checks.serve(checked(Way.HTTP, server.getLocalPort(), PATIENT));
    next();
    next();
    assertTrue(checks.isHealthy(key("g", "t")));
    checks.serve(RoutingTable.empty());
    assertFalse(checks.isHealthy(key("g", "t")));
  }

  @Test
  void healthyTargetThatFailsIsFoundByTheNextCheck() throws Exception {
    answering("HTTP/1.1 200 OK");
    checks.serve(checked(Way.HTTP, server.getLocalPort(), Duration.ofSeconds(3)));
    next();
    assertEquals(HealthState.HEALTHY, next().state());
    server.close();
    assertEquals(HealthState.UNHEALTHY, next().state());
  }

  private TargetHealth next() throws InterruptedException {
    TargetHealth view = told.poll(30, TimeUnit.SECONDS);
    assertNotNull(view, "nothing was told");
    return view;
  }

  private static RoutingTable checked(Way way, int port, Duration interval) {
    boolean http = way == Way.HTTP;
    HealthCheck check =
        new HealthCheck(
            way,
            OptionalInt.empty(),
            http ? "/ready?x" : "",
            interval,
            interval,
            1,
            1,
            http ? List.of(new StatusRange(200, 299)) : List.of());
    return simple(80, group("g", check, target("t", port)));
  }

  private void answering(String line) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket socket = server.accept();
              Thread.ofVirtual().start(() -> answer(socket, line));
            }
          } catch (IOException _) {
            // The test is over.
          }
        });
  }

  private void answer(Socket socket, String line) {
    try (socket) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      asked.add(in.readLine());
      while (!in.readLine().isEmpty()) {
        // The rest of the head.
      }
      if (line.equals("SILENCE")) {
        assertEquals(-1, in.read());
      } else if (!line.isEmpty()) {
        socket.getOutputStream().write((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      // The check was over first.
    }
  }
}
