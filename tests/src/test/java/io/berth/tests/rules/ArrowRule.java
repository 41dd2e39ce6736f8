package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.stream.Stream;

/** Every use among our packages follows an arrow of the table. */
record ArrowRule(Arrows arrows) implements ClassRule {

  @Override
  public Stream<Finding> check(JavaClasses classes) {
    return ClassRule.handWritten(classes).flatMap(this::check);
  }

  private Stream<Finding> check(JavaClass type) {
    String room = Arrows.room(type.getPackageName()).orElse(type.getPackageName());
    if (arrows.knows(room)) {
      return ClassRule.uses(type).flatMap(use -> check(room, use));
    }
    boolean moduleComment = type.getSimpleName().equals("package-info");
    return moduleComment && arrows.isAboveRooms(room)
        ? Stream.empty()
        : Stream.of(
            ClassRule.finding(
                type.getSourceCodeLocation(),
                "the package " + type.getPackageName() + " has no arrows",
                "A new package needs a line in Arrows and in ARCHITECTURE.md"));
  }

  private Stream<Finding> check(String room, ClassRule.Use use) {
    return Arrows.room(use.target().getPackageName())
        .filter(target -> !arrows.allows(room, target))
        .map(target ->
            ClassRule.finding(
                use.location(),
                room + " may not use " + target + " (" + use.target().getSimpleName() + ")",
                "Move the code to where the arrow allows it, or let "
                    + room
                    + " own an interface that the other side implements"))
        .stream();
  }
}
