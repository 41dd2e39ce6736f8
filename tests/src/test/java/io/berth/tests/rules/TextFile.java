package io.berth.tests.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The name and the content of a file that people read.
 *
 * @param path from the root of the source tree, with slashes
 */
record TextFile(String path, String text) {

  static TextFile read(Path root, Path file) {
    try {
      String path = root.relativize(file).toString().replace('\\', '/');
      return new TextFile(path, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is not UTF-8 text, or cannot be read", e);
    }
  }

  /** What the build compiles, and what {@code ./dev format} looks at. */
  boolean isJavaSource() {
    return path.matches("(.+/)?src/[^/]+/java/.+\\.java");
  }

  boolean endsWith(String ending) {
    return path.endsWith(ending);
  }
}
