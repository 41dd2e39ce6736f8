package io.berth.agent.task;

import io.berth.agent.model.JournalEntry;
import java.io.IOException;
import java.util.List;

/** Remembers facts over the end of the agent; a list of them is kept whole or not at all. */
public interface TaskJournal {

  /** Returns once the entries survive a power cut. A full or broken disk is an exception. */
  void promise(List<JournalEntry> entries) throws IOException;

  /**
   * Returns once the entries survive the end of this process; the next promise covers them, too.
   */
  void note(List<JournalEntry> entries) throws IOException;
}
