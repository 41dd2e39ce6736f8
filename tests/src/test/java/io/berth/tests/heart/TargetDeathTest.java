package io.berth.tests.heart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.cluster.EngineWitness;
import io.berth.tests.hosts.HostOnLan;
import io.berth.tests.hosts.Hosts;
import io.berth.tests.load.Traffic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.Task;

/** A target dies without a word, and takes with it only what it was working on. */
@Tag("e2e")
@Timeout(300)
class TargetDeathTest {
  private static final int PORT = 8301;
  private static final int TASKS = 3;
  private static final int QUESTIONS = 5;
  private static final int SLOW_USERS = 8;
  private static final long MANY = 500;

  /** At each of the two doors. */
  private static final Map<Traffic, Integer> USERS =
      Map.of(
          Traffic.KEEP_ALIVE, 12,
          Traffic.NEW_CONNECTIONS, 2,
          Traffic.SLOW, SLOW_USERS,
          Traffic.UPLOADS, 1);

  /**
   * Goal: nothing is lost but what is lost for sure. Method: a container is killed under load. It
   * is asked before how many answers it is at; whatever began earlier and failed is one of these.
   * Whatever began after its death has to be answered by others. What began in between may have
   * come to it or not.
   */
  @Test
  void aTargetThatIsKilledFailsOnlyWhatItWorkedOn() throws Exception {
    try (Ground ground = Ground.open(Hosts.Plan.of(1))) {
      BalancedService service =
          ground.openService(
              new BalancedService.Plan("mortal", PORT, TASKS, 0, OptionalInt.empty()));
      try (Crowd crowd = ground.crowd(service, USERS)) {
        ground
            .stack()
            .await()
            .until(
                "everybody is at it",
                () -> crowd.answered() > MANY && crowd.open(Traffic.SLOW) == 2 * SLOW_USERS);
        Task victim = service.anyRunning();
        HostOnLan host = ground.hosts().named(victim.containerInstanceArn());
        EngineWitness witness = ground.stack().witness(host.engine());
        String container = witness.id(victim.taskArn(), BalancedService.CONTAINER);
        long asked = System.nanoTime();
        long working = answering(host, victim);

        witness.kill(victim.taskArn(), BalancedService.CONTAINER);
        ground.stack().await().until(container + " is dead", () -> isDead(witness, container));
        long dead = System.nanoTime();
        service.awaitSteady();
        crowd.stop();

        System.out.println(crowd.failed() + " failed with a target that worked on " + working);
        assertEquals(0, crowd.failedSince(dead), () -> crowd.reports() + ground.stack().dump());
        long before = crowd.failed() - crowd.failedSince(asked);
        assertTrue(before > 0, () -> "it worked on nothing: " + crowd.reports());
        assertTrue(before <= working, () -> before + " failed, it worked on " + working);
      }
    }
  }

  /** The most of some answers: what has been sent to it may take a moment to arrive. */
  private static long answering(HostOnLan host, Task task) throws Exception {
    int port = task.containers().getFirst().networkBindings().getFirst().hostPort();
    URI uri = URI.create("http://" + host.address() + ":" + port + "/answering");
    HttpRequest ask = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    long most = 0;
    try (HttpClient browser = HttpClient.newHttpClient()) {
      for (int question = 0; question < QUESTIONS; question++) {
        String answer = browser.send(ask, HttpResponse.BodyHandlers.ofString()).body();
        // The question itself is none of those that are counted.
        most = Math.max(most, Long.parseLong(answer.strip()) - 1);
      }
    }
    return most;
  }

  private static boolean isDead(EngineWitness witness, String container) {
    return !Objects.requireNonNull(
        witness.docker().inspectContainerCmd(container).exec().getState().getRunning());
  }
}
