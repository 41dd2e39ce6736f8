package io.berth.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Tells people and scripts when this machine is ready: a text on the terminal, and a file that is
 * there exactly as long as the process is ready or was once.
 */
final class ReadySign implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int LOOKS_UNTIL_A_WORD = 200;

  private final Path file;
  private final String text;
  private final String waiting;
  private final Thread looking;

  ReadySign(Path file, String text, String waiting, BooleanSupplier isReady) {
    this.file = file;
    this.text = text;
    this.waiting = waiting;
    this.looking = Thread.ofVirtual().name("ready-sign").unstarted(() -> look(isReady));
  }

  /** Takes away the file of a process that died. */
  void start() throws IOException {
    Files.deleteIfExists(file);
    looking.start();
  }

  private void look(BooleanSupplier isReady) {
    try {
      for (int looks = 0; !isReady.getAsBoolean(); looks++) {
        if (looks == LOOKS_UNTIL_A_WORD) {
          System.err.println("berth: " + waiting);
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
      Files.writeString(file, "");
      System.out.println(text);
    } catch (InterruptedException _) {
      // It ends before it was ready.
    } catch (IOException e) {
      System.err.println("berth: " + file + " cannot be written: " + e);
    }
  }

  @Override
  public void close() {
    looking.interrupt();
    try {
      looking.join();
      Files.deleteIfExists(file);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.err.println("berth: " + file + " stays: " + e);
    }
  }
}
