package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;

/** A test waits for what it expects, never for time to pass, and none is switched off. */
record TestCodeRule() implements ClassRule {
  private static final String DISABLED = "org.junit.jupiter.api.Disabled";
  private static final String WAIT =
      "Advance the virtual time, or await the outcome with a deadline";

  static final List<BannedCall> CALLS =
      List.of(
          BannedCall.of("java.lang.Thread", "sleep\\(.*", WAIT),
          BannedCall.of("java.util.concurrent.TimeUnit", "sleep\\(.*", WAIT));

  @Override
  public Stream<Finding> check(JavaClasses classes) {
    List<JavaClass> types = classes.stream().toList();
    return Stream.concat(
        BannedCall.find(CALLS, types.stream()), types.stream().flatMap(TestCodeRule::disabled));
  }

  private static Stream<Finding> disabled(JavaClass type) {
    return ClassRule.uses(type)
        .filter(use -> use.target().getName().equals(DISABLED))
        .map(use ->
            ClassRule.finding(
                use.location(),
                "a test of " + type.getSimpleName() + " is switched off",
                "Mend it or remove it; what this machine cannot run is skipped by a condition"));
  }
}
