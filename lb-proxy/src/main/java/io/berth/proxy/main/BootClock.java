package io.berth.proxy.main;

import io.berth.base.Moment;
import io.berth.peer.HostClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Both clocks of a Linux host: the system's, and the time since the boot that counts suspension.
 */
final class BootClock implements HostClock {
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  @Override
  public Moment now() {
    return new Moment(Instant.now(), sinceBoot());
  }

  private static Duration sinceBoot() {
    try {
      String text = Files.readString(UPTIME);
      return Duration.ofMillis(Math.round(Double.parseDouble(text.split(" ", 2)[0]) * 1_000));
    } catch (IOException e) {
      throw new IllegalStateException("A Linux host has " + UPTIME, e);
    }
  }

  static String bootId() throws IOException {
    return Files.readString(BOOT_ID).strip();
  }
}
