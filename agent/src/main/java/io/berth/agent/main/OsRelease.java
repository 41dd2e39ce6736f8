package io.berth.agent.main;

import java.util.Optional;

/** Reads the lines of {@code /etc/os-release}: a name, an equals sign, and a value in quotes. */
final class OsRelease {
  private OsRelease() {}

  /** A value that is there and says something. */
  static Optional<String> value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1).replaceAll("[\"']", "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
