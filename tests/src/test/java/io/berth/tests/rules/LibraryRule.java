package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The types of a library are seen in its own rooms only, and no library comes in unnoticed.
 *
 * <p>Enrolment speaks gRPC in {@code scheduler.peer}, not in {@code scheduler.identity}: the port
 * is the door through which a host comes in, identity only decides who gets a certificate and is as
 * easily tested without a wire.
 */
record LibraryRule(Map<String, List<String>> rooms) implements ClassRule {

  private static final String TABLE =
      """
      org.rocksdb            → scheduler.store.rocks
      com.github.dockerjava  → agent.engine.docker
      io.netty               → scheduler.aws, scheduler.peer, scheduler.main, proxy.upstream, \
                               proxy.http, proxy.tcp, proxy.health, proxy.main
      io.grpc                → scheduler.peer, scheduler.session, scheduler.feed, scheduler.main, \
                               peer, agent.link, agent.main, proxy.feed, proxy.main
      com.google.protobuf    → scheduler.store.rocks, scheduler.peer, scheduler.session, \
                               scheduler.feed, scheduler.api, scheduler.aws, peer, agent.journal, agent.link, \
                               proxy.feed
      software.amazon.awssdk → scheduler.api, scheduler.api.elb, scheduler.aws
      org.bouncycastle       → scheduler.identity
      com.google.re2j        → scheduler.query
      java.util.logging      → scheduler.main, agent.main, proxy.main
      """;

  /** What every room may use: the JDK, and annotations that leave no trace at run time. */
  private static final List<String> FREE =
      List.of("java.", "javax.", "jdk.", "org.jspecify.", "com.google.errorprone.annotations.");

  static LibraryRule ofBerth() {
    return new LibraryRule(ArrowTable.parse(TABLE));
  }

  static boolean isFree(JavaClass type) {
    return type.isPrimitive() || FREE.stream().anyMatch(type.getName()::startsWith);
  }

  boolean mayUse(String room, String library) {
    return rooms.getOrDefault(library, List.of()).contains(room);
  }

  @Override
  public Stream<Finding> check(JavaClasses classes) {
    return ClassRule.handWritten(classes).flatMap(this::check);
  }

  private Stream<Finding> check(JavaClass type) {
    String room = Arrows.room(type.getPackageName()).orElse(type.getPackageName());
    return ClassRule.uses(type)
        .filter(use -> Arrows.room(use.target().getPackageName()).isEmpty())
        .flatMap(use -> check(room, use).stream());
  }

  private Optional<Finding> check(String room, ClassRule.Use use) {
    String target = use.target().getName();
    Optional<String> library = library(target);
    if (library.isEmpty()) {
      return isFree(use.target()) ? Optional.empty() : Optional.of(unknown(use));
    }
    return library
        .filter(name -> !mayUse(room, name))
        .map(name ->
            ClassRule.finding(
                use.location(),
                room + " may not see " + name + " (" + use.target().getSimpleName() + ")",
                "Map it to records of ours in " + String.join(" or ", rooms.get(name))));
  }

  private Optional<String> library(String type) {
    return rooms.keySet().stream()
        .filter(prefix -> type.startsWith(prefix + "."))
        .max(Comparator.comparingInt(String::length));
  }

  private static Finding unknown(ClassRule.Use use) {
    return ClassRule.finding(
        use.location(),
        use.target().getName() + " belongs to a library without a room",
        "A new library needs an ADR and a line in LibraryRule");
  }
}
