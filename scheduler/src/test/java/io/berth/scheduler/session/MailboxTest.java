package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.TaskId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits for a session stays bounded. */
final class MailboxTest {
  private final Mailbox mailbox = new Mailbox();

  @Test
  void messagesBeyondWhatWasAskedForAreNotTaken() {
    for (int message = 1; message <= Mailbox.MOST_MESSAGES; message++) {
      assertTrue(mailbox.put(Messages.heartbeat(message)));
    }
    assertFalse(mailbox.put(Messages.heartbeat(99)));
    assertEquals(1, mailbox.poll().message().orElseThrow().getHeartbeat().getSequence());
    assertTrue(mailbox.put(Messages.heartbeat(9)));
  }

  @Test
  void tooManyChangesBecomeOneLookAtEverything() {
    Set<TaskId> tasks = new HashSet<>();
    for (int task = 0; task <= Mailbox.MOST_CHANGES; task++) {
      tasks.add(new TaskId(0, task));
    }
    mailbox.changed(List.of(new TaskId(1, 1)));
    mailbox.changed(tasks);
    Mailbox.Delivery delivery = mailbox.poll();
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
    mailbox.changed(List.of(new TaskId(0, 1)));
    assertEquals(
        Set.of(new TaskId(0, 1)), mailbox.take(Duration.ofHours(1).toNanos(), true).changed());

    mailbox.changed(List.of(new TaskId(0, 2)));
    mailbox.put(Messages.heartbeat(1));
    Mailbox.Delivery delivery = mailbox.take(Duration.ofHours(1).toNanos(), false);
    assertTrue(delivery.message().isPresent());
    assertEquals(Set.of(new TaskId(0, 2)), delivery.changed());

    mailbox.changed(List.of(new TaskId(0, 3)));
    assertEquals(Set.of(new TaskId(0, 3)), mailbox.take(1, false).changed());
  }
}
