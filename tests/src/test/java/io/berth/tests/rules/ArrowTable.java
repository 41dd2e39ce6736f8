package io.berth.tests.rules;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tables of the form {@code name → a, b}, one row a line, in the order they are written. */
final class ArrowTable {
  private ArrowTable() {}

  static Map<String, List<String>> parse(String table) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String line : table.lines().filter(line -> !line.isBlank()).toList()) {
      String[] sides = line.split("→", -1);
      if (sides.length != 2) {
        throw new IllegalArgumentException("A row has exactly one arrow: " + line);
      }
      String name = sides[0].strip();
      List<String> targets =
          Arrays.stream(sides[1].split(",", -1))
              .map(String::strip)
              .filter(target -> !target.isEmpty())
              .toList();
      if (rows.put(name, targets) != null) {
        throw new IllegalArgumentException("Two rows for " + name);
      }
    }
    return Collections.unmodifiableMap(rows);
  }
}
