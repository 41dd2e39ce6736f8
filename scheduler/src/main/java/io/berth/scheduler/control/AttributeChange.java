package io.berth.scheduler.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is new or other among attributes, and which are gone. */
record AttributeChange(Map<String, String> given, List<String> taken) {
  AttributeChange {
    given = Map.copyOf(given);
    taken = List.copyOf(taken);
  }

  static AttributeChange of(Map<String, String> before, Map<String, String> after) {
    Map<String, String> given = new TreeMap<>(after);
    given.entrySet().removeAll(before.entrySet());
    List<String> taken = new ArrayList<>(before.keySet());
    taken.removeAll(after.keySet());
    taken.sort(null);
    return new AttributeChange(given, taken);
  }

  boolean isNone() {
    return given.isEmpty() && taken.isEmpty();
  }
}
