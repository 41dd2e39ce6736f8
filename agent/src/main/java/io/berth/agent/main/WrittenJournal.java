package io.berth.agent.main;

import io.berth.agent.journal.AgentJournal;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.task.TaskJournal;
import java.io.IOException;
import java.util.List;

/** The journal on disk as the tasks see it. */
record WrittenJournal(AgentJournal journal) implements TaskJournal {
  @Override
  public void promise(List<JournalEntry> entries) throws IOException {
    journal.promise(entries);
  }

  @Override
  public void note(List<JournalEntry> entries) throws IOException {
    journal.note(entries);
  }
}
