package io.berth.tests.sim;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong in a run; the first finding ends it. */
final class Findings {
  private final List<String> found = new ArrayList<>();
  private final Story story;

  Findings(Story story) {
    this.story = story;
  }

  void add(String sentence) {
    found.add(sentence);
    story.tell("FOUND " + sentence);
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      add(otherwise);
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<String> all() {
    return List.copyOf(found);
  }
}
