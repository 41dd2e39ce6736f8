package io.berth.tests.rules;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Text of any kind carries no forgotten note, no tab where it matters, and ends its last line. */
record TextRule() {
  /** Put together from pieces, so that this file does not find itself. */
  private static final Pattern NOTE = Pattern.compile("\\b(FIX" + "ME|TO" + "DO|XX" + "X)\\b");

  /** What a test reads is kept to the byte, and often has no last line. */
  private static final String TEST_INPUT = "/src/test/resources/";

  Stream<Finding> check(List<TextFile> files) {
    return files.stream().flatMap(TextRule::check);
  }

  private static Stream<Finding> check(TextFile file) {
    return Stream.concat(lines(file), lastLine(file));
  }

  private static Stream<Finding> lines(TextFile file) {
    boolean tabMatters = file.endsWith(".java") || file.endsWith(".proto");
    List<String> lines = file.text().lines().toList();
    return IntStream.range(0, lines.size())
        .boxed()
        .flatMap(index -> {
          String line = lines.get(index);
          Stream<String> tab =
              tabMatters && line.contains("\t") ? Stream.of("a tab") : Stream.empty();
          Stream<String> note = NOTE.matcher(line).results().map(found -> found.group());
          return Stream.concat(tab, note)
              .map(what ->
                  new Finding(
                      file.path(),
                      index + 1,
                      what + " in a line",
                      what.equals("a tab")
                          ? "Use two spaces"
                          : "Do it now, or say in a sentence what is missing and why"));
        });
  }

  private static Stream<Finding> lastLine(TextFile file) {
    boolean open = !file.text().isEmpty() && !file.text().endsWith("\n");
    return open && !file.path().contains(TEST_INPUT)
        ? Stream.of(
            new Finding(
                file.path(),
                (int) file.text().lines().count(),
                "the last line has no end",
                "Add a newline"))
        : Stream.empty();
  }
}
