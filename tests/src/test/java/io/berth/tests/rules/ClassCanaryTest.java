package io.berth.tests.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules over classes find what is wrong on purpose, line by line, and nothing else.
 *
 * <p>Method: canaries are compiled without checks against empty stand-ins for the libraries, most
 * of which this module does not have; then the rules of {@link ArchitectureTest} look at them.
 */
class ClassCanaryTest {
  private static final Checkout CHECKOUT = Checkout.find();
  private static final LibraryRule LIBRARIES = LibraryRule.ofBerth();

  @TempDir private Path folder;

  @Test
  void wrongMainCodeIsFoundByItsLines() {
    JavaClasses classes = compile(Canary.read(CHECKOUT, "main-code"));
    List<ClassRule> rules =
        List.of(
            new ArrowRule(Arrows.ofBerth()),
            LIBRARIES,
            new MainCallRule(),
            new StaticStateRule(),
            new PurityRule(),
            new ReadOnlyRule());
    List<Finding> found = rules.stream().flatMap(rule -> rule.check(classes)).toList();
    Canary.read(CHECKOUT, "main-code").expectExactly(found);
  }

  @Test
  void sleepingAndDisabledTestsAreFound() {
    Canary canary = Canary.read(CHECKOUT, "test-code");
    canary.expectExactly(new TestCodeRule().check(compile(canary)).toList());
  }

  @Test
  void cycleOfTwoPackagesIsFound() {
    List<Finding> found = new CycleRule().check(compile(Canary.read(CHECKOUT, "cycle"))).toList();
    assertEquals(1, found.size(), () -> Finding.list(found));
    assertTrue(found.getFirst().what().contains("proxy.route"), () -> Finding.list(found));
  }

  /** A new row of a table needs its line in a canary. */
  @Test
  void eachRowOfEachTableBites() {
    JavaClasses classes = compile(Canary.read(CHECKOUT, "main-code"));
    for (BannedCall call : MainCallRule.CALLS) {
      expectSome(BannedCall.find(List.of(call), ClassRule.handWritten(classes)), call);
    }
    for (BannedCall call : PurityRule.CALLS) {
      expectSome(BannedCall.find(List.of(call), ClassRule.handWritten(classes)), call);
    }
    for (String impure : PurityRule.IMPURE) {
      expectSome(mentioning("pure code may not use " + impure, new PurityRule(), classes), impure);
    }
    for (String library : LIBRARIES.rooms().keySet()) {
      expectSome(mentioning("may not see " + library + " ", LIBRARIES, classes), library);
    }
  }

  private static Stream<Finding> mentioning(String text, ClassRule rule, JavaClasses classes) {
    return rule.check(classes).filter(finding -> finding.what().contains(text));
  }

  private static void expectSome(Stream<Finding> findings, Object row) {
    assertTrue(findings.findAny().isPresent(), () -> "no canary line for " + row);
  }

  private JavaClasses compile(Canary canary) {
    Path libraries = folder.resolve("libraries");
    Path classes = folder.resolve("classes");
    javac(libraries, List.of(), standIns());
    javac(classes, List.of(libraries), canary.writeTo(folder.resolve("sources")));
    return new ClassFileImporter().importPath(classes);
  }

  private List<Path> standIns() {
    Stream<String> packages =
        LIBRARIES.rooms().keySet().stream().filter(library -> !library.startsWith("java."));
    List<TextFile> files =
        Stream.concat(packages, Stream.of("org.example"))
            .map(library ->
                new TextFile(
                    library + "/StandIn.java",
                    "package %s; public class StandIn {}".formatted(library)))
            .toList();
    return new Canary(files).writeTo(folder.resolve("stand-ins"));
  }

  private static void javac(Path classes, List<Path> libraries, List<Path> sources) {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-Xlint:none", "-nowarn"));
    List<String> places = new ArrayList<>(libraries.stream().map(Path::toString).toList());
    places.add(System.getProperty("java.class.path"));
    arguments.addAll(List.of("-classpath", String.join(File.pathSeparator, places)));
    arguments.addAll(List.of("-d", classes.toString()));
    sources.forEach(source -> arguments.add(source.toString()));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, arguments.toArray(String[]::new));
    assertEquals(0, exit, () -> "the canaries do not compile: " + said.toString(UTF_8));
  }
}
