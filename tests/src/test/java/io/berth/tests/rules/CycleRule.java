package io.berth.tests.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.stream.Stream;

/** No package of ours reaches itself through another one. */
record CycleRule() implements ClassRule {

  @Override
  public Stream<Finding> check(JavaClasses classes) {
    JavaClasses ours =
        classes.that(describe("are hand-written", type -> !ClassRule.isGenerated(type)));
    return slices()
        .matching(Arrows.ROOT + "(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .evaluate(ours)
        .getFailureReport()
        .getDetails()
        .stream()
        .map(cycle ->
            new Finding(
                "packages",
                0,
                cycle,
                "Cut it where the arrows of the table are crossed, or join the packages"));
  }
}
