package io.berth.tests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.rocks.Durability;
import io.berth.scheduler.store.rocks.RocksState;
import io.berth.scheduler.store.rocks.StateDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A checkpoint is a state of its own, whole, whatever the logs of the state it is taken from. */
@Tag("e2e")
class CheckpointTest {
  private static final Caller CALLER = new Caller(0);
  private static final String PADDING = "berth".repeat(1_000);
  private static final int TRANSACTIONS = 120;
  private static final int SEQUENCES_IN_EACH = 40;

  @Test
  void checkpointTakenWithSeveralLogsIsComplete() throws Exception {
    try (WorkFolder folder = WorkFolder.make("checkpoint")) {
      Promises promises = new Promises(Map.of(CALLER, TRANSACTIONS * SEQUENCES_IN_EACH));
      CrashedState original = new CrashedState(folder.resolve("state"), promises);
      Path checkpoint = folder.resolve("checkpoint");
      try (RocksState state =
          new StateDirectory(original.directory(), Durability.SYNCED).open(Instant.now())) {
        write(state);
        assertTrue(original.logs().size() > 1, () -> "one log only");
        state.checkpoint(checkpoint);
      }
      for (Path directory : List.of(checkpoint, original.directory())) {
        try (OpenedState opened = OpenedState.open(directory)) {
          assertEquals(List.of(), opened.findings(promises));
        }
      }
    }
  }

  private static void write(RocksState state) throws Exception {
    InlineStore store = new InlineStore(state);
    store.start();
    for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
      int first = transaction * SEQUENCES_IN_EACH + 1;
      store.update(
          Lane.API,
          tx -> {
            for (int sequence = first; sequence < first + SEQUENCES_IN_EACH; sequence++) {
              CALLER.write(tx, sequence, PADDING);
            }
            return 0;
          });
    }
  }
}
