package io.berth.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.agent.journal.AgentJournal.Limits;
import io.berth.agent.model.TaskPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journal on a real directory: found again, rewritten in place, readable by its owner alone.
 */
class DirectoryDiskTest {
  private final RandomGenerator random =
      RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(1);

  @Test
  void journalInADirectoryIsFoundAgain(@TempDir Path directory) throws IOException {
    var disk = new DirectoryDisk(directory.resolve("agent"));
    try (AgentJournal journal =
        AgentJournal.open(disk, "agent-1", new Limits(1_000, 1 << 20), random)) {
      journal.promise(Entries.promise(1));
      for (int round = 0; round < 50; round++) {
        journal.note(Entries.reached(1, TaskPhase.RUNNING));
      }
    }
    try (AgentJournal journal = AgentJournal.open(disk, "agent-1", Limits.USUAL, random)) {
      assertEquals(2, journal.startCounter());
      assertEquals(Entries.status(1, TaskPhase.RUNNING), Entries.statusIn(journal, 1));
    }
    Path file = directory.resolve("agent").resolve(AgentJournal.FILE);
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
  }

  @Test
  void tornEndIsCutOffTheFile(@TempDir Path directory) throws IOException {
    var disk = new DirectoryDisk(directory);
    try (AgentJournal journal = AgentJournal.open(disk, "agent-1", Limits.USUAL, random)) {
      journal.promise(Entries.promise(1));
    }
    Path file = directory.resolve(AgentJournal.FILE);
    Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    try (AgentJournal journal = AgentJournal.open(disk, "agent-1", Limits.USUAL, random)) {
      journal.promise(Entries.promise(2));
    }
    try (AgentJournal journal = AgentJournal.open(disk, "agent-1", Limits.USUAL, random)) {
      assertEquals(2, journal.promises().tasks().size());
    }
  }
}
