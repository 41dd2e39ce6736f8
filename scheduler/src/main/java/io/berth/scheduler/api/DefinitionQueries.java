package io.berth.scheduler.api;

import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskDefinition.Status;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds definitions in a state: by a client's name of one, or as lists in ECS's order. */
final class DefinitionQueries {
  private static final Comparator<TaskDefinition> NEWEST_LAST =
      Comparator.comparing(TaskDefinition::id);

  private DefinitionQueries() {}

  /**
   * Which definitions, from where.
   *
   * @param after the last one of the page before
   */
  record Wish(Optional<String> family, Status status, boolean descends, Optional<String> after) {}

  /** The revision that is named, or the newest active one of a family. */
  static Optional<TaskDefinition> find(ReadTx state, Arns.NamedDefinition named) {
    Optional<DefinitionId> id = named.id();
    return id.isPresent()
        ? state.find(Tables.DEFINITIONS, id.get())
        : ofFamily(state, named.family())
            .filter(one -> one.status() == Status.ACTIVE)
            .max(NEWEST_LAST);
  }

  /** What was registered, in its normal form. */
  static software.amazon.awssdk.services.ecs.model.TaskDefinition document(
      Documents documents, TaskDefinition definition) {
    var builder = software.amazon.awssdk.services.ecs.model.TaskDefinition.builder();
    return documents.read(new RequestBuilder<>(builder, builder::build), definition.document());
  }

  static Stream<DefinitionId> list(ReadTx state, Wish wish) {
    Optional<DefinitionId> after = wish.after().map(DefinitionQueries::id);
    Stream<DefinitionId> ids =
        wish.family()
            .map(family -> ofFamily(state, family))
            .orElseGet(() -> stream(state.rows(Tables.DEFINITIONS)))
            .filter(one -> one.status() == wish.status())
            .map(TaskDefinition::id);
    Comparator<DefinitionId> order =
        wish.descends() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    Stream<DefinitionId> rest =
        ids.filter(id -> after.isEmpty() || order.compare(id, after.get()) > 0);
    return wish.descends() ? rest.sorted(order) : rest;
  }

  static Stream<String> families(
      ReadTx state, String prefix, FamilyStatus status, Optional<String> after) {
    return stream(state.rowsFrom(Tables.FAMILIES, after.orElse(prefix)))
        .map(DefinitionFamily::name)
        .dropWhile(name -> name.compareTo(prefix) < 0)
        .takeWhile(name -> name.startsWith(prefix))
        .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
        .filter(name -> matches(state, name, status));
  }

  /** A family is active as long as one of its revisions is, and gone with its last one. */
  private static boolean matches(ReadTx state, String family, FamilyStatus status) {
    return switch (status) {
      case ACTIVE -> ofFamily(state, family).anyMatch(one -> one.status() == Status.ACTIVE);
      case INACTIVE ->
          ofFamily(state, family).findAny().isPresent()
              && ofFamily(state, family).noneMatch(one -> one.status() == Status.ACTIVE);
      case ALL -> ofFamily(state, family).findAny().isPresent();
    };
  }

  /** Which families are asked for. */
  enum FamilyStatus {
    ACTIVE,
    INACTIVE,
    ALL
  }

  static Status status(@Nullable String given) {
    Demand.oneOf(given, Set.of("ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"), "status");
    return given == null ? Status.ACTIVE : Status.valueOf(given);
  }

  static FamilyStatus familyStatus(@Nullable String given) {
    Demand.oneOf(given, Set.of("ACTIVE", "INACTIVE", "ALL"), "status");
    return given == null ? FamilyStatus.ALL : FamilyStatus.valueOf(given);
  }

  static boolean descends(@Nullable String given) {
    Demand.oneOf(given, Set.of("ASC", "DESC"), "sort");
    return "DESC".equals(given);
  }

  private static Stream<TaskDefinition> ofFamily(ReadTx state, String family) {
    Optional<DefinitionFamily> known = state.find(Tables.FAMILIES, family);
    return known.isEmpty()
        ? Stream.empty()
        : stream(state.rowsFrom(Tables.DEFINITIONS, new DefinitionId(family, 1)))
            .takeWhile(one -> one.id().family().equals(family));
  }

  private static <T> Stream<T> stream(Iterable<T> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static DefinitionId id(String name) {
    int colon = name.lastIndexOf(':');
    try {
      return new DefinitionId(
          name.substring(0, Math.max(colon, 0)), Integer.parseInt(name.substring(colon + 1)));
    } catch (IllegalArgumentException _) {
      throw Paging.badToken();
    }
  }
}
