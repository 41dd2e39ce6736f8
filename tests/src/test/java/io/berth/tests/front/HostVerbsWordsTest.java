package io.berth.tests.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code berth hosts} and {@code berth drain} say where there is no host. */
class HostVerbsWordsTest {
  @TempDir private Path folder;

  @Test
  void clusterWithoutHostsIsAnEmptyTable() throws Exception {
    try (var scheduler = RunningScheduler.in(folder.resolve("scheduler"))) {
      assertEquals(1, scheduler.berth("hosts").out().lines().count());
      assertEquals("{\"hosts\":[]}\n", scheduler.berth("hosts", "--json").out());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hosts nobody, 1, ResourceNotFoundException",
    "hosts --cluster nowhere, 1, ClusterNotFoundException",
    "hosts one two, 2, name one host",
    "drain, 2, name the hosts to drain",
    "drain nobody, 1, ResourceNotFoundException",
    "drain 0123456789abcdef0123456789abcdef --wait, 1, ResourceNotFoundException",
    "drain 1 2 3 4 5 6 7 8 9 10 11, 1, InvalidParameterException",
    "drain nobody --undo --wait, 2, nothing to wait for",
    "drain nobody --within 5s, 2, --within is how long --wait waits",
    "drain nobody --wait --within soon, 2, is no time such as",
  })
  void whatIsAskedWronglySaysWhy(String words, int exitCode, String complaint) throws Exception {
    try (var scheduler = RunningScheduler.in(folder.resolve("scheduler"))) {
      var answer = scheduler.berth(words.split(" ", -1));

      assertEquals(exitCode, answer.exitCode(), answer.err());
      assertTrue(answer.err().contains(complaint), answer.err());
      assertEquals("", answer.out());
    }
  }
}
