package io.berth.agent.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.berth.agent.engine.EngineException;
import io.berth.agent.engine.EngineException.Kind;
import io.berth.agent.engine.docker.CallDeadlines.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small tables: what Docker's words, paths, versions and references mean to us. */
class EngineWordsTest {

  @Test
  void unixSocketIsTaken() {
    assertEquals(Path.of("/run/docker.sock"), EngineSocket.parse("unix:///run/docker.sock").path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tcp://127.0.0.1:2375", "", "/run/docker.sock", "unix://docker.sock", "ssh://a"})
  void everythingElseIsRefusedWithWhatToDo(String dockerHost) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> EngineSocket.parse(dockerHost))
            .getMessage();
    assertTrue(String.valueOf(said).contains("DOCKER_HOST"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "1.24, 1.41, 1.41",
    "1.24, 1.40, 1.40",
    "1.24, 1.52, 1.41",
    "1.44, 1.52, 1.44",
    "1.9, 1.10, 1.10",
  })
  void versionIsTheLowerOfBothUnlessTheEngineHasForgottenIt(
      String oldest, String newest, String chosen) {
    assertEquals(
        chosen, ApiVersion.choose(ApiVersion.parse(oldest), ApiVersion.parse(newest)).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.x", "1.2.3", "null"})
  void whatIsNoVersionIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ApiVersion.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "web, web:latest",
    "web:1, web:1",
    "registry:5000/web, registry:5000/web:latest",
    "registry:5000/web:1, registry:5000/web:1",
    "web@sha256:ab, web@sha256:ab",
    "web:1@sha256:ab, web:1@sha256:ab",
  })
  void imageIsPulledByOneTagOrDigest(String reference, String pulled) {
    assertEquals(pulled, ImageReference.pullable(reference));
  }

  @Test
  void digestIsTheOneOfTheReferencesOwnRegistry() {
    List<String> digests = List.of("other/web@sha256:aa", "registry:5000/web@sha256:bb");
    assertEquals(Optional.of("sha256:bb"), ImageReference.digest(digests, "registry:5000/web:1"));
    assertEquals(Optional.of("sha256:aa"), ImageReference.digest(digests, "web"));
    assertEquals(Optional.empty(), ImageReference.digest(List.of(), "web"));
    assertEquals(Optional.empty(), ImageReference.digest(null, "web"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /_ping, PT5S",
    "GET, /info, PT30S",
    "GET, /containers/json?all=1, PT30S",
    "POST, /containers/create?name=start, PT4M",
    "POST, /containers/ab/start, PT3M",
    "POST, /containers/ab/stop?t=90, PT2M",
    "POST, /containers/ab/stop, PT30S",
    "POST, /containers/ab/kill, PT30S",
    "DELETE, /containers/ab?force=1, PT30S",
  })
  void eachVerbHasItsDeadline(String method, String path, Duration time) {
    assertEquals(new Deadline.Whole(time), CallDeadlines.USUAL.of(method, path));
  }

  @Test
  void pullMayBeSlowButNotSilentAndEventsMayBeSilent() {
    assertEquals(
        new Deadline.Silence(Duration.ofMinutes(1)),
        CallDeadlines.USUAL.of("POST", "/images/create?fromImage=web"));
    assertEquals(
        new Deadline.Begin(Duration.ofSeconds(30)),
        CallDeadlines.USUAL.of("GET", "/events?since=1"));
  }

  @Test
  void dockersSentencesBecomeKinds() {
    assertFailure(
        Kind.PORT_TAKEN,
        Kind.START,
        new InternalServerErrorException(
            "Status 500: {\"message\":\"driver failed programming external connectivity on"
                + " endpoint a: Bind for 127.0.0.1:80 failed: port is already allocated\"}"));
    assertFailure(
        Kind.PORT_TAKEN,
        Kind.START,
        new InternalServerErrorException("listen tcp4 127.0.0.1:80: bind: address already in use"));
    assertFailure(
        Kind.NAME_TAKEN,
        Kind.CREATE,
        new ConflictException("The container name \"/a\" is already in use by container \"b\""));
    assertFailure(Kind.IMAGE_MISSING, Kind.CREATE, new NotFoundException("No such image: a"));
    assertFailure(Kind.NO_CONTAINER, Kind.STOP, new NotFoundException("No such container: a"));
    assertFailure(Kind.UNAVAILABLE, Kind.CREATE, new DockerException("draining", 503));
    assertFailure(
        Kind.PULL_DENIED, Kind.PULL, new NotFoundException("pull access denied for secret"));
  }

  @Test
  void pullFailuresThatPassByThemselvesAreTemporary() {
    assertTrue(Failures.ofPull("dial tcp 10.0.0.1:443: connect: connection refused").isTemporary());
    assertTrue(Failures.ofPull("toomanyrequests: slow down").isTemporary());
    assertFalse(Failures.ofPull("manifest for web:9 not found").isTemporary());
    EngineException denied = Failures.ofPull("unauthorized: authentication required");
    assertEquals(Kind.PULL_DENIED, denied.kind());
    assertFalse(denied.isTemporary());
  }

  @Test
  void detailIsTheEnginesOwnSentence() {
    EngineException failure =
        Failures.of(
            Kind.START,
            new InternalServerErrorException(
                "Status 500: {\"message\":\"exec: \\\"/x\\\" \\u003cnot found\\u003e\"}\n"));
    assertEquals("exec: \"/x\" <not found>", failure.detail());
    assertEquals("CannotStartContainerError: exec: \"/x\" <not found>", failure.getMessage());
  }

  @Test
  void takenPortIsFreeAgainSomeDayAndATakenNameIsNot() {
    assertTrue(
        Failures.of(Kind.START, new InternalServerErrorException("port is already allocated"))
            .isTemporary());
    assertFalse(
        Failures.of(Kind.CREATE, new ConflictException("the name is already in use"))
            .isTemporary());
  }

  private static void assertFailure(Kind expected, Kind refused, RuntimeException failure) {
    assertEquals(expected, Failures.of(refused, failure).kind());
  }
}
