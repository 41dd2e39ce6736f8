package io.berth.tests.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** A type, a method and a list of parameters stay small enough to be read in one go. */
record SizeRule() implements SourceRule {
  static final int TYPE_LINES = 500;
  static final int METHOD_LINES = 60;
  static final int PUBLIC_PARAMETERS = 4;

  /** Constructors and what is not public: one more, since nobody outside has to remember it. */
  static final int OTHER_PARAMETERS = 5;

  @Override
  public Stream<Finding> check(List<JavaSource> sources) {
    return sources.stream().flatMap(source -> Stream.concat(types(source), methods(source)));
  }

  private static Stream<Finding> types(JavaSource source) {
    return source
        .topLevelTypes()
        .filter(type -> source.lines(type) > TYPE_LINES)
        .map(type ->
            source.finding(
                type,
                "%d lines, at most %d".formatted(source.lines(type), TYPE_LINES),
                "Find the second idea in it and give it a file of its own"));
  }

  private static Stream<Finding> methods(JavaSource source) {
    MethodScanner scanner = new MethodScanner(source);
    scanner.scan(source.unit(), null);
    return scanner.findings.stream();
  }

  private static final class MethodScanner extends TreePathScanner<Void, Void> {
    private final JavaSource source;
    private final List<Finding> findings = new ArrayList<>();

    MethodScanner(JavaSource source) {
      this.source = source;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      int lines = source.lines(method);
      if (lines > METHOD_LINES) {
        report(
            method,
            "%d lines, at most %d".formatted(lines, METHOD_LINES),
            "Keep the branches here and move the straight parts into methods below");
      }
      int parameters = method.getParameters().size();
      int limit = limit(method);
      if (parameters > limit) {
        report(
            method,
            "%d parameters, at most %d".formatted(parameters, limit),
            "Put those that belong together into a record");
      }
      return super.visitMethod(method, null);
    }

    private int limit(MethodTree method) {
      boolean constructor = method.getReturnType() == null;
      if (constructor) {
        return declaringKind() == Tree.Kind.RECORD ? Integer.MAX_VALUE : OTHER_PARAMETERS;
      }
      return isOverride(method)
          ? Integer.MAX_VALUE
          : isPublic(method) ? PUBLIC_PARAMETERS : OTHER_PARAMETERS;
    }

    /** Whoever declared it first chose the parameters, often a library. */
    private static boolean isOverride(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    private boolean isPublic(MethodTree method) {
      return declaringKind() == Tree.Kind.INTERFACE
          || method.getModifiers().getFlags().contains(Modifier.PUBLIC);
    }

    private Tree.Kind declaringKind() {
      return ((ClassTree) getCurrentPath().getParentPath().getLeaf()).getKind();
    }

    private void report(MethodTree method, String what, String remedy) {
      findings.add(
          source.finding(method, "the method " + method.getName() + " has " + what, remedy));
    }
  }
}
