package io.berth.tests.sim;

import io.berth.agent.journal.AgentJournal;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.task.TaskJournal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The journal as an agent's tasks see it, and the place of the planted bugs of journals. */
record AgentNotes(AgentJournal journal, Life life, Surroundings world) implements TaskJournal {
  private static final Duration LATE = Duration.ofMillis(150);

  @Override
  public void promise(List<JournalEntry> entries) throws IOException {
    if (world.has(Defect.ACKNOWLEDGED_BEFORE_JOURNAL)) {
      life.after(LATE, () -> promiseLate(entries));
      return;
    }
    journal.promise(kept(entries));
  }

  private void promiseLate(List<JournalEntry> entries) {
    try {
      journal.promise(entries);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void note(List<JournalEntry> entries) throws IOException {
    List<JournalEntry> kept = kept(entries);
    if (!kept.isEmpty()) {
      journal.note(kept);
    }
  }

  private List<JournalEntry> kept(List<JournalEntry> entries) {
    return entries.stream()
        .filter(entry ->
            !(entry instanceof JournalEntry.Reached)
                || !world.strikes(Defect.AGENT_JOURNAL_FORGETS, 3))
        .toList();
  }
}
