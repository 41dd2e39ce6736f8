package io.berth.scheduler.history;

import static io.berth.scheduler.history.Happenings.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.history.History.Cursor;
import io.berth.scheduler.history.History.Page;
import io.berth.scheduler.store.Archive;
import io.berth.scheduler.store.Batch;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pages of history, its expiry, and how a task's decision is found. */
class HistoryTest {
  private static final Subject HOST = Subject.of(Happenings.HOST);

  private final MemoryJournal journal = new MemoryJournal();
  private final History history = new History(journal);

  @Test
  void pagesGoBackFromTheNewestAndEachLineIsOnOne() throws StorageException {
    for (int line = 0; line < 25; line++) {
      // Several of a moment, so that a page may end within one.
      write(line(HOST, NOON.plusSeconds(line / 4), "line " + line));
    }
    for (int size = 1; size < 9; size++) {
      List<String> told = new ArrayList<>();
      Optional<Cursor> before = Optional.empty();
      do {
        Page page = history.page(HOST, before, size);
        assertTrue(page.lines().size() <= size);
        told.addAll(0, page.lines().stream().map(HistoryTest::sentence).toList());
        before = page.earlier();
      } while (before.isPresent());
      assertEquals(25, told.size(), "pages of " + size);
      for (int line = 0; line < 25; line++) {
        assertEquals("line " + line, told.get(line), "pages of " + size);
      }
    }
  }

  @Test
  void moreLinesOfOneMomentThanAreReadAtOnceDoNotHideWhatWasBefore() throws StorageException {
    write(line(HOST, NOON.minusSeconds(1), "before"));
    for (int line = 0; line < Archive.MOST_AT_ONCE + 50; line++) {
      write(line(HOST, NOON, "line " + line));
    }
    Optional<Cursor> before = Optional.empty();
    List<String> last = List.of();
    for (int pages = 0; pages == 0 || before.isPresent(); pages++) {
      assertTrue(pages < 20, "the pages do not end");
      Page page = history.page(HOST, before, History.MOST_LINES);
      last = page.lines().stream().map(HistoryTest::sentence).toList();
      before = page.earlier();
    }
    assertEquals(List.of("before"), last);
  }

  @Test
  void nobodyHasNoHistory() throws StorageException {
    assertEquals(new Page(List.of(), Optional.empty()), history.page(HOST, Optional.empty(), 10));
    assertEquals(List.of(), history.of(Happenings.task(1).task(), Optional.empty()));
  }

  @Test
  void aTaskIsFoundAmongTheDecisionsOfItsMillisecond() throws StorageException {
    Subject service = Subject.of(Happenings.SERVICE);
    write(new Line(service, NOON, Happenings.placedForService()));
    write(new Line(Subject.decidedAt(NOON), NOON, new Happening.PlacedFor(Happenings.SERVICE)));

    List<Line> lines = history.of(Happenings.task(1).task(), Optional.empty());

    Happening.Placed its = Happenings.placedForService().of(Happenings.task(1).task());
    assertEquals(List.of(new Line(service, NOON, its)), lines);
    assertEquals(List.of(Happenings.task(1)), its.tasks());
    assertEquals(List.of(), history.of(Happenings.task(3).task(), Optional.empty()));
  }

  @Test
  void linesAreDroppedWhenTheirTimeIsOverAndNotBefore() throws StorageException {
    Expiry expiry = new Expiry(journal);
    for (int line = 0; line < Archive.MOST_AT_ONCE + 3; line++) {
      write(line(HOST, NOON, "old"));
    }
    write(line(HOST, NOON.plusSeconds(1), "young"));
    Instant over = NOON.plus(History.KEPT);

    assertEquals(0, expiry.turn(over));
    assertEquals(Archive.MOST_AT_ONCE, expiry.turn(over.plus(Duration.ofMillis(1))));
    assertEquals(3, expiry.turn(over.plus(Duration.ofMillis(1))));
    assertEquals(0, expiry.turn(over.plus(Duration.ofMillis(1))));
    assertEquals(1, history.page(HOST, Optional.empty(), 10).lines().size());
  }

  private void write(Line line) {
    journal.append(new Batch(new Version(1, 1), List.of(), List.of(line.entry())));
  }

  private static Line line(Subject subject, Instant at, String sentence) {
    return new Line(subject, at, new Happening.Hindered(sentence));
  }

  private static String sentence(Line line) {
    return line.what() instanceof Happening.Hindered(var sentence) ? sentence : "";
  }
}
