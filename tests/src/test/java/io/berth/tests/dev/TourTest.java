package io.berth.tests.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The tour in the README is executable text: its commands are run as they stand, on a machine
 * without an engine, and do what the words around them say.
 */
@Tag("e2e")
class TourTest {
  private static final String HEADING = "## The tour in five minutes";

  @Test
  void theToursCommandsDoWhatTheirWordsSay() throws Exception {
    List<String> commands = commands();
    for (String step : List.of("./dev up", "run-task", "curl", "stop-task", "./dev down --all")) {
      assertTrue(commands.stream().anyMatch(line -> line.contains(step)), step);
    }
    try (var world = UpWorld.make()) {
      String said = world.bash(String.join("\n", commands) + "\n");

      assertInOrder(
          said,
          "it is ready",
          "arn:aws:ecs:us-east-1:000000000000:container-instance/default/",
          "sha256:",
          "\"family\": \"hello\"",
          "\"lastStatus\": \"RUNNING\"",
          "method=GET path=/hello body=0",
          "\"desiredStatus\": \"STOPPED\"",
          "\"seen enough\"",
          "143",
          "hello",
          "elb.localhost",
          "method=GET path=/balanced body=0",
          "has reached a steady state",
          "DRAINING",
          "removed: containers ",
          "all that ./dev up made is gone");
      assertFalse(said.contains(" failed"), said);
      assertFalse(Files.exists(world.up()), said);
      assertEquals("-- nothing runs", world.dev("down").progress().lines().findFirst().orElse(""));
    }
  }

  /** What is indented below the heading, up to the next one. */
  private static List<String> commands() throws IOException {
    List<String> found = new ArrayList<>();
    boolean inTour = false;
    for (String line : Files.readAllLines(FrontDoor.root().resolve("README.md"))) {
      if (line.startsWith("## ")) {
        inTour = line.equals(HEADING);
      } else if (inTour && line.startsWith("    ")) {
        found.add(line.substring(4));
      }
    }
    return found;
  }

  private static void assertInOrder(String text, String... parts) {
    int from = 0;
    for (String part : parts) {
      int at = text.indexOf(part, from);
      assertTrue(at >= 0, () -> "'" + part + "' does not come in its place in:\n" + text);
      from = at + part.length();
    }
  }
}
