package io.berth.tests.e2e;

import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.rocks.Durability;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Rounds on one state: callers write concurrently, the crash comes at a random moment, the state is
 * opened and compared with what was acknowledged, and the next round goes on from there. Confined
 * to the test's thread.
 */
final class CrashRounds {
  private static final int FEWEST_ACKNOWLEDGEMENTS = 200;
  private static final int MOST_ACKNOWLEDGEMENTS = 3_000;

  private final Crash crash;
  private final WriterPlan plan;
  private final RandomGenerator random;
  private Promises promises;

  CrashRounds(Crash crash, Durability durability, Seed seed) {
    this.crash = crash;
    this.plan = WriterPlan.small(crash.directory(), durability);
    this.random = seed.random();
    this.promises = Promises.none(plan.callers());
  }

  /** What the first round with findings found, after at most so many rounds. */
  List<String> findings(int rounds) throws IOException {
    List<String> findings = List.of();
    for (int round = 1; round <= rounds && findings.isEmpty(); round++) {
      int moment = random.nextInt(FEWEST_ACKNOWLEDGEMENTS, MOST_ACKNOWLEDGEMENTS);
      writeUntil(moment);
      findings = compare();
      System.out.printf(
          "round %d: crash after %d acknowledgements, findings: %s%n", round, moment, findings);
    }
    return findings;
  }

  private void writeUntil(int moment) throws IOException {
    try (WriterProcess writer = WriterProcess.start(plan)) {
      writer.awaitAcknowledgements(moment);
      crash.strike(writer);
      promises = promises.and(writer.acknowledged());
    }
  }

  private List<String> compare() {
    try (OpenedState state = OpenedState.open(crash.directory())) {
      List<String> findings = state.findings(promises);
      promises = promises.asSeen(state.tx());
      return findings;
    } catch (StorageException e) {
      return List.of("refused: " + e.kind() + ": " + e.getMessage());
    }
  }
}
