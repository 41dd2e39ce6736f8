package io.berth.tests.rules;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Java looks as google-java-format writes it, with imports sorted and none unused. */
record FormatRule(Formatter formatter) {

  FormatRule() {
    this(new Formatter());
  }

  Stream<Finding> check(List<TextFile> files) {
    return files.stream().flatMap(file -> check(file).stream());
  }

  private Optional<Finding> check(TextFile file) {
    try {
      String wanted = formatter.formatSourceAndFixImports(file.text());
      return wanted.equals(file.text())
          ? Optional.empty()
          : Optional.of(finding(file, firstDifference(file.text(), wanted), "not formatted"));
    } catch (FormatterException e) {
      return Optional.of(finding(file, 0, "not even Java: " + e.getMessage()));
    }
  }

  private static Finding finding(TextFile file, int line, String what) {
    return new Finding(file.path(), line, what, "Run ./dev format");
  }

  private static int firstDifference(String found, String wanted) {
    List<String> left = found.lines().toList();
    List<String> right = wanted.lines().toList();
    int common = Math.min(left.size(), right.size());
    return 1
        + IntStream.range(0, common)
            .filter(index -> !left.get(index).equals(right.get(index)))
            .findFirst()
            .orElse(common);
  }
}
