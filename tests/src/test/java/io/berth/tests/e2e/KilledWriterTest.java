package io.berth.tests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.store.rocks.Durability;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was acknowledged survives the death of the process at any moment. */
@Tag("e2e")
class KilledWriterTest {

  @Test
  void acknowledgedTransactionsSurviveKilledWriters() throws Exception {
    assertEquals(List.of(), findings(10));
  }

  @Test
  @Tag("full")
  void acknowledgedTransactionsSurviveManyKilledWriters() throws Exception {
    assertEquals(List.of(), findings(100));
  }

  private static List<String> findings(int rounds) throws Exception {
    Seed seed = Seed.announced("killed writers");
    try (WorkFolder folder = WorkFolder.make("killed")) {
      Crash crash = Crash.killing(folder.resolve("state"));
      return new CrashRounds(crash, Durability.SYNCED, seed).findings(rounds);
    }
  }
}
