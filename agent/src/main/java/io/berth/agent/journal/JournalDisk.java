package io.berth.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The few things that a journal does with the files of one directory. */
public interface JournalDisk {

  /** All of a file, if it is there. */
  Optional<byte[]> read(String name) throws IOException;

  /** Opens a file to write behind its end; it must be there. */
  OpenFile append(String name) throws IOException;

  /** Opens a new, empty file; one that is there is emptied. */
  OpenFile create(String name) throws IOException;

  /** Moves a file into another one's place at once; returns when that survives a power cut. */
  void replace(String from, String to) throws IOException;

  /** Removes a file; gone already is fine. */
  void delete(String name) throws IOException;

  /** One file that is written at its end, by one caller at a time. */
  interface OpenFile extends AutoCloseable {

    /** Writes all of it; after an exception any part may have been written. */
    void write(ByteBuffer bytes) throws IOException;

    /** Returns when all that was written survives a power cut. */
    void force() throws IOException;

    /** Cuts the file to this length and goes on behind it. */
    void truncate(long length) throws IOException;

    @Override
    void close() throws IOException;
  }
}
