package io.berth.tests.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Files that are missing, cut short or changed after a crash are never taken for what a crash
 * leaves: the state is refused, and stays refused, however often the process is started again.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedStateTest {
  private static final int RANDOM_PLACES = 8;

  private final RandomGenerator random = Seed.announced("damaged states").random();
  private WorkFolder folder;
  private CrashedState small;
  private CrashedState large;
  private int copies;

  @BeforeAll
  void makeCrashedStates() throws Exception {
    folder = WorkFolder.make("damaged");
    small = CrashedState.small(folder);
    large = CrashedState.large(folder);
    assertEquals(1, small.logs().size());
    assertTrue(large.logs().size() > 1, () -> "one log only");
    for (CrashedState state : List.of(copy(small), copy(large))) {
      try (OpenedState opened = OpenedState.open(state.directory())) {
        assertEquals(List.of(), opened.findings(state.promises()));
      }
    }
  }

  @AfterAll
  void removeFolder() throws IOException {
    folder.close();
  }

  @Test
  void flippedByteInTheNewestLogIsRefused() throws Exception {
    for (int place = 0; place < RANDOM_PLACES; place++) {
      CrashedState state = copy(small);
      Damage.flipByte(state.logs().getLast(), random);
      assertRefused(state);
    }
  }

  /** What does not read may still be saved by somebody: being refused must not cost it. */
  @Test
  void refusedLogStaysAsItWas() throws Exception {
    CrashedState state = copy(small);
    Damage.flipByte(state.logs().getLast(), random);
    byte[] before = Files.readAllBytes(state.logs().getLast());
    assertRefused(state);
    assertEquals(1, state.logs().size());
    assertArrayEquals(before, Files.readAllBytes(state.logs().getLast()));
  }

  @Test
  void newestLogCutShortIsRefused() throws Exception {
    for (int place = 0; place < RANDOM_PLACES; place++) {
      CrashedState state = copy(small);
      Damage.cutShort(state.logs().getLast(), random);
      assertRefused(state);
    }
  }

  @Test
  void emptiedNewestLogIsRefused() throws Exception {
    for (CrashedState state : List.of(copy(small), copy(large))) {
      Damage.empty(state.logs().getLast());
      assertRefused(state);
    }
  }

  @Test
  void missingNewestLogIsRefused() throws Exception {
    for (CrashedState state : List.of(copy(small), copy(large))) {
      Files.delete(state.logs().getLast());
      assertRefused(state);
    }
  }

  @Test
  void flippedByteInAnOlderLogIsRefused() throws Exception {
    CrashedState state = copy(large);
    Damage.flipByte(state.logs().getFirst(), random);
    assertRefused(state);
  }

  @Test
  void olderLogCutShortIsRefused() throws Exception {
    CrashedState state = copy(large);
    Damage.cutShort(state.logs().getFirst(), random);
    assertRefused(state);
  }

  @Test
  void emptiedOlderLogIsRefused() throws Exception {
    CrashedState state = copy(large);
    Damage.empty(state.logs().getFirst());
    assertRefused(state);
  }

  @Test
  void missingOlderLogIsRefused() throws Exception {
    CrashedState state = copy(large);
    Files.delete(state.logs().getFirst());
    assertRefused(state);
  }

  @Test
  void missingTableFileIsRefused() throws Exception {
    for (Path file : withTableFiles().tableFiles()) {
      CrashedState state = withTableFiles();
      Files.delete(state.file(file.getFileName().toString()));
      assertRefused(state);
    }
  }

  @Test
  void flippedByteInATableFileIsRefusedWhenItIsRead() throws Exception {
    for (Path file : withTableFiles().tableFiles()) {
      CrashedState state = withTableFiles();
      Damage.flipByte(state.file(file.getFileName().toString()), random);
      assertRefused(state);
    }
  }

  @Test
  void missingManifestIsRefused() throws Exception {
    CrashedState state = copy(small);
    Files.delete(state.file("MANIFEST-"));
    assertRefused(state);
  }

  @Test
  void missingCurrentFileIsRefused() throws Exception {
    CrashedState state = copy(small);
    Files.delete(state.file("CURRENT"));
    assertRefused(state);
  }

  @Test
  void changedWatermarkIsRefused() throws Exception {
    CrashedState flipped = copy(small);
    Damage.flipByte(flipped.directory().resolve("watermark"), random);
    assertRefused(flipped);
    CrashedState emptied = copy(small);
    Damage.empty(emptied.directory().resolve("watermark"));
    assertRefused(emptied);
  }

  /** A second time too: a process that ends is started again at once. */
  private static void assertRefused(CrashedState state) {
    for (String attempt : List.of("first", "second")) {
      try (OpenedState opened = OpenedState.open(state.directory())) {
        fail(attempt + " open took it; " + opened.findings(state.promises()));
      } catch (StorageException e) {
        assertEquals(Kind.DAMAGED, e.kind(), e::getMessage);
        String sentence = String.valueOf(e.getMessage());
        assertTrue(sentence.contains(state.directory().toString()), sentence);
      }
    }
  }

  private CrashedState copy(CrashedState state) throws IOException {
    copies++;
    return state.copy(folder, "copy-" + copies);
  }

  /** A restart writes what the logs hold into table files. */
  private CrashedState withTableFiles() throws Exception {
    CrashedState state = copy(large);
    OpenedState.open(state.directory()).close();
    return state;
  }
}
