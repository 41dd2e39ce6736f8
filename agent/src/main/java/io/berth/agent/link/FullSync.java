package io.berth.agent.link;

import io.berth.agent.journal.MalformedException;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.StateVersion;
import io.berth.proto.agent.FullSyncChunk;
import io.berth.proto.agent.FullSyncEnd;

/** A full sync on its way: gathers its chunks until the end makes a whole of them. */
final class FullSync {
  /** A host has at most 10,000 tasks; their removals may come on top. */
  static final int MOST_TASKS = 20_000;

  private final StateVersion version;
  private final DesiredWire.Gathering gathering;
  private int chunks;

  FullSync(StateVersion version, PlanRoom.Count room) {
    this.version = version;
    this.gathering = new DesiredWire.Gathering(room);
  }

  StateVersion version() {
    return version;
  }

  /** Takes the next chunk; the sentence of the exception tells what breaks a limit in it. */
  void add(FullSyncChunk chunk) throws MalformedException, TornException {
    if (Integer.compareUnsigned(chunk.getIndex(), chunks) < 0) {
      // Said twice; the count at the end tells whether the others have come.
      return;
    }
    if (chunk.getIndex() != chunks) {
      throw new TornException(
          "Chunk " + chunk.getIndex() + " of the full sync came, chunk " + chunks + " was due");
    }
    gathering.add(chunk.getChange());
    if (gathering.tasks() > MOST_TASKS) {
      throw new MalformedException("the full sync names more than " + MOST_TASKS + " tasks");
    }
    chunks++;
  }

  DesiredChange end(FullSyncEnd end) throws TornException {
    if (end.getChunkCount() != chunks) {
      throw new TornException(
          "The full sync had " + end.getChunkCount() + " chunks, but " + chunks + " have come");
    }
    return gathering.change();
  }

  /** Chunks are missing or out of order. */
  static final class TornException extends Exception {
    private static final long serialVersionUID = 1L;

    TornException(String sentence) {
      super(sentence);
    }
  }
}
