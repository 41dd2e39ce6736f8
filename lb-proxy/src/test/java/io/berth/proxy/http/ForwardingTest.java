package io.berth.proxy.http;

import static io.berth.proxy.http.TestTarget.ok;
import static io.berth.proxy.http.TestTarget.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What targets are told of requests, and clients of answers, when all goes well. */
final class ForwardingTest {
  private final PlaneFixture fixture = new PlaneFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  // ------------------------------------------------------------------ connections

  @Test
  void bothSidesKeepTheirConnections() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        for (int i = 0; i < 5; i++) {
          TestClient.Answer answer = client.get("/" + i);
          assertEquals(200, answer.status());
          assertEquals("one", answer.body());
          assertFalse(
              answer.head().toLowerCase(Locale.ROOT).contains("connection:"), answer.head());
        }
      }
      assertEquals(1, target.connections());
      assertEquals(5, target.seen().size());
    }
  }

  @Test
  void requestsTakeTurnsAmongTargets() throws Exception {
    try (TestTarget one = TestTarget.named("one");
        TestTarget other = TestTarget.named("other");
        TestClient client = clientOf(one, other)) {
      Set<String> names = new HashSet<>();
      for (int i = 0; i < 2; i++) {
        names.add(client.get("/").body());
      }
      assertEquals(Set.of("one", "other"), names);
    }
  }

  private TestClient clientOf(TestTarget... targets) throws IOException {
    return fixture.serving(targets).client();
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    try (TestTarget target =
            TestTarget.of((request, connection) -> write(connection, ok(request.line())));
        TestClient client = clientOf(target)) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        requests.append("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
        requests.append("POST /p" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
      }
      client.send(requests.toString());
      for (int i = 0; i < 50; i++) {
        assertEquals("GET /" + i + " HTTP/1.1", client.answer().body());
        assertEquals("POST /p" + i + " HTTP/1.1", client.answer().body());
      }
    }
  }

  @ParameterizedTest(name = "{0} with \"{1}\": goes on {2}")
  @CsvSource({
    "HTTP/1.1, '', true",
    "HTTP/1.1, Connection: close, false",
    "HTTP/1.1, 'Connection: foo, Close', false",
    "HTTP/1.0, '', false",
    "HTTP/1.0, Connection: keep-alive, true"
  })
  void clientSaysWhetherItsConnectionGoesOn(String version, String header, boolean goesOn)
      throws Exception {
    try (TestTarget target = TestTarget.named("one");
        TestClient client = clientOf(target)) {
      String line = header.isEmpty() ? "" : header + "\r\n";
      client.send("GET / " + version + "\r\nHost: a\r\n" + line + "\r\n");
      TestClient.Answer answer = client.answer();
      assertEquals("one", answer.body());
      assertEquals(!goesOn, answer.has("connection: close"), answer.head());
      if (goesOn) {
        assertEquals(200, client.get("/").status());
      } else {
        assertEquals("", client.untilEnd());
      }
    }
  }

  @Test
  void targetThatClosesGetsANewConnectionNextTime() throws Exception {
    try (TestTarget target =
            TestTarget.of((request, connection) ->
                write(
                    connection,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        TestClient client = clientOf(target)) {
      for (int i = 0; i < 3; i++) {
        TestClient.Answer answer = client.get("/");
        assertEquals(200, answer.status());
        assertFalse(answer.has("connection: close"));
      }
      assertEquals(3, target.connections());
    }
  }

  // ------------------------------------------------------------------ the request's head

  @ParameterizedTest(name = "{0} reaches the target as {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Other: x                            | X-Other           | x",
        "X-Other: x                            | X-Forwarded-For   | 127.0.0.1",
        "X-Forwarded-For: 10.0.0.1, 10.0.0.2   | X-Forwarded-For   | 10.0.0.1, 10.0.0.2, 127.0.0.1",
        "X-Forwarded-Proto: https              | X-Forwarded-Proto | http",
        "X-Forwarded-Port: 443                 | X-Forwarded-Port  | PORT",
        "Keep-Alive: timeout=5                 | Keep-Alive        |",
        "TE: trailers                          | TE                |",
        "Proxy-Connection: keep-alive          | Proxy-Connection  |",
        "Proxy-Authorization: Basic eA==       | Proxy-Authorization |",
        "Upgrade: h2c                          | Upgrade           |",
        "Authorization: Basic eA==             | Authorization     | Basic eA==",
        "Connection: x-secret                  | Connection        |",
        "Connection: X-Forwarded-For           | X-Forwarded-For   | 127.0.0.1",
        "Connection: Host                      | Host              | a:PORT"
      })
  void headerOfOneConnectionStaysThere(String sent, String name, String seen) throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      fixture.once("GET / HTTP/1.1\r\nHost: a\r\n" + sent + "\r\nConnection: close\r\n\r\n");
      List<String> expected =
          seen == null ? List.of() : List.of(seen.replace("PORT", "" + fixture.port));
      assertEquals(expected, target.seen().getFirst().values(name));
    }
  }

  @Test
  void headersThatConnectionNamesAreTakenAway() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      fixture.once(
          "GET / HTTP/1.1\r\nHost: a\r\nX-Secret: s\r\nConnection: close, x-secret\r\n\r\n");
      assertEquals(List.of(), target.seen().getFirst().values("X-Secret"));
    }
  }

  @ParameterizedTest(name = "{0} becomes {1} with Host {2}")
  @CsvSource({
    "/a/b?c=d, /a/b?c=d, a:PORT",
    "/a/%2e%2E/b//c, /a/%2e%2E/b//c, a:PORT",
    "http://other.org/x?y, /x?y, other.org:PORT",
    "http://other.org:99/x, /x, other.org:99",
    "http://other.org, /, other.org:PORT",
    "HTTP://other.org?q, /?q, other.org:PORT"
  })
  void targetOfARequestIsPassedOnAsAPath(String sent, String seen, String host) throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      fixture.once("GET " + sent + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertEquals("GET " + seen + " HTTP/1.1", target.seen().getFirst().line());
      assertEquals(
          List.of(host.replace("PORT", "" + fixture.port)),
          target.seen().getFirst().values("Host"));
    }
  }

  @Test
  void optionsOfTheServerArePassedOn() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      fixture.once("OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertEquals("OPTIONS * HTTP/1.1", target.seen().getFirst().line());
    }
  }

  @Test
  void everyRequestHasATraceId() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      fixture.once("GET / HTTP/1.0\r\n\r\n");
      String id = target.seen().getFirst().values("X-Amzn-Trace-Id").getFirst();
      assertTrue(id.matches("Root=1-5f000000-[0-9a-f]{24}"), id);
    }
  }

  // ------------------------------------------------------------------ bodies

  @Test
  void bodyOfKnownLengthAndChunksArrive() throws Exception {
    try (TestTarget target =
            TestTarget.of((request, connection) -> write(connection, ok(request.body())));
        TestClient client = clientOf(target)) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
      assertEquals("hello", client.answer().body());
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\n4;name=value\r\ndefg\r\n0\r\nX-Trailer: t\r\n\r\n");
      assertEquals("abcdefg", client.answer().body());
    }
  }

  @Test
  void clientThatExpectsToBeToldIsToldToGoOn() throws Exception {
    try (TestTarget target =
            TestTarget.of((request, connection) -> write(connection, ok(request.body())));
        TestClient client = clientOf(target)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.until("\r\n\r\n"));
      client.send("ok");
      assertEquals("ok", client.answer().body());
      assertEquals(List.of(), target.seen().getFirst().values("Expect"));
    }
  }

  @Test
  void requestsWithoutBodyLeaveWithoutOne() throws Exception {
    try (TestTarget target = TestTarget.named("one")) {
      fixture.serving(target);
      fixture.once("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertEquals(List.of(), target.seen().getFirst().values("Content-Length"));
      assertEquals(List.of(), target.seen().getFirst().values("Transfer-Encoding"));
    }
  }

  // ------------------------------------------------------------------ answers

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n"})
  void answersWithoutBodyKeepTheConnections(String answer) throws Exception {
    try (TestTarget target = TestTarget.of((request, connection) -> write(connection, answer));
        TestClient client = clientOf(target)) {
      for (int i = 0; i < 3; i++) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertTrue(client.answer(true).head().startsWith(answer.substring(0, 12)));
      }
      assertEquals(1, target.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 1000", "Transfer-Encoding: chunked"})
  void answerToHeadTellsOfABodyThatDoesNotCome(String length) throws Exception {
    try (TestTarget target =
            TestTarget.of((request, connection) ->
                write(
                    connection,
                    request.line().startsWith("HEAD")
                        ? "HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n"
                        : ok("body")));
        TestClient client = clientOf(target)) {
      client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
      TestClient.Answer answer = client.answer(true);
      assertTrue(answer.has(length) || length.contains("chunked"), answer.head());
      assertEquals("body", client.get("/").body());
      assertEquals(1, target.connections());
    }
  }

  @Test
  void interimAnswersOfTargetsAreSkipped() throws Exception {
    String hints = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    try (TestTarget target =
            TestTarget.of((request, connection) ->
                write(connection, "HTTP/1.1 100 Continue\r\n\r\n" + hints + ok("done")));
        TestClient client = clientOf(target)) {
      assertEquals("done", client.get("/").body());
      assertEquals("done", client.get("/").body());
    }
  }

  @Test
  void answerThatEndsWithItsConnectionIsWholeForEveryClient() throws Exception {
    try (TestTarget target =
        TestTarget.of((request, connection) -> {
          write(connection, "HTTP/1.0 200 OK\r\n\r\nall of it");
          connection.close();
        })) {
      fixture.serving(target);
      try (TestClient client = fixture.client()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        String head = client.until("\r\n\r\n");
        assertTrue(head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked"), head);
        assertEquals("9\r\nall of it\r\n0\r\n\r\n", client.until("0\r\n\r\n"));
      }
      String old = fixture.once("GET / HTTP/1.0\r\n\r\n");
      assertTrue(old.endsWith("\r\n\r\nall of it"), old);
    }
  }

  @Test
  void oldClientGetsChunksWithoutTheirFrames() throws Exception {
    try (TestTarget target =
        TestTarget.of((request, connection) ->
            write(
                connection,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))) {
      fixture.serving(target);
      String answer = fixture.once("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertTrue(answer.endsWith("\r\n\r\nabc"), answer);
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("connection: close"), answer);
    }
  }
}
