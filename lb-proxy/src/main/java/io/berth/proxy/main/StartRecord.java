package io.berth.proxy.main;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a proxy was started from its directory. Raised on disk before anybody is told, so that
 * of two processes with one directory the later one is known.
 *
 * @param journalId made together with the directory
 */
record StartRecord(String journalId, long startCounter) {
  private static final String NAME = "starts";
  private static final Pattern FORM =
      Pattern.compile("journal: ([0-9a-f]{32})\nstarts: ([1-9][0-9]{0,17})\n");
  private static final int ID_BYTES = 16;

  /** This start. A file that cannot be read makes this another journal. */
  static StartRecord next(Path directory, RandomGenerator random) throws IOException {
    Path file = directory.resolve(NAME);
    String before = Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "";
    Matcher matcher = FORM.matcher(before);
    StartRecord next =
        matcher.matches()
            ? new StartRecord(matcher.group(1), Long.parseLong(matcher.group(2)) + 1)
            : new StartRecord(newId(random), 1);
    next.write(directory, file);
    return next;
  }

  private static String newId(RandomGenerator random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private void write(Path directory, Path file) throws IOException {
    String text = "journal: " + journalId + "\nstarts: " + startCounter + "\n";
    Path next = directory.resolve(NAME + ".next");
    var options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(next, options)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
