package io.berth.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a verb: options with or without a value, and what stands for itself. */
record Arguments(Map<String, String> options, List<String> words) {
  private static final Set<String> FLAGS =
      Set.of(
          "--json",
          "--proxy",
          "--hosts",
          "--distinct-instance",
          "--confirm",
          "--force",
          "--force-new-deployment",
          "--undo",
          "--wait");

  /**
   * Reads them; options that this verb does not have are refused, and so is one that comes twice.
   */
  static Arguments read(List<String> given, Set<String> known) throws CommandException {
    Map<String, String> options = new HashMap<>();
    List<String> words = new ArrayList<>();
    for (int at = 0; at < given.size(); at++) {
      String one = given.get(at);
      if (!one.startsWith("-")) {
        words.add(one);
        continue;
      }
      if (!known.contains(one)) {
        throw CommandException.wrong("there is no option " + one + " here");
      }
      String value = "";
      if (!FLAGS.contains(one)) {
        at++;
        if (at == given.size()) {
          throw CommandException.wrong("the option " + one + " needs a value");
        }
        value = given.get(at);
      }
      if (options.put(one, value) != null) {
        throw CommandException.wrong("the option " + one + " is given twice");
      }
    }
    return new Arguments(Map.copyOf(options), List.copyOf(words));
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }

  String text(String option) {
    return options.getOrDefault(option, "");
  }

  void requireNoWords() throws CommandException {
    if (!words.isEmpty()) {
      throw CommandException.wrong("unexpected argument '" + words.getFirst() + "'");
    }
  }

  /** The one word that there may be; empty when there is none. */
  String wordOrNone(String what) throws CommandException {
    if (words.size() > 1) {
      throw CommandException.wrong("name one " + what);
    }
    return words.isEmpty() ? "" : words.getFirst();
  }

  String onlyWord(String what) throws CommandException {
    if (words.size() != 1) {
      throw CommandException.wrong("name one " + what);
    }
    return words.getFirst();
  }
}
