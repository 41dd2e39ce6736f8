package io.berth.proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are not passed on: what two readers could read differently never gets through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestRefusalTest {
  private final TestTarget target = TestTarget.named("one");
  private final PlaneFixture fixture = new PlaneFixture().serving(target);

  @AfterAll
  void close() {
    fixture.close();
    target.close();
  }

  private static Arguments of(int status, String name, String request) {
    return Arguments.of(name, status, request.replace("\n", "\r\n"));
  }

  static Stream<Arguments> refused() {
    String get = "GET / HTTP/1.1\nHost: a\n";
    String post = "POST / HTTP/1.1\nHost: a\n";
    return Stream.of(
        of(400, "no HTTP at all", "hello\n\n"),
        of(400, "bytes of a TLS hello", "\u0016\u0003\u0001\u0002\n\n"),
        of(400, "no host", "GET / HTTP/1.1\n\n"),
        of(400, "two hosts", get + "Host: b\n\n"),
        of(400, "host with a comma", "GET / HTTP/1.1\nHost: a,b\n\n"),
        of(400, "host with a space", "GET / HTTP/1.1\nHost: a b\n\n"),
        of(400, "host with a path", "GET / HTTP/1.1\nHost: a/b\n\n"),
        of(400, "target that is no path", "GET x HTTP/1.1\nHost: a\n\n"),
        of(400, "target of another scheme", "GET ftp://a/ HTTP/1.1\nHost: a\n\n"),
        of(400, "target with a user", "GET http://a@b/ HTTP/1.1\nHost: a\n\n"),
        of(400, "target with a control character", "GET /\u0001 HTTP/1.1\nHost: a\n\n"),
        of(400, "space in the target", "GET /a b HTTP/1.1\nHost: a\n\n"),
        of(400, "both lengths", post + "Content-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n"),
        of(
            400,
            "both lengths, turned",
            post + "Transfer-Encoding: chunked\nContent-Length: 3\n\n0\n\n"),
        of(400, "lengths that differ", post + "Content-Length: 3\nContent-Length: 4\n\nabcd"),
        of(400, "lengths in one line", post + "Content-Length: 3, 4\n\nabcd"),
        of(400, "length twice", post + "Content-Length: 3\nContent-Length: 3\n\nabc"),
        of(400, "negative length", post + "Content-Length: -1\n\n"),
        of(400, "length with a sign", post + "Content-Length: +3\n\nabc"),
        of(400, "length that is no number", post + "Content-Length: 3a\n\nabc"),
        of(400, "length beyond 64 bits", post + "Content-Length: 99999999999999999999\n\n"),
        of(400, "chunks of an old client", "POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n"),
        of(
            400,
            "coding twice",
            post + "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n"),
        of(501, "coding in a list", post + "Transfer-Encoding: gzip, chunked\n\n0\n\n"),
        of(501, "unknown coding", post + "Transfer-Encoding: xchunked\n\n0\n\n"),
        of(501, "identity", post + "Transfer-Encoding: identity\n\n"),
        of(400, "space before the colon", post + "Transfer-Encoding : chunked\n\n0\n\n"),
        of(400, "header without a name", get + ": x\n\n"),
        of(400, "header without a colon", get + "nonsense\n\n"),
        of(400, "header with a null", get + "A: b\u0000c\n\n"),
        of(
            400,
            "chunk size that is no number",
            post + "Transfer-Encoding: chunked\n\nzz\nabc\n0\n\n"),
        of(400, "negative chunk size", post + "Transfer-Encoding: chunked\n\n-1\nabc\n0\n\n"),
        of(405, "trace", "TRACE / HTTP/1.1\nHost: a\n\n"),
        of(405, "connect", "CONNECT a:443 HTTP/1.1\nHost: a\n\n"),
        of(414, "long line", "GET /" + "x".repeat(17 << 10) + " HTTP/1.1\nHost: a\n\n"),
        of(400, "large headers", get + ("A: " + "x".repeat(8 << 10) + "\n").repeat(9) + "\n"),
        of(417, "other expectation", get + "Expect: miracles\n\n"),
        of(463, "many proxies", get + "X-Forwarded-For: " + "1.1.1.1, ".repeat(30) + "1.1.1.1\n\n"),
        of(501, "websocket", get + "Connection: Upgrade\nUpgrade: websocket\n\n"),
        of(
            501,
            "websocket among others",
            get + "Connection: keep-alive, upgrade\nUpgrade: h2c, WebSocket\n\n"),
        of(505, "other version", "PRI * HTTP/2.0\n\nSM\n\n"),
        of(505, "no version known", "GET / HTTP/1.2\nHost: a\n\n"));
  }

  @ParameterizedTest(name = "{0} is refused with {1}")
  @MethodSource("refused")
  void requestIsRefusedAndReachesNobody(String name, int status, String request) throws Exception {
    int before = target.seen().size();
    String answer = fixture.once(request);
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("connection: close"), answer);
    assertTrue(answer.endsWith("</html>\r\n"), answer);
    assertEquals(before, target.seen().size(), name);
  }

  @Test
  void refusalWaitsForTheAnswerBeforeIt() throws Exception {
    String answers =
        fixture.once("GET / HTTP/1.1\r\nHost: a\r\n\r\nTRACE / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertTrue(answers.startsWith("HTTP/1.1 200 OK"), answers);
    assertTrue(answers.indexOf("HTTP/1.1 405") > answers.indexOf("one"), answers);
  }

  @Test
  void nothingAfterARefusalIsServed() throws Exception {
    int before = target.seen().size();
    String answers =
        fixture.once("TRACE / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertTrue(answers.startsWith("HTTP/1.1 405"), answers);
    assertEquals(answers.lastIndexOf("HTTP/1.1"), answers.indexOf("HTTP/1.1"), answers);
    assertEquals(before, target.seen().size());
  }

  @Test
  void refusedWebSocketIsToldWhyInWords() throws Exception {
    String answer =
        fixture.once(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 501 WebSocket Not Supported Yet\r\n"), answer);
    assertTrue(answer.contains("<h1>501 WebSocket Not Supported Yet</h1>"), answer);
  }

  @Test
  void bareLineFeedIsNoLineEnd() throws Exception {
    String answer = fixture.once("GET / HTTP/1.1\nHost: a\n\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }
}
