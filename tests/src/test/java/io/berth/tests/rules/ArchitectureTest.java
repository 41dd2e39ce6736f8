package io.berth.tests.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The compiled code of all modules keeps the arrows, the rooms of libraries, and purity. */
@TestInstance(Lifecycle.PER_CLASS)
class ArchitectureTest {
  private final Checkout checkout = Checkout.find();
  private final JavaClasses mainCode = read("classes");
  private final JavaClasses testCode = read("test-classes");

  @Test
  void classesOfEveryModuleAreRead() {
    assertTrue(mainCode.contain(Arrows.ROOT + "base.package-info"), "nothing was compiled");
    assertTrue(testCode.contain(getClass()), "no tests were compiled");
  }

  @Test
  void everyUseFollowsAnArrow() {
    check(new ArrowRule(Arrows.ofBerth()));
  }

  @Test
  void packagesFormNoCycle() {
    check(new CycleRule());
  }

  @Test
  void librariesStayInTheirRooms() {
    check(LibraryRule.ofBerth());
  }

  @Test
  void generatedTypesAndTheirRuntimeShareRooms() {
    Arrows arrows = Arrows.ofBerth();
    LibraryRule libraries = LibraryRule.ofBerth();
    for (String room : arrows.allowed().keySet()) {
      assertEquals(
          arrows.allows(room, Arrows.GENERATED),
          libraries.mayUse(room, "com.google.protobuf"),
          () -> room + " sees generated types if and only if it sees com.google.protobuf");
    }
  }

  @Test
  void onlyEntriesTouchClockChanceAndProcess() {
    check(new MainCallRule());
  }

  @Test
  void staticFieldsAreConstants() {
    check(new StaticStateRule());
  }

  @Test
  void decidingCodeStaysPure() {
    check(new PurityRule());
  }

  @Test
  void operationsWriteByCommandsOnly() {
    check(new ReadOnlyRule());
  }

  @Test
  void testsNeitherSleepNorAreSwitchedOff() {
    Finding.expectNone(new TestCodeRule().check(testCode));
  }

  @Test
  void recordsAreReachedThroughOtherRooms() {
    Arrows arrows =
        Arrows.parse("base →\nscheduler.model → base\nscheduler.a → model\nb → scheduler.a");
    assertEquals(Set.of("scheduler.a", "scheduler.model", "base"), arrows.allowed().get("b"));
  }

  @Test
  void arrowsToUnknownRoomsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Arrows.parse("base → nowhere"));
  }

  private JavaClasses read(String kind) {
    return new ClassFileImporter().importPaths(checkout.compiled(kind));
  }

  private void check(ClassRule rule) {
    Finding.expectNone(rule.check(mainCode));
  }
}
