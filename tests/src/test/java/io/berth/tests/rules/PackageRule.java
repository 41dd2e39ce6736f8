package io.berth.tests.rules;

import com.sun.source.tree.AnnotationTree;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A package says what belongs there and refuses null; the generated ones stay generated. */
record PackageRule() implements SourceRule {

  @Override
  public Stream<Finding> check(List<JavaSource> sources) {
    Set<String> described =
        sources.stream()
            .filter(JavaSource::isPackageComment)
            .map(JavaSource::packageName)
            .collect(Collectors.toSet());
    return Stream.of(
            sources.stream().filter(JavaSource::isPackageComment).flatMap(PackageRule::incomplete),
            undescribed(sources, described),
            sources.stream().flatMap(PackageRule::amongGenerated))
        .flatMap(findings -> findings);
  }

  private static Stream<Finding> incomplete(JavaSource source) {
    boolean complete =
        isNullMarked(source)
            && CommentRule.opensWithSentence(source.comment(source.unit().getPackage()));
    return complete
        ? Stream.empty()
        : Stream.of(
            source.finding(
                source.unit(),
                "the package comment is incomplete",
                "Write what belongs here and what does not, and annotate with @NullMarked"));
  }

  private static boolean isNullMarked(JavaSource source) {
    return source.unit().getPackageAnnotations().stream()
        .map(AnnotationTree::getAnnotationType)
        .anyMatch(type -> type.toString().endsWith("NullMarked"));
  }

  /** One finding for each package, at the file that comes first. */
  private static Stream<Finding> undescribed(List<JavaSource> sources, Set<String> described) {
    Set<String> reported = new TreeSet<>(described);
    return sources.stream()
        .filter(source -> reported.add(source.packageName()))
        .map(source ->
            source.finding(
                source.unit(),
                "the package " + source.packageName() + " has no package-info.java",
                "Write one with a comment and @NullMarked"))
        .toList()
        .stream();
  }

  private static Stream<Finding> amongGenerated(JavaSource source) {
    boolean test = source.file().path().contains("/src/test/java/");
    return Arrows.isGenerated(source.packageName()) && !test
        ? Stream.of(
            source.finding(
                source.unit(),
                "this package is for generated code, which no rule looks at",
                "Move the file to the room that needs it"))
        : Stream.empty();
  }
}
