package io.berth.tests.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.clients.ClientProgram.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The tour with the AWS SDK for JavaScript, which the test installs into a folder of its own as the
 * lock file beside the program says; it needs {@code node} and {@code npm}.
 */
@Tag("e2e")
@Timeout(420)
class JavaScriptTourTest {
  private static final Path SOURCE =
      Path.of(System.getProperty("berth.root")).resolve("tests/clients/js");

  private static final Duration INSTALLATION = Duration.ofMinutes(3);
  private static final Duration TOUR = Duration.ofMinutes(3);

  @Test
  void theScriptGoesThroughTheWholeTour() throws Exception {
    try (TourGround ground = TourGround.open()) {
      Path home = ground.programs().home();
      for (String file : List.of("package.json", "package-lock.json", "tour.mjs")) {
        Files.copy(SOURCE.resolve(file), home.resolve(file));
      }
      install(ground.programs());
      ground.stack().user().client().createCluster(it -> it.clusterName("tour"));
      ground.join("tour");

      Answer tour =
          ground
              .programs()
              .run(
                  TOUR,
                  ground.connection().variables(),
                  List.of("node", "tour.mjs", "tour", TestEngine.ECHO_IMAGE));

      assertEquals(0, tour.exitCode(), () -> tour + "\n" + ground.stack().dump());
      assertEquals("the tour is over", tour.out());
    }
  }

  /** No script of a package runs; what npm has fetched before is not fetched again. */
  private static void install(ClientProgram programs) throws IOException, InterruptedException {
    Answer installed =
        programs.run(
            INSTALLATION,
            Map.of(),
            List.of(
                "npm",
                "ci",
                "--ignore-scripts",
                "--prefer-offline",
                "--no-audit",
                "--no-fund",
                "--no-update-notifier"));
    assertEquals(0, installed.exitCode(), installed::toString);
  }
}
