package io.berth.scheduler.query;

import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a condition asks of a text. */
sealed interface TextTest {

  boolean passes(String text);

  /** Texts that pass, as far as some can be named. */
  default Collection<String> examples() {
    return switch (this) {
      case Anything() -> List.of("");
      case OneOf(var texts) -> texts;
      case Like _ -> List.of();
      case Sorted(_, var than) -> Stream.of(than, than + "0").filter(this::passes).toList();
    };
  }

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
