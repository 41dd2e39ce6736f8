package io.berth.cli;

import java.util.ArrayList;
import java.util.List;

/** A table for people: a line of headings, then a line for each row, in columns. */
final class Columns {
  private final List<List<String>> lines = new ArrayList<>();

  Columns(String... headings) {
    lines.add(List.of(headings));
  }

  void row(String... cells) {
    lines.add(List.of(cells).stream().map(Columns::shown).toList());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    int last = lines.getFirst().size() - 1;
    for (List<String> line : lines) {
      for (int column = 0; column < last; column++) {
        String cell = line.get(column);
        text.append(cell).append(" ".repeat(width(column) - cell.length() + 2));
      }
      text.append(line.get(last)).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  /** A note is anybody's text: it must not be able to move the cursor of whoever lists it. */
  static String shown(String cell) {
    return cell.isEmpty() ? "-" : cell.replaceAll("\\p{Cntrl}", "?");
  }
}
