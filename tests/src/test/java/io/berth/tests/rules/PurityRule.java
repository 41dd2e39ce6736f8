package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Code that decides touches nothing but records: no I/O, thread, clock, logger or library. */
record PurityRule() implements ClassRule {
  private static final String REMEDY =
      "Hand the value in as an argument and the effect out as a step; the shell does the rest";

  private static final List<String> PURE_ROOMS =
      List.of(
          "scheduler.model",
          "scheduler.query",
          "scheduler.lifecycle",
          "scheduler.placement",
          "scheduler.explain",
          "scheduler.reconcile",
          "scheduler.loss",
          "agent.model",
          "proxy.route",
          "proxy.balance");

  /** Pure, but at home beside the loop that runs its steps. */
  private static final String PURE_CLASS = Arrows.ROOT + "agent.task.TaskSteps";

  /** A package ends with a dot; everything else is a class with what it encloses. */
  static final List<String> IMPURE =
      List.of(
          "java.io.",
          "java.net.",
          "java.nio.",
          "java.sql.",
          "java.util.concurrent.",
          "java.util.logging.",
          "java.util.Timer",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.System$Logger",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "javax.",
          "jdk.");

  /** Matching a text with a pattern is no I/O: this library computes and does nothing else. */
  private static final String PATTERNS = "com.google.re2j.";

  /** Character sets are values: turning text into bytes is no I/O. */
  private static final String CHARACTER_SETS = "java.nio.charset.";

  static final List<BannedCall> CALLS =
      List.of(
          BannedCall.of("java.lang.System", "(getenv|getProperty|getProperties)\\(.*", REMEDY),
          BannedCall.of("java.lang.System", "getLogger\\(.*", REMEDY));

  @Override
  public Stream<Finding> check(JavaClasses classes) {
    List<JavaClass> pure = ClassRule.handWritten(classes).filter(PurityRule::shallBePure).toList();
    return Stream.concat(
        pure.stream().flatMap(PurityRule::impureTypes), BannedCall.find(CALLS, pure.stream()));
  }

  private static boolean shallBePure(JavaClass type) {
    Optional<String> room = Arrows.room(type.getPackageName());
    return room.filter(PURE_ROOMS::contains).isPresent()
        || isClassOrWithin(type.getName(), PURE_CLASS);
  }

  private static Stream<Finding> impureTypes(JavaClass type) {
    return ClassRule.uses(type)
        .filter(use -> isImpure(use.target()))
        .map(use ->
            ClassRule.finding(
                use.location(), "pure code may not use " + use.target().getName(), REMEDY));
  }

  private static boolean isImpure(JavaClass target) {
    String type = target.getName();
    Optional<String> room = Arrows.room(target.getPackageName());
    boolean ours = room.isPresent() && !room.get().equals(Arrows.GENERATED);
    boolean known = ours || LibraryRule.isFree(target) || type.startsWith(PATTERNS);
    return !known
        || (!type.startsWith(CHARACTER_SETS)
            && IMPURE.stream().anyMatch(banned -> isWithin(type, banned)));
  }

  private static boolean isWithin(String type, String banned) {
    return banned.endsWith(".") ? type.startsWith(banned) : isClassOrWithin(type, banned);
  }

  private static boolean isClassOrWithin(String type, String outer) {
    return type.equals(outer) || type.startsWith(outer + "$");
  }
}
