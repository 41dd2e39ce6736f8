package io.berth.scheduler.query;

import com.google.re2j.Pattern;
import java.util.Set;

/** What a condition asks of a text. */
sealed interface TextTest {

  boolean passes(String text);

  /** Nothing: it is there. */
  record Anything() implements TextTest {
    @Override
    public boolean passes(String text) {
      return true;
    }
  }

  /** It is one of these. */
  record OneOf(Set<String> texts) implements TextTest {
    public OneOf {
      texts = Set.copyOf(texts);
    }

    @Override
    public boolean passes(String text) {
      return texts.contains(text);
    }
  }

  /** All of it matches. */
  record Like(Pattern pattern) implements TextTest {
    @Override
    public boolean passes(String text) {
      return pattern.matches(text);
    }
  }

  /** It sorts before or after another one. */
  record Sorted(Relation relation, String than) implements TextTest {
    @Override
    public boolean passes(String text) {
      return relation.holds(text.compareTo(than));
    }
  }
}
