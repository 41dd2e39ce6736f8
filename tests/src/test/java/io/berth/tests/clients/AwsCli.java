package io.berth.tests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.clients.ClientProgram.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The AWS CLI as Debian ships it, unmodified, as somebody types it. */
final class AwsCli {
  /** By its path: another CLI may stand before it in the search path. */
  private static final Path PROGRAM = Path.of("/usr/bin/aws");

  private static final Duration MOST = Duration.ofSeconds(60);

  /** How the CLI ends when the service refuses. */
  private static final int REFUSED = 254;

  private final ClientProgram program;
  private final Connection connection;

  AwsCli(ClientProgram program, Connection connection) {
    this.program = program;
    this.connection = connection;
    assertTrue(
        Files.isExecutable(PROGRAM), "the AWS CLI is missing; please install (Debian) awscli");
  }

  AwsCli with(Connection other) {
    return new AwsCli(program, other);
  }

  /** What it prints; the words are split at blanks, the rest stays as it is. */
  String ok(String words, String... rest) throws Exception {
    Answer answer = run(words, rest);
    assertEquals(0, answer.exitCode(), words + ": " + answer);
    return answer.out();
  }

  /** The lines or columns that it prints as text. */
  List<String> list(String words, String... rest) throws Exception {
    String text = ok(words + " --output text", rest);
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }

  /** Expects that the service refuses with this code, and answers what the CLI says of it. */
  String refused(String code, String words, String... rest) throws Exception {
    Answer answer = run(words, rest);
    assertTrue(answer.err().contains("An error occurred (" + code + ")"), words + ": " + answer);
    assertEquals(REFUSED, answer.exitCode(), words);
    assertEquals("", answer.out());
    return answer.err();
  }

  Answer run(String words, String... rest) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(PROGRAM.toString(), "--endpoint-url", connection.endpoint().toString()));
    command.addAll(List.of(words.split(" ")));
    command.addAll(List.of(rest));
    return program.run(MOST, connection.variables(), command);
  }
}
