package io.berth.scheduler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits for a session stays bounded. */
final class MailboxTest {
  private final Mailbox<String, Integer> mailbox = new Mailbox<>();

  @Test
  void messagesBeyondWhatWasAskedForAreNotTaken() {
    for (int message = 1; message <= Mailbox.MOST_MESSAGES; message++) {
      assertTrue(mailbox.put("message " + message));
    }
    assertFalse(mailbox.put("message " + 99));
    assertEquals("message 1", mailbox.poll().message().orElseThrow());
    assertTrue(mailbox.put("message " + 9));
  }

  @Test
  void tooManyChangesBecomeOneLookAtEverything() {
    Set<Integer> rows = new HashSet<>();
    for (int row = 0; row <= Mailbox.MOST_CHANGES; row++) {
      rows.add(row);
    }
    mailbox.changed(List.of(-1));
    mailbox.changed(rows);
    Mailbox.Delivery<String, Integer> delivery = mailbox.poll();
    assertTrue(delivery.everythingChanged());
    assertEquals(Set.of(), delivery.changed());
  }

  @Test
  void floodOfProbesIsDroppedButAnEndGetsIn() {
    for (int probe = 0; probe < Mailbox.MOST_SIGNALS; probe++) {
      assertTrue(mailbox.tell(new Signal.ProbeWanted(mailbox)));
    }
    assertFalse(mailbox.tell(new Signal.ProbeWanted(mailbox)));
    assertTrue(mailbox.tell(new Signal.Replaced()));
    assertEquals(new Signal.Replaced(), mailbox.poll().signals().getLast());
  }

  @Test
  void nudgeWakesWhoWaits() throws InterruptedException {
    mailbox.nudge();
    assertTrue(mailbox.take(Duration.ofHours(1).toNanos(), false).message().isEmpty());
  }

  @Test
  void changesWakeOnlyWhoAwaitsThem() throws InterruptedException {
    mailbox.changed(List.of(1));
    assertEquals(Set.of(1), mailbox.take(Duration.ofHours(1).toNanos(), true).changed());

    mailbox.changed(List.of(2));
    mailbox.put("message " + 1);
    Mailbox.Delivery<String, Integer> delivery = mailbox.take(Duration.ofHours(1).toNanos(), false);
    assertTrue(delivery.message().isPresent());
    assertEquals(Set.of(2), delivery.changed());

    mailbox.changed(List.of(3));
    assertEquals(Set.of(3), mailbox.take(1, false).changed());
  }
}
