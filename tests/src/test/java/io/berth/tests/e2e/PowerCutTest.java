package io.berth.tests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.rocks.Durability;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was acknowledged survives a power cut at any moment. */
@Tag("e2e")
class PowerCutTest {
  private static final int DISK_MEGABYTES = 256;

  /** How many cuts may pass before a log that is never synced must have lost something. */
  private static final int ROUNDS_UNTIL_LOSS = 3;

  @Test
  void acknowledgedTransactionsSurvivePowerCuts() throws Exception {
    assertEquals(List.of(), findings(Durability.SYNCED, 5));
  }

  @Test
  @Tag("full")
  void acknowledgedTransactionsSurviveManyPowerCuts() throws Exception {
    assertEquals(List.of(), findings(Durability.SYNCED, 50));
  }

  /** Goal: the tests above can fail. Method: the same rounds with a log that nobody syncs. */
  @Test
  void unsyncedLogLosesAcknowledgedTransactions() throws Exception {
    List<String> findings = findings(Durability.LEFT_TO_THE_SYSTEM, ROUNDS_UNTIL_LOSS);
    assertTrue(
        findings.stream().anyMatch(finding -> finding.contains("lost: ")), () -> "" + findings);
  }

  private static List<String> findings(Durability durability, int rounds) throws Exception {
    Seed seed = Seed.announced("power cuts, log " + durability);
    try (WorkFolder folder = WorkFolder.make("power-cut");
        PowerCutDisk disk = PowerCutDisk.make(folder, DISK_MEGABYTES)) {
      return new CrashRounds(Crash.powerCut(disk), durability, seed).findings(rounds);
    }
  }
}
