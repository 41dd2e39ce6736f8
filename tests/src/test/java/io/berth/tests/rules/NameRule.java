package io.berth.tests.rules;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A type's name says what it is, a test's name is a sentence. */
record NameRule(LibraryRule libraries) implements SourceRule {
  private static final Pattern WORD_START =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  /** Words that fit anything, and so say nothing. */
  private static final Set<String> EMPTY_WORDS =
      Set.of("Manager", "Helper", "Util", "Utils", "Processor", "Data", "Info", "Impl");

  /** Netty's word for a step of its pipeline; anywhere else it fits anything, too. */
  private static final String NETTY_WORD = "Handler";

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
  private static final int SENTENCE_WORDS = 3;

  @Override
  public Stream<Finding> check(List<JavaSource> sources) {
    return sources.stream().flatMap(this::check);
  }

  private Stream<Finding> check(JavaSource source) {
    String room = Arrows.room(source.packageName()).orElse("");
    NameScanner scanner = new NameScanner(source, libraries.mayUse(room, "io.netty"));
    scanner.scan(source.unit(), null);
    return scanner.findings.stream();
  }

  private static List<String> words(CharSequence name) {
    return Arrays.asList(WORD_START.split(name, -1));
  }

  private static final class NameScanner extends TreePathScanner<Void, Void> {
    private final JavaSource source;
    private final boolean speaksNetty;
    private final List<Finding> findings = new ArrayList<>();

    NameScanner(JavaSource source, boolean speaksNetty) {
      this.source = source;
      this.speaksNetty = speaksNetty;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      words(type.getSimpleName()).stream()
          .filter(this::isEmptyWord)
          .forEach(word ->
              findings.add(
                  source.finding(
                      type,
                      "the word " + word + " in " + type.getSimpleName() + " says nothing",
                      "Name the idea; the words of the house are in docs/design/words.md")));
      return super.visitClass(type, null);
    }

    private boolean isEmptyWord(String word) {
      String singular = word.replaceFirst("s$", "");
      return EMPTY_WORDS.contains(word)
          || EMPTY_WORDS.contains(singular)
          || (singular.equals(NETTY_WORD) && !speaksNetty);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      if (isTest(method) && words(method.getName()).size() < SENTENCE_WORDS) {
        findings.add(
            source.finding(
                method,
                "the test name " + method.getName() + " is no sentence",
                "Say who does what, as in drainingHostReceivesNoNewTask"));
      }
      return super.visitMethod(method, null);
    }

    private static boolean isTest(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .map(AnnotationTree::getAnnotationType)
          .anyMatch(type -> TEST_ANNOTATIONS.contains(type.toString()));
    }
  }
}
