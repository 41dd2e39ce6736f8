package io.berth.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cli.ClientCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Runs client verbs once, at build time, against a server that only pretends: what the JVM loads
 * for them it then keeps in an archive, from which every later verb starts in half the time.
 */
final class Rehearsal {
  private static final String ANSWER =
      """
      {"tokens":[{"tokenId":"0","kind":"PEER_KIND_AGENT","state":"JOIN_TOKEN_STATE_OPEN"}],\
      "keys":[{"accessKeyId":"0","state":"API_KEY_STATE_ACTIVE"}],"secret":"0","endpoint":"0"}\
      """;
  private static final String HEAD_END = "\r\n\r\n";

  private Rehearsal() {}

  /** The first argument is a folder that it may use. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> pretend(server));
      Files.writeString(
          folder.resolve("client.conf"),
          """
          endpoint = http://127.0.0.1:%d
          region = us-east-1
          access-key-id = 0
          secret-access-key = 0
          """
              .formatted(server.getLocalPort()));
      for (String verb :
          List.of("token create", "token list", "key list", "env", "token --help", "no verb")) {
        run(folder, List.of(verb.split(" ", -1)));
      }
    }
  }

  private static void run(Path folder, List<String> words) {
    var said = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    var environment = Map.of("BERTH_DIRECTORY", folder.toString());
    var _ = new ClientCommand(environment, InstantSource.system(), said, said).run(words);
  }

  private static void pretend(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        answer(client.getInputStream(), client.getOutputStream());
      } catch (IOException _) {
        // The rehearsal is over, or one verb of it fails, which costs the archive a few classes.
      }
    }
  }

  /** What is sent last, a JSON object, closes with a brace. */
  private static void answer(InputStream in, OutputStream out) throws IOException {
    var asked = new StringBuilder();
    for (int one = in.read(); one >= 0; one = in.read()) {
      asked.append((char) one);
      if (one == '}' && asked.indexOf(HEAD_END) >= 0) {
        break;
      }
    }
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
            + ANSWER.length()
            + HEAD_END;
    out.write((head + ANSWER).getBytes(UTF_8));
    out.flush();
  }
}
