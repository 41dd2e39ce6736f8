package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskDefinition.Status;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Registers, deregisters and deletes revisions of definitions. Any thread may call. */
public final class DefinitionCommands {
  private static final int MOST_REVISIONS = 1_000_000;

  private final StateStore store;
  private final InstantSource clock;

  public DefinitionCommands(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Each call makes a revision, also of a document that is there already. */
  public Outcome<TaskDefinition> register(
      String family, String document, TaskShape shape, Map<String, String> tags) {
    var now = clock.instant();
    return store.update(
        Lane.API,
        tx -> {
          Optional<DefinitionFamily> known = tx.find(Tables.FAMILIES, family);
          if (known.filter(it -> it.lastRevision() >= MOST_REVISIONS).isPresent()) {
            return Outcome.refused(
                Code.TOO_MANY_REVISIONS,
                "A family can have at most " + MOST_REVISIONS + " revisions.");
          }
          DefinitionFamily next =
              known.orElseGet(() -> new DefinitionFamily(family, 0)).withNextRevision();
          if (known.isPresent()) {
            tx.update(Tables.FAMILIES, next);
          } else {
            tx.insert(Tables.FAMILIES, next);
          }
          TaskDefinition definition =
              new TaskDefinition(
                  next.newest(), Status.ACTIVE, document, shape, now, Optional.empty(), tags);
          tx.insert(Tables.DEFINITIONS, definition);
          return Outcome.done(definition);
        });
  }

  /** What runs of it goes on. One that is deregistered already stays as it is. */
  public Outcome<TaskDefinition> deregister(DefinitionId id) {
    var now = clock.instant();
    return store.update(
        Lane.API,
        tx -> {
          Optional<TaskDefinition> known = tx.find(Tables.DEFINITIONS, id);
          if (known.isEmpty()) {
            return notFound();
          }
          if (known.get().status() != Status.ACTIVE) {
            return Outcome.done(known.get());
          }
          TaskDefinition changed = known.get().deregistered(now);
          tx.update(Tables.DEFINITIONS, changed);
          return Outcome.done(changed);
        });
  }

  /** Goes at once when no task refers to it, else with the last one that does. */
  public Outcome<TaskDefinition> delete(DefinitionId id) {
    return store.update(
        Lane.API,
        tx -> {
          Optional<TaskDefinition> known = tx.find(Tables.DEFINITIONS, id);
          if (known.isEmpty()) {
            return notFound();
          }
          if (known.get().status() == Status.ACTIVE) {
            return Outcome.refused(
                Code.DEFINITION_ACTIVE,
                "The specified task definition is still in ACTIVE status. Please deregister the"
                    + " target and try again.");
          }
          TaskDefinition deleted = known.get().deleted();
          if (Leftovers.isUsed(tx, id)) {
            tx.update(Tables.DEFINITIONS, deleted);
          } else {
            tx.remove(Tables.DEFINITIONS, id);
          }
          return Outcome.done(deleted);
        });
  }

  private static Outcome<TaskDefinition> notFound() {
    return Outcome.refused(
        Code.DEFINITION_NOT_FOUND, "The specified task definition does not exist.");
  }
}
