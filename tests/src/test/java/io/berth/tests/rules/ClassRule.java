package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.SourceCodeLocation;
import java.util.stream.Stream;

/** A rule over compiled classes, a value that can be applied to the whole tree or to a canary. */
interface ClassRule {

  Stream<Finding> check(JavaClasses classes);

  /** The hand-written ones; generated code is not ours to mend. */
  static Stream<JavaClass> handWritten(JavaClasses classes) {
    return classes.stream().filter(type -> !isGenerated(type));
  }

  static boolean isGenerated(JavaClass type) {
    return Arrows.isGenerated(type.getPackageName());
  }

  /** What the class uses, by the element type where it is an array. */
  static Stream<Use> uses(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream().map(Use::of).distinct();
  }

  static Finding finding(SourceCodeLocation location, String what, String remedy) {
    JavaClass type = location.getSourceClass();
    String folder = type.getPackageName().replace('.', '/');
    String file = folder + "/" + location.getSourceFileName();
    return new Finding(file, location.getLineNumber(), what, remedy);
  }

  /** A type that a line of ours refers to. */
  record Use(JavaClass target, SourceCodeLocation location) {

    static Use of(Dependency dependency) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      return new Use(target, dependency.getSourceCodeLocation());
    }
  }
}
