package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The place of one benchmark in a document; what stands around it stays as it is. */
record BenchTable(Path file, String name) {
  private static final String HEAD =
      """
      # Benchmarks

      Figures that our own benchmarks measured, each section written by the command that it names.
      """;

  /** Puts the section in the place of the former one, or at the end. */
  void write(String section) throws IOException {
    String begin = "<!-- bench:" + name + " begin -->";
    String end = "<!-- bench:" + name + " end -->";
    String present = Files.exists(file) ? Files.readString(file) : HEAD;
    String whole = begin + "\n" + section.strip() + "\n" + end;
    int from = present.indexOf(begin);
    int to = present.indexOf(end);
    if (from < 0 != to < 0 || to < from) {
      throw new IllegalStateException("the marks of " + name + " in " + file + " do not match");
    }
    String text =
        from < 0
            ? present.stripTrailing() + "\n\n" + whole + "\n"
            : present.substring(0, from) + whole + present.substring(to + end.length());
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
  }

  /** A table in Markdown. */
  static String markdown(List<String> header, List<List<String>> rows) {
    StringBuilder table = new StringBuilder(line(header));
    table.append("|").repeat("---|", header.size()).append("\n");
    rows.forEach(row -> table.append(line(row)));
    return table.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
