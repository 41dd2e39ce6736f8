package io.berth.tests.dev;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What `./dev` answers to questions, right ones and wrong ones, before it does any work. */
class FrontDoorTest {

  private final FrontDoor door = FrontDoor.original();

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "--help", "-h"})
  void overviewNamesEveryVerb(String question) throws Exception {
    var answer = question.isEmpty() ? door.ask() : door.ask(question);

    assertEquals(0, answer.exitCode(), answer.progress());
    for (var verb : "check test full format bench sim up down env berth cluster".split(" ", -1)) {
      assertTrue(answer.results().contains("\n  " + verb), () -> verb + " in " + answer.results());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check", "test", "full", "format", "bench", "sim", "up", "down", "env", "berth", "cluster"
      })
  void everyVerbHasHelp(String verb) throws Exception {
    var asked = door.ask(verb, "--help");
    var looked = door.ask("help", verb);

    assertAll(
        () -> assertEquals(0, asked.exitCode(), asked.progress()),
        () -> assertTrue(asked.results().startsWith("./dev " + verb), asked.results()),
        () -> assertEquals(asked, looked));
  }

  @ParameterizedTest
  @CsvSource({
    "sail, there is no verb 'sail'",
    "help sail, there is no verb 'sail'",
    "check now, unexpected argument 'now'",
    "full now, unexpected argument 'now'",
    "format --wrong, unexpected argument '--wrong'",
    "format --check Store, unexpected argument 'Store'",
    "test --repeat, needs a number of rounds",
    "test --repeat none, needs a number of rounds",
    "test --repeat 0, needs a number of rounds",
    "test --fast, unknown option '--fast'",
    "test one two, one NAME at a time",
    "test NoSuchThingTest, there is no test class or suite 'NoSuchThingTest'",
    "test FrontDoor, there is no test class or suite 'FrontDoor'",
    "test ../proto, is no name of a test class or suite",
    "bench ../store, is no name of a benchmark",
    "sim seven, 'seven' is no seed",
    "sim --seeds, --seeds needs a value",
    "sim --seeds many, --seeds needs a number",
    "sim --fast, unknown option '--fast'",
    "down now, unexpected argument 'now'",
    "down --all now, unexpected argument 'now'",
    "env now, unexpected argument 'now'",
    "cluster, how many hosts?",
    "cluster 0, a cluster has 1 to 20 hosts",
    "cluster 21, a cluster has 1 to 20 hosts",
    "cluster many, a cluster has 1 to 20 hosts",
    "cluster 3 now, unexpected argument 'now'",
    "cluster 3 --port 0, --port needs a port from 1 to 65535",
    "cluster down now, unexpected argument 'now'",
  })
  void wrongQuestionsExitTwoAndSayWhy(String question, String complaint) throws Exception {
    var answer = door.ask(question.split(" ", -1));

    assertEquals(2, answer.exitCode(), answer.progress());
    assertTrue(answer.progress().contains(complaint), answer.progress());
    assertEquals("", answer.results());
  }

  @Test
  void itWorksFromAnyFolder() throws Exception {
    var builder = new ProcessBuilder(FrontDoor.root().resolve("dev").toString(), "help");
    builder.directory(FrontDoor.root().resolve("tests").toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);

    assertEquals(0, FrontDoor.await(builder.start()));
  }
}
