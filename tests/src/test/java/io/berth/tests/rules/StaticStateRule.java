package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A static field is a constant: final, and not a container that somebody can fill. */
record StaticStateRule() implements ClassRule {
  private static final String REMEDY =
      "Make it a final field of an object that the wiring builds, or an immutable constant";

  /** What the collection interfaces say may be immutable; a class that implements them is not. */
  private static final List<Class<?>> CONTAINERS = List.of(Collection.class, Map.class);

  @Override
  public Stream<Finding> check(JavaClasses classes) {
    return ClassRule.handWritten(classes)
        .flatMap(type -> type.getFields().stream())
        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL) || isContainer(field))
        .map(field ->
            ClassRule.finding(
                field.getSourceCodeLocation(),
                "the static field " + field.getName() + " can change",
                REMEDY));
  }

  private static boolean isContainer(JavaField field) {
    JavaClass type = field.getRawType();
    return type.getPackageName().equals("java.util.concurrent.atomic")
        || (!type.isInterface() && CONTAINERS.stream().anyMatch(type::isAssignableTo));
  }
}
