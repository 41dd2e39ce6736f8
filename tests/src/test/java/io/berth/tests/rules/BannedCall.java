package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A member of the JDK that must not be called, read or referred to.
 *
 * @param owner the full name of its class, or of a class above that
 * @param member matches the whole of {@code name(full.Type,...)}, or a field's name
 */
record BannedCall(String owner, Pattern member, String remedy) {

  static BannedCall of(String owner, String member, String remedy) {
    return new BannedCall(owner, Pattern.compile(member), remedy);
  }

  /** Looks at calls, constructors, fields, and method references such as {@code Instant::now}. */
  static Stream<Finding> find(List<BannedCall> banned, Stream<JavaClass> types) {
    return types
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .flatMap(access ->
            banned.stream()
                .filter(call -> call.matches(access.getTarget()))
                .limit(1)
                .map(call ->
                    ClassRule.finding(
                        access.getSourceCodeLocation(),
                        call.describe(access.getTarget()),
                        call.remedy())))
        .distinct();
  }

  private boolean matches(AccessTarget target) {
    return member.matcher(signature(target)).matches() && target.getOwner().isAssignableTo(owner);
  }

  private String describe(AccessTarget target) {
    String type = owner.substring(owner.lastIndexOf('.') + 1);
    return target.getName().equals("<init>")
        ? "new " + type + " is not allowed here"
        : type + "." + target.getName() + " is not allowed here";
  }

  private static String signature(AccessTarget target) {
    return target instanceof CodeUnitAccessTarget unit
        ? unit.getRawParameterTypes().stream()
            .map(JavaClass::getName)
            .collect(Collectors.joining(",", target.getName() + "(", ")"))
        : target.getName();
  }
}
