package io.berth.tests.rules;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that breaks a rule: where it stands, what is wrong, and what to do about it.
 *
 * @param line counted from one; zero where the whole file is meant
 */
record Finding(String file, int line, String what, String remedy) {

  static void expectNone(Stream<Finding> findings) {
    List<Finding> all = findings.toList();
    if (!all.isEmpty()) {
      fail("%d found:%n%s".formatted(all.size(), list(all)));
    }
  }

  static String list(List<?> lines) {
    return lines.stream().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    String where = line == 0 ? file : file + ":" + line;
    return where + ": " + what + ". " + remedy + ".";
  }
}
