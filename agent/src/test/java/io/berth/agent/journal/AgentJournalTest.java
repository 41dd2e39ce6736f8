package io.berth.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.journal.AgentJournal.Limits;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.Promises;
import io.berth.agent.model.TaskPhase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * The journal holds what it has acknowledged, and nothing half. Method: a script with every kind of
 * entry is written to a disk in memory that is killed, filled, cut and damaged at every place there
 * is; what a new journal then reads is compared with what the script amounts to at that place.
 */
class AgentJournalTest {
  private static final String OWNER = "agent-1";
  private static final Limits SMALL = new Limits(2_000, 1 << 20);
  private final RandomGenerator random = random(1);
  private MemoryDisk disk = new MemoryDisk();

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
  }

  private AgentJournal open() throws IOException {
    return AgentJournal.open(disk, OWNER, SMALL, random);
  }

  /** What the first lists of the script amount to. */
  private static Promises amount(int lists) {
    var book = new PromiseBook();
    Entries.script().subList(0, lists).forEach(list -> list.forEach(book::apply));
    return book.promises();
  }

  @Test
  void newJournalHoldsNothingAndHasAnId() throws IOException {
    try (AgentJournal journal = open()) {
      assertEquals(Promises.NONE, journal.promises());
      assertEquals(32, journal.journalId().length());
      assertEquals(1, journal.startCounter());
    }
  }

  @Test
  void journalOfAnotherIdentityIsPutAside() throws IOException {
    String id;
    try (AgentJournal journal = open()) {
      id = journal.journalId();
      journal.promise(Entries.promise(1));
    }
    for (int start = 1; start < 3; start++) {
      try (AgentJournal other = AgentJournal.open(disk, "agent-2", SMALL, random)) {
        assertEquals(Promises.NONE, other.promises());
        assertEquals(start, other.startCounter());
        assertNotEquals(id, other.journalId());
        assertEquals(start == 1 ? Optional.of(OWNER) : Optional.empty(), other.formerOwner());
        assertEquals(Optional.empty(), other.damage());
      }
    }
    assertTrue(disk.read(AgentJournal.FORMER_FILE).isPresent());
  }

  @Test
  void journalThatNamesNobodyBecomesItsReaders() throws IOException {
    try (AgentJournal journal = open()) {
      journal.promise(Entries.promise(1));
    }
    Entries.forgetOwner(disk);
    try (AgentJournal journal = open()) {
      assertEquals(1, journal.promises().tasks().size());
      assertEquals(2, journal.startCounter());
    }
    try (AgentJournal other = AgentJournal.open(disk, "agent-2", SMALL, random)) {
      assertEquals(Optional.of(OWNER), other.formerOwner());
    }
  }

  @Test
  void whatWasWrittenIsThereAfterEachStart() throws IOException {
    String id;
    try (AgentJournal journal = open()) {
      id = journal.journalId();
      for (List<JournalEntry> list : Entries.script()) {
        journal.promise(list);
      }
    }
    for (int start = 2; start < 5; start++) {
      try (AgentJournal journal = open()) {
        assertEquals(amount(Entries.script().size()), journal.promises());
        assertEquals(id, journal.journalId());
        assertEquals(start, journal.startCounter());
      }
    }
  }

  @Test
  void fileCutAtAnyByteHoldsTheWholeListsBefore() throws IOException {
    int first = startedLength();
    var ends = new ArrayList<Integer>();
    String id;
    try (AgentJournal journal = open()) {
      id = journal.journalId();
      ends.add(disk.bytes(AgentJournal.FILE).length);
      for (List<JournalEntry> list : Entries.script()) {
        journal.note(list);
        ends.add(disk.bytes(AgentJournal.FILE).length);
      }
    }
    byte[] whole = disk.bytes(AgentJournal.FILE);
    for (int cut = first; cut <= whole.length; cut++) {
      disk = new MemoryDisk();
      disk.put(AgentJournal.FILE, Arrays.copyOf(whole, cut));
      int there = cut;
      long lists = ends.stream().skip(1).filter(end -> end <= there).count();
      try (AgentJournal journal = open()) {
        assertEquals(amount((int) lists), journal.promises(), "cut at " + cut);
        assertEquals(id, journal.journalId(), "cut at " + cut);
        assertEquals(Optional.empty(), journal.damage());
        journal.promise(Entries.promise(9));
      }
    }
  }

  /** How long the file of a new journal is: it took its place as a whole. */
  private int startedLength() throws IOException {
    open().close();
    int length = disk.bytes(AgentJournal.FILE).length;
    disk = new MemoryDisk();
    return length;
  }

  @Test
  void diskThatDiesBeforeAnyOperationLosesNothingAcknowledged() throws IOException {
    int survived = 0;
    for (int operations = 1; survived < Entries.script().size(); operations++) {
      for (boolean powerCut : new boolean[] {false, true}) {
        disk = new MemoryDisk();
        disk.dieAfter(operations);
        int acknowledged = writeUntilDeath();
        disk.revive();
        if (powerCut) {
          disk.cutPower(random(operations));
        }
        try (AgentJournal journal = open()) {
          Promises found = journal.promises();
          assertTrue(
              found.equals(amount(acknowledged))
                  || found.equals(amount(Math.min(acknowledged + 1, Entries.script().size()))),
              "died before operation " + operations + " with " + acknowledged + " acknowledged");
          assertEquals(Optional.empty(), journal.damage());
        }
        survived = acknowledged;
      }
    }
  }

  /** Every promise is forced; a small limit makes the file be rewritten in between, too. */
  private int writeUntilDeath() {
    int acknowledged = 0;
    try (AgentJournal journal = AgentJournal.open(disk, OWNER, new Limits(300, 1 << 20), random)) {
      for (List<JournalEntry> list : Entries.script()) {
        journal.promise(list);
        acknowledged++;
      }
    } catch (IOException _) {
      return acknowledged;
    }
    return acknowledged;
  }

  @Test
  void anyDamagedByteBeforeTheLastListPutsTheFileAside() throws IOException {
    try (AgentJournal journal = open()) {
      for (List<JournalEntry> list : Entries.script()) {
        journal.promise(list);
      }
    }
    String id;
    int last = disk.bytes(AgentJournal.FILE).length;
    try (AgentJournal journal = open()) {
      id = journal.journalId();
    }
    byte[] whole = disk.bytes(AgentJournal.FILE);
    for (int place = 0; place < last; place++) {
      byte[] damaged = whole.clone();
      // A higher format number is no damage; any other change of the head is.
      damaged[place] ^= (byte) 0x80;
      disk = new MemoryDisk();
      disk.put(AgentJournal.FILE, damaged);
      try (AgentJournal journal = open()) {
        assertEquals(Promises.NONE, journal.promises(), "damaged at " + place);
        assertNotEquals(id, journal.journalId());
        assertTrue(journal.damage().isPresent());
        assertEquals(damaged.length, disk.bytes(AgentJournal.DAMAGED_FILE).length);
      }
    }
  }

  @Test
  void journalOfANewerFormatIsLeftAlone() throws IOException {
    open().close();
    byte[] bytes = disk.bytes(AgentJournal.FILE);
    bytes[Frame.FILE_HEAD.length - 1] = 2;
    disk.put(AgentJournal.FILE, bytes);
    assertThrows(IOException.class, this::open);
    assertEquals(bytes.length, disk.bytes(AgentJournal.FILE).length);
  }

  @Test
  void fullDiskRefusesPromisesAndKeepsTheOldOnes() throws IOException {
    try (AgentJournal journal = open()) {
      journal.promise(Entries.promise(1));
      Promises before = journal.promises();
      disk.setFull(true);
      assertThrows(IOException.class, () -> journal.promise(Entries.promise(2)));
      assertThrows(IOException.class, () -> journal.note(Entries.reached(1, TaskPhase.RUNNING)));
      assertEquals(before, journal.promises());
      disk.setFull(false);
      journal.promise(Entries.promise(3));
    }
    try (AgentJournal journal = open()) {
      assertEquals(2, journal.promises().tasks().size());
      assertTrue(journal.promises().tasks().containsKey(Entries.task(3)));
    }
  }

  @Test
  void promiseThatCouldNotBeForcedDoesNotHold() throws IOException {
    try (AgentJournal journal = open()) {
      journal.promise(Entries.promise(1));
      Promises before = journal.promises();
      disk.failNextForces(2);
      assertThrows(IOException.class, () -> journal.promise(Entries.promise(2)));
      assertThrows(IOException.class, () -> journal.promise(Entries.promise(2)));
      assertEquals(before, journal.promises());
      journal.promise(Entries.promise(3));
    }
    disk.cutPower(random);
    try (AgentJournal journal = open()) {
      assertEquals(Set.of(Entries.task(1), Entries.task(3)), journal.promises().tasks().keySet());
    }
  }

  @Test
  void notesSurviveTheProcessAndAreCoveredByTheNextPromise() throws IOException {
    try (AgentJournal journal = open()) {
      journal.promise(Entries.promise(1));
      journal.note(Entries.reached(1, TaskPhase.RUNNING));
      journal.promise(Entries.promise(2));
    }
    disk.cutPower(random);
    try (AgentJournal journal = open()) {
      assertEquals(Entries.status(1, TaskPhase.RUNNING), Entries.statusIn(journal, 1));
    }
  }

  @Test
  void fileStaysSmallHoweverMuchIsWritten() throws IOException {
    try (AgentJournal journal = open()) {
      journal.promise(Entries.promise(1));
      for (int round = 0; round < 2_000; round++) {
        journal.note(Entries.reached(1, TaskPhase.RUNNING));
        assertTrue(disk.bytes(AgentJournal.FILE).length < 3_000);
      }
    }
    try (AgentJournal journal = open()) {
      assertEquals(1, journal.promises().tasks().size());
    }
  }

  @Test
  void journalThatCannotBeRewrittenTakesMoreAllTheSame() throws IOException {
    try (AgentJournal journal = AgentJournal.open(disk, OWNER, new Limits(600, 1 << 20), random)) {
      journal.promise(Entries.promise(1));
      for (int round = 0; round < 50; round++) {
        disk.failNextForces(1);
        journal.note(Entries.reached(1, TaskPhase.RUNNING));
      }
      disk.failNextForces(0);
      journal.promise(Entries.promise(2));
    }
    try (AgentJournal journal = open()) {
      assertEquals(2, journal.promises().tasks().size());
    }
  }

  @Test
  void journalAtItsLimitRefusesMore() throws IOException {
    try (AgentJournal journal = AgentJournal.open(disk, OWNER, new Limits(1_000, 4_000), random)) {
      assertThrows(
          IOException.class,
          () -> {
            for (int task = 1; task < 100; task++) {
              journal.promise(Entries.promise(task));
            }
          });
      assertTrue(disk.bytes(AgentJournal.FILE).length <= 4_000);
      assertTrue(journal.promises().tasks().size() > 5);
    }
  }

  @Test
  void promisesOfManyThreadsAreAllThere() throws Exception {
    try (AgentJournal journal = open()) {
      var threads = new ArrayList<Thread>();
      for (int thread = 0; thread < 8; thread++) {
        int first = thread * 100;
        threads.add(Thread.ofVirtual().start(() -> promise(journal, first)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    disk.cutPower(random);
    try (AgentJournal journal = open()) {
      assertEquals(160, journal.promises().tasks().size());
    }
  }

  private static void promise(AgentJournal journal, int first) {
    for (int task = first; task < first + 20; task++) {
      try {
        journal.promise(Entries.promise(task + 1));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
