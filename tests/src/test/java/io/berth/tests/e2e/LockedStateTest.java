package io.berth.tests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StorageException.Kind;
import io.berth.scheduler.store.rocks.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A state directory belongs to one process at a time. */
@Tag("e2e")
class LockedStateTest {

  @Test
  void secondProcessIsRefusedAndChangesNothing() throws Exception {
    try (WorkFolder folder = WorkFolder.make("locked")) {
      Path directory = folder.resolve("state");
      WriterPlan plan = WriterPlan.small(directory, Durability.SYNCED).withTransactions(50);
      try (WriterProcess first = WriterProcess.start(plan)) {
        first.awaitDone();
        Map<Path, Mark> before = marks(directory);
        assertRefused(directory);
        assertRefused(plan);
        assertEquals(before, marks(directory));
        assertEquals(0, first.finish(), first::toString);
        assertEquals(List.of(), first.complaints());
        assertComplete(directory, Promises.none(plan.callers()).and(first.acknowledged()));
      }
    }
  }

  @Test
  void killedProcessLeavesNoLockBehind() throws Exception {
    try (WorkFolder folder = WorkFolder.make("locked")) {
      WriterPlan plan = WriterPlan.small(folder.resolve("state"), Durability.SYNCED);
      CrashedState state = CrashedState.leftBy(plan, 1);
      assertComplete(state.directory(), state.promises());
    }
  }

  private static void assertRefused(Path directory) {
    StorageException refusal =
        assertThrows(StorageException.class, () -> OpenedState.open(directory));
    assertEquals(Kind.LOCKED, refusal.kind(), refusal::getMessage);
    String sentence = String.valueOf(refusal.getMessage());
    assertTrue(sentence.contains(directory.toString()), sentence);
  }

  private static void assertRefused(WriterPlan plan) throws IOException {
    try (WriterProcess second = WriterProcess.start(plan)) {
      assertEquals(WriterMain.exitCode(Kind.LOCKED), second.awaitEnd(), second::toString);
      assertEquals(1, second.complaints().size(), second::toString);
      assertEquals(Map.of(), second.acknowledged());
    }
  }

  private static void assertComplete(Path directory, Promises promises) throws StorageException {
    try (OpenedState state = OpenedState.open(directory)) {
      assertEquals(List.of(), state.findings(promises));
    }
  }

  private static Map<Path, Mark> marks(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.collect(Collectors.toMap(Function.identity(), Mark::of));
    }
  }

  /** By what a change of a file or folder would show. */
  private record Mark(FileTime modified, int content) {

    static Mark of(Path path) {
      try {
        int content = Files.isDirectory(path) ? 0 : Arrays.hashCode(Files.readAllBytes(path));
        return new Mark(Files.getLastModifiedTime(path), content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
