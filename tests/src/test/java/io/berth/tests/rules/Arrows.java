package io.berth.tests.rules;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rooms of the tree and who may use whom, in the order of ARCHITECTURE.md.
 *
 * <p>{@code X → a, b} allows X to use a and b, by the name beside it in the module or by its full
 * name. {@code proto} stands for all generated classes. A sub-package is a room of its own.
 */
record Arrows(Map<String, Set<String>> allowed) {
  static final String ROOT = "io.berth.";
  static final String GENERATED = "proto";
  private static final String ALL_ABOVE = "all above";

  /**
   * Rooms of plain records that everything above them speaks in: whoever reaches one by any way of
   * arrows may name its types, or else a row would have to repeat them for each step.
   */
  private static final List<String> VOCABULARY = List.of("base", "scheduler.model", "agent.model");

  private static final String TABLE =
      """
      base                   →
      scheduler.model        → base
      scheduler.lifecycle    → model
      scheduler.query        →
      scheduler.placement    → model, query
      scheduler.explain      → model, query, placement
      scheduler.loss         → model
      scheduler.reconcile    → model, lifecycle
      scheduler.store        → model
      scheduler.store.rocks  → store, model, proto
      scheduler.control      → store, history, model, query, lifecycle, placement, reconcile, loss
      scheduler.history      → model, store
      scheduler.foresight    → control, reconcile, store, model
      scheduler.identity     → model, store
      scheduler.peer         → store, identity, proto
      scheduler.session      → peer, control, store, identity, proto
      scheduler.feed         → peer, control, store, identity, proto
      scheduler.vault        → model, store
      scheduler.relay        → session, identity
      scheduler.inquiry      → control, store, model, placement, explain
      scheduler.api          → control, inquiry, foresight, store, history, query, placement, explain, lifecycle, proto
      scheduler.api.elb      → api, control, store
      scheduler.console      → api, identity
      scheduler.aws          → api, identity, proto
      scheduler.main         → all above
      peer                   → base, proto
      agent.model            → base
      agent.engine           → model
      agent.engine.docker    → engine
      agent.task             → model, engine
      agent.journal          → model, proto
      agent.link             → task, journal, peer, proto
      agent.main             → all above, peer
      proxy.route            → base
      proxy.balance          → route
      proxy.health           → route
      proxy.upstream         → route
      proxy.http             → route, balance, health, upstream
      proxy.tcp              → route, balance, health, upstream
      proxy.feed             → route, peer, proto
      proxy.main             → all above, peer
      cli                    →
      console                →
      deploy                 → scheduler.main, agent.main, proxy.main, cli
      """;

  static Arrows ofBerth() {
    return parse(TABLE);
  }

  static Arrows parse(String table) {
    Map<String, List<String>> rows = ArrowTable.parse(table);
    Map<String, Set<String>> direct = new LinkedHashMap<>();
    rows.forEach((room, targets) -> direct.put(room, resolve(room, targets, rows.keySet())));
    Map<String, Set<String>> allowed = new LinkedHashMap<>();
    direct.forEach((room, targets) -> allowed.put(room, withVocabulary(targets, direct)));
    return new Arrows(allowed);
  }

  static boolean isGenerated(String packageName) {
    return (packageName + ".").startsWith(ROOT + GENERATED + ".");
  }

  /** The name in the table, whether it has a row or not; empty where the package is not ours. */
  static Optional<String> room(String packageName) {
    if (isGenerated(packageName)) {
      return Optional.of(GENERATED);
    }
    return packageName.startsWith(ROOT)
        ? Optional.of(packageName.substring(ROOT.length()))
        : Optional.empty();
  }

  boolean knows(String room) {
    return allowed.containsKey(room);
  }

  /** True for the folder of a module, which holds rooms and nothing else. */
  boolean isAboveRooms(String room) {
    return allowed.keySet().stream().anyMatch(known -> known.startsWith(room + "."));
  }

  boolean allows(String from, String to) {
    return from.equals(to) || allowed.getOrDefault(from, Set.of()).contains(to);
  }

  private static Set<String> resolve(String room, List<String> targets, Set<String> rooms) {
    String module = room.contains(".") ? room.substring(0, room.indexOf('.') + 1) : "";
    Stream<String> above =
        rooms.stream()
            .takeWhile(other -> targets.contains(ALL_ABOVE) && !other.equals(room))
            .filter(other -> other.startsWith(module));
    Stream<String> named =
        targets.stream()
            .filter(target -> !target.equals(ALL_ABOVE))
            .map(target -> rooms.contains(module + target) ? module + target : target)
            .peek(target -> require(target, rooms));
    return Stream.concat(above, named).collect(Collectors.toSet());
  }

  private static void require(String target, Set<String> rooms) {
    if (!rooms.contains(target) && !target.equals(GENERATED)) {
      throw new IllegalArgumentException("No row for the room " + target);
    }
  }

  private static Set<String> withVocabulary(Set<String> targets, Map<String, Set<String>> direct) {
    Set<String> reached = new HashSet<>();
    targets.forEach(target -> reach(target, direct, reached));
    reached.retainAll(VOCABULARY);
    reached.addAll(targets);
    return Set.copyOf(reached);
  }

  private static void reach(String room, Map<String, Set<String>> direct, Set<String> reached) {
    if (reached.add(room)) {
      direct.getOrDefault(room, Set.of()).forEach(next -> reach(next, direct, reached));
    }
  }
}
