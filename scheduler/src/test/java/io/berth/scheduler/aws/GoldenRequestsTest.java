package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.aws.GoldenWorld.Question;
import io.berth.scheduler.aws.RawClient.Response;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that real clients wrote to the wire are sent again byte by byte, with the signatures
 * that the clients made, judged at the time when they made them; whichever client asks, the answer
 * is the one that is checked in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenRequestsTest {
  /** For requests that change nothing: to make one for each takes most of the time. */
  private final GoldenWorld unmoved;

  GoldenRequestsTest() throws Exception {
    unmoved = new GoldenWorld();
  }

  @AfterAll
  void close() {
    unmoved.close();
  }

  private static Path folder() throws URISyntaxException {
    URL url = Objects.requireNonNull(GoldenRequestsTest.class.getResource("/golden/requests"));
    return Path.of(url.toURI());
  }

  private static List<Path> clients() throws IOException, URISyntaxException {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(Files::isDirectory)
          .filter(one -> !one.endsWith("answers"))
          .sorted()
          .toList();
    }
  }

  static List<Arguments> recorded() throws IOException, URISyntaxException {
    List<Arguments> all = new ArrayList<>();
    for (Path client : clients()) {
      for (Question question : Question.all()) {
        if (Files.exists(client.resolve(question.name() + ".http"))) {
          all.add(Arguments.of(client.getFileName().toString(), question));
        }
      }
    }
    return all;
  }

  /** Only the CLI of Debian 12 is older than one of the operations. */
  @Test
  void everyQuestionOfThreeClientsWasRecorded() throws Exception {
    Set<String> missing = new HashSet<>();
    for (Path client : clients()) {
      for (Question question : Question.all()) {
        if (!Files.exists(client.resolve(question.name() + ".http"))) {
          missing.add(client.getFileName() + " " + question);
        }
      }
    }

    assertEquals(3, clients().size());
    assertEquals(Set.of("aws-cli-2.9.19 delete-task-definitions"), missing);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("recorded")
  void whatAClientAskedIsAnsweredAsItWas(String client, Question question) throws Exception {
    GoldenRequest request =
        GoldenRequest.load(folder().resolve(client).resolve(question.name() + ".http"));
    assertEquals(question.operation(), request.operation());
    try (GoldenWorld world = new GoldenWorld();
        RawClient connection = world.connect()) {
      world.judgeSignaturesAt(request.signedAt());
      connection.send(request.wire());

      Response answer = connection.read();

      assertEquals(200, answer.status(), answer.body());
      assertEquals(
          Files.readString(folder().resolve("answers").resolve(question.name() + ".txt")).strip(),
          answer.comparable());
    }
  }

  /** A changed byte is noticed: the signature covers what was recorded. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("recorded")
  void aForgedBodyIsRefused(String client, Question question) throws Exception {
    GoldenRequest request =
        GoldenRequest.load(folder().resolve(client).resolve(question.name() + ".http"));
    try (RawClient connection = unmoved.connect()) {
      unmoved.judgeSignaturesAt(request.signedAt());
      connection.send(request.forged().wire());

      Response answer = connection.read();

      assertTrue(answer.body().contains("Signature"), answer.body());
      assertTrue(answer.status() == 400 || answer.status() == 403, answer.body());
    }
  }

  /**
   * What was heard on the wire is worth nothing a quarter of an hour later, nor before its time.
   */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("recorded")
  void aDateTooFarAwayIsRefused(String client, Question question) throws Exception {
    GoldenRequest request =
        GoldenRequest.load(folder().resolve(client).resolve(question.name() + ".http"));
    Duration tooFar = Duration.ofMinutes(15).plusSeconds(1);
    try (RawClient connection = unmoved.connect()) {
      for (Instant moment :
          List.of(request.signedAt().plus(tooFar), request.signedAt().minus(tooFar))) {
        unmoved.judgeSignaturesAt(moment);
        connection.send(request.wire());

        Response answer = connection.read();

        String code =
            question.service().equals("ecs")
                ? "InvalidSignatureException"
                : "SignatureDoesNotMatch";
        assertTrue(answer.body().contains(code), answer.body());
        assertTrue(answer.body().contains("Signature "), answer.body());
      }
    }
  }
}
