package io.berth.tests.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever may be wrong with an answer is noticed, by a server that says one thing to everybody.
 */
@Timeout(60)
class LoadTest {
  private static final String RIGHT_TEXT = "task=one method=GET path=/delay/50 body=0~";

  /** In these, | stands for the end of a line of the head, and ~ for that of the text. */
  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 503 X|X-Task: one|Content-Length: 0||, status 503",
    "HTTP/1.1 200 X|X-Task: two|Content-Length: 42||task=two method=GET path=/delay/50 body=0~,"
        + " an answer of the foreign task two",
    "HTTP/1.1 200 X|X-Task: one|Content-Length: 35||task=one method=GET path=/b body=0~,"
        + " the answer to something else: task=one method=GET path=/b body=0",
    "HTTP/1.1 200 X|X-Task: one|Content-Length: 99||"
        + RIGHT_TEXT
        + ","
        + " the answer ended in its body",
    "HTTP/1.1 200 X|X-Task, the answer ended in its head",
    "HTTP/1.1 200 X|X-Task: one||, no length of a small body but null",
    "HTTP/1.1 200 X|Content-Length: 999999999||, no length of a small body but 999999999",
    "nonsense|, no status but 'nonsense'",
    "'', the connection was closed",
  })
  void wrongAnswersFailWithTheirReason(String said, String reason) throws Exception {
    LoadReport report = firstOf(said, true, LoadPlan.PATIENCE);

    assertEquals(0, report.answeredOfAll());
    assertTrue(report.failed() > 0);
    assertTrue(
        report.failures().stream().anyMatch(one -> one.endsWith("NEW_CONNECTIONS: " + reason)),
        report::toString);
  }

  @Test
  void rightAnswersCount() throws Exception {
    LoadReport report =
        firstOf(
            "HTTP/1.1 200 X|X-Task: one|Content-Length: 42||" + RIGHT_TEXT,
            true,
            LoadPlan.PATIENCE);

    assertTrue(report.answered(Traffic.NEW_CONNECTIONS) > 0, report::toString);
    assertEquals(0, report.failed(), report::toString);
  }

  @Test
  void anAnswerThatDoesNotComeToItsEndFailsWhenPatienceEnds() throws Exception {
    LoadReport report =
        firstOf("HTTP/1.1 200 X|Content-Length: 9||", false, Duration.ofMillis(300));

    assertTrue(
        report.failures().getFirst().endsWith("no complete answer after 300 ms"), report::toString);
  }

  /** What became of the requests of one user until the first of them has ended. */
  private static LoadReport firstOf(String said, boolean closes, Duration patience)
      throws Exception {
    byte[] words = said.replace("|", "\r\n").replace("~", "\n").getBytes(ISO_8859_1);
    // Closed while its thread waits at it: that is how the thread learns of the end.
    var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var door = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    var plan = new LoadPlan(door, "test", Map.of(Traffic.NEW_CONNECTIONS, 1), patience);
    Thread serving = Thread.ofVirtual().start(() -> serve(server, words, closes));
    try (Load load = Load.start(plan, "one"::equals)) {
      while (load.report().failed() + load.report().answeredOfAll() == 0) {
        Thread.onSpinWait();
      }
      return load.stop();
    } finally {
      server.close();
      serving.join();
    }
  }

  private static void serve(ServerSocket server, byte[] words, boolean closes) {
    // One that nobody holds would be closed whenever the heap is collected.
    List<Socket> clients = new ArrayList<>();
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        clients.add(client);
        // Unread bytes would turn the end into a reset.
        int _ = client.getInputStream().read(new byte[4096]);
        client.getOutputStream().write(words);
        if (closes) {
          client.close();
        }
      } catch (IOException _) {
        // The server was closed, or that client has left.
      }
    }
    clients.forEach(LoadTest::close);
  }

  private static void close(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
