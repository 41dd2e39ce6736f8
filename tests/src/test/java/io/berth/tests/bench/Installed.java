package io.berth.tests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that a benchmark needs, and the Debian package that brings it. */
record Installed(String program, String debianPackage) {
  private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+");

  /** As it says it when it is called so; one that is not there is an IllegalArgumentException. */
  String version(String flag) throws IOException, InterruptedException {
    if (!isThere()) {
      throw new IllegalArgumentException(
          program + " is not installed (package " + debianPackage + ")");
    }
    Process asked = new ProcessBuilder(program, flag).redirectErrorStream(true).start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    Matcher found = VERSION.matcher(said);
    return found.find() ? found.group() : "of an unknown version";
  }

  private boolean isThere() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
