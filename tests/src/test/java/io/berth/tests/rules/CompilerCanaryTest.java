package io.berth.tests.rules;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/**
 * The compiler and its checkers reject what they should, and let pass what they should.
 *
 * <p>Goal: a checker that fell silent, because a flag was lost or a new JDK broke it, turns this
 * red. Method: canaries are compiled by the very flags of the build.
 */
class CompilerCanaryTest {
  private static final Checkout CHECKOUT = Checkout.find();
  private static final BuildFlags OURS = BuildFlags.ofOurCode(CHECKOUT);

  /** Missed by nobody: they make javac quicker, or only older compilers and checkers need them. */
  private static final Set<String> SPARE =
      Set.of(
          "-J-XX:+UseSerialGC",
          "-J-XX:TieredStopAtLevel=1",
          "-J--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
          "-XDaddTypeAnnotationsToSymbol=true",
          "-Xep:NullAway:ERROR"); // a warning would fail the build as well

  @TempDir private Path folder;

  /** Each in a run of its own: the checkers leave out whatever follows a file with a warning. */
  @ParameterizedTest
  @MethodSource("wrongFiles")
  void wrongFileIsRejected(Canary file) {
    expectRejection(OURS, file);
  }

  /** Without errors in the same run, which would hide that warnings alone are enough. */
  @Test
  void warningsAloneFailTheBuild() {
    expectWarningsToFail(OURS);
  }

  @Test
  void generatedLookingFilePassesByItsOwnFlags() {
    CompilerRun run =
        compile(BuildFlags.ofGeneratedCode(CHECKOUT), Canary.read(CHECKOUT, "generated"));
    assertEquals(0, run.exit(), run::output);
  }

  @Test
  void rightFilePassesWithoutWord() {
    CompilerRun run = compile(OURS, Canary.read(CHECKOUT, "right"));
    assertAll(() -> assertEquals("", run.output()), () -> assertEquals(0, run.exit()));
  }

  @Test
  void modulesKeepTheFlagsOfTheRoot() {
    for (String module : CHECKOUT.modules()) {
      int wanted = module.equals("proto") ? 1 : 0; // the execution for generated code
      Path buildFile = CHECKOUT.root().resolve(module).resolve("pom.xml");
      assertEquals(wanted, BuildFlags.places(buildFile), () -> "compilerArgs in " + buildFile);
    }
  }

  @ParameterizedTest
  @MethodSource("flagsThatMatter")
  @Tag("full")
  void eachMissingFlagIsNoticed(String flag) {
    BuildFlags fewer = OURS.without(flag);
    assertThrows(
        AssertionFailedError.class,
        () -> {
          wrongFiles().forEach(file -> expectRejection(fewer, file));
          expectWarningsToFail(fewer);
        });
  }

  static Stream<Canary> wrongFiles() {
    return Canary.read(CHECKOUT, "compiler").singly();
  }

  static Stream<String> flagsThatMatter() {
    return OURS.options().stream().filter(flag -> !SPARE.contains(flag));
  }

  private void expectRejection(BuildFlags flags, Canary file) {
    CompilerRun run = compile(flags, file);
    assertNotEquals(0, run.exit(), run::output);
    file.expectExactly(run.findings());
  }

  private void expectWarningsToFail(BuildFlags flags) {
    CompilerRun run = compile(flags, Canary.read(CHECKOUT, "generated"));
    assertNotEquals(0, run.exit(), run::output);
    assertTrue(run.output().contains("-Werror"), run::output);
  }

  private CompilerRun compile(BuildFlags flags, Canary canary) {
    List<Path> sources = canary.writeTo(folder.resolve("sources"));
    return CompilerRun.of(flags, folder.resolve("classes"), sources);
  }
}
