package io.berth.tests.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What one javac process said about some files.
 *
 * @param exit zero if all of them compiled
 */
record CompilerRun(int exit, String output) {
  private static final Pattern DIAGNOSTIC =
      Pattern.compile("(?m)^(.+\\.java):(\\d+): (?:error|warning): (.*)$");

  /** A process of its own, as in the build, since some flags are for the virtual machine. */
  static CompilerRun of(BuildFlags flags, Path classes, List<Path> sources) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    command.addAll(List.of("-J-Duser.language=en", "-encoding", "UTF-8"));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.addAll(List.of("-d", classes.toString()));
    command.addAll(flags.arguments());
    sources.forEach(source -> command.add(source.toString()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new CompilerRun(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while javac ran", e);
    }
  }

  List<Finding> findings() {
    return DIAGNOSTIC
        .matcher(output)
        .results()
        .map(found ->
            new Finding(
                found.group(1), Integer.parseInt(found.group(2)), found.group(3), "Mend it"))
        .toList();
  }
}
