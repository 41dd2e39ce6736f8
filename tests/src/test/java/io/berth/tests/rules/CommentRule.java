package io.berth.tests.rules;

import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A top-level type opens with one sentence that says what it is for. */
record CommentRule() implements SourceRule {
  /** The first paragraph, up to an empty line, a paragraph mark or a block tag. */
  private static final Pattern PARAGRAPH_END = Pattern.compile("\\n\\s*(\\n|<p>|@)");

  private static final Pattern SENTENCE = Pattern.compile("(?s)\\s*\\S.*?\\.(\\s.*)?");

  @Override
  public Stream<Finding> check(List<JavaSource> sources) {
    return sources.stream()
        .flatMap(source -> source.topLevelTypes().flatMap(type -> check(source, type).stream()));
  }

  private static Optional<Finding> check(JavaSource source, Tree type) {
    return opensWithSentence(source.comment(type))
        ? Optional.empty()
        : Optional.of(
            source.finding(
                type,
                "the type has no opening sentence",
                "Say in a documentation comment what it is for, and end with a period"));
  }

  static boolean opensWithSentence(@Nullable String comment) {
    return comment != null
        && SENTENCE.matcher(PARAGRAPH_END.split("\n" + comment.strip(), 2)[0]).matches();
  }
}
