package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.stream.Stream;

/**
 * The room {@code scheduler.api} and those below it read the store; what they change, they change
 * by a command.
 */
record ReadOnlyRule() implements ClassRule {
  private static final String READER = Arrows.ROOT + "scheduler.api";
  private static final String WRITE_TYPE = Arrows.ROOT + "scheduler.store.WriteTx";

  @Override
  public Stream<Finding> check(JavaClasses classes) {
    return ClassRule.handWritten(classes)
        .filter(type -> (type.getPackageName() + ".").startsWith(READER + "."))
        .flatMap(ClassRule::uses)
        .filter(use -> use.target().getName().equals(WRITE_TYPE))
        .map(use ->
            ClassRule.finding(
                use.location(),
                "scheduler.api may not write to the store",
                "Call a command of scheduler.control"));
  }
}
