package io.berth.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a journal's file: all lists of frames that are whole, up to the first that is not. What
 * comes after was never acknowledged, unless another frame says that it had been forced to disk
 * already: then the file is damaged, and nothing in it is to be trusted.
 */
final class JournalReader {
  private JournalReader() {}

  /** What a file holds. */
  sealed interface Content {}

  /** Whole lists, and how long the file is with them alone. */
  record Whole(List<Frame> frames, long length) implements Content {
    Whole {
      frames = List.copyOf(frames);
    }
  }

  record Damaged(String sentence) implements Content {}

  static Content read(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    Optional<Content> head = judgeHead(bytes);
    if (head.isPresent()) {
      return head.get();
    }
    var whole = new ArrayList<Frame>();
    var list = new ArrayList<Frame>();
    int wholeLength = Frame.FILE_HEAD.length;
    int start = wholeLength;
    Optional<Frame> frame = Frame.read(file, start);
    long forced = 0;
    while (frame.isPresent()) {
      forced = Math.max(forced, frame.get().forcedBefore());
      list.add(frame.get());
      start += frame.get().length();
      if (frame.get().isLast()) {
        whole.addAll(list);
        list.clear();
        wholeLength = start;
      }
      frame = Frame.read(file, start);
    }
    return forced > start || wasForced(file, start)
        ? new Damaged("The journal is damaged at byte " + start + " of " + bytes.length)
        : new Whole(whole, wholeLength);
  }

  private static Optional<Content> judgeHead(byte[] bytes) throws IOException {
    int magic = Frame.FILE_HEAD.length - 1;
    byte[] head = Arrays.copyOf(bytes, Frame.FILE_HEAD.length);
    if (Arrays.equals(head, Frame.FILE_HEAD)) {
      return Optional.empty();
    }
    boolean ours = Arrays.equals(head, 0, magic, Frame.FILE_HEAD, 0, magic);
    if (ours && head[magic] > Frame.FILE_HEAD[magic]) {
      // Whoever wrote it knows it: nothing is wrong with the file.
      throw new IOException("The journal has format " + head[magic] + ", which is newer");
    }
    return Optional.of(new Damaged("The file is no journal"));
  }

  private static boolean wasForced(ByteBuffer file, int end) {
    for (int start = end + 1; start + Frame.HEAD_BYTES <= file.limit(); start++) {
      if (Frame.read(file, start).filter(later -> later.forcedBefore() > end).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
