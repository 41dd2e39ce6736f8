package io.berth.scheduler.control;

import io.berth.scheduler.model.DefinitionFamily;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an adopted task runs: the plan and the definition that are known here, or its own ones. */
final class AdoptedPlans {
  /** As many revisions a family may have, so none has a higher number. */
  private static final int MOST_REVISIONS = 1_000_000;

  /**
   * One host must not use up a family's numbers: so many are not registered between two backups.
   */
  private static final int LONGEST_LEAP = 10_000;

  private final WriteTx tx;
  private final Instant now;

  AdoptedPlans(WriteTx tx, Instant now) {
    this.tx = tx;
    this.now = now;
  }

  /** What came of the search for what a task runs. */
  sealed interface Found {

    /** It can be told, and what is odd about it. */
    record Known(Plan plan, List<String> notes) implements Found {}

    /** It cannot. */
    record Nothing(String why) implements Found {}
  }

  /** Makes sure that a plan of ours is there; one that was adopted under its name gives way. */
  static void keep(WriteTx tx, Plan plan) {
    Optional<Plan> known = tx.find(Tables.PLANS, plan.hash());
    if (known.isEmpty()) {
      tx.insert(Tables.PLANS, plan);
    } else if (!known.get().equals(plan)) {
      // What only a host has told is good for what runs there, and for nothing else.
      tx.update(Tables.PLANS, plan);
    }
  }

  Found find(Claim claim) {
    Optional<Plan> known = tx.find(Tables.PLANS, claim.plan());
    if (known.isPresent()) {
      return known(claim, known.get());
    }
    if (claim.content().isEmpty()) {
      return new Found.Nothing(
          "it is known by its labels alone, and no plan of that hash is known here");
    }
    int last = last(claim.origin().definition().family());
    int revision = claim.origin().definition().revision();
    if (revision > Math.min(MOST_REVISIONS, last + LONGEST_LEAP)) {
      return new Found.Nothing(
          "its definition is revision " + revision + ", and the newest that is known is " + last);
    }
    return made(claim, claim.content().get());
  }

  private Found known(Claim claim, Plan plan) {
    DefinitionId named = claim.origin().definition();
    boolean isDefined = tx.find(Tables.DEFINITIONS, plan.definition()).isPresent();
    if (!plan.definition().family().equals(named.family()) || !isDefined) {
      return new Found.Nothing(
          "its plan is one of " + plan.definition() + " here, and not of " + named);
    }
    return new Found.Known(
        plan,
        plan.definition().equals(named)
            ? List.of()
            : List.of(named + " is another one here, so it counts as " + plan.definition()));
  }

  private Found made(Claim claim, Claim.Content content) {
    DefinitionId named = claim.origin().definition();
    Optional<TaskDefinition> known = tx.find(Tables.DEFINITIONS, named);
    if (known.filter(found -> isSame(found, claim)).isPresent()) {
      return new Found.Known(insert(claim, content, named), List.of());
    }
    DefinitionId id =
        known.isEmpty() ? named : new DefinitionId(named.family(), last(named.family()) + 1);
    if (id.revision() > MOST_REVISIONS) {
      return new Found.Nothing("its definition is not known, and the family is full");
    }
    define(id, content);
    String note =
        known.isEmpty()
            ? "its definition " + named + " is not known here: what its host was told counts"
            : named + " is another one here, so it counts as " + id;
    return new Found.Known(insert(claim, content, id), List.of(note));
  }

  private static boolean isSame(TaskDefinition known, Claim claim) {
    Fingerprint digest = Fingerprint.of(known.document().getBytes(StandardCharsets.UTF_8));
    return claim.origin().digest().filter(digest::equals).isPresent();
  }

  private Plan insert(Claim claim, Claim.Content content, DefinitionId definition) {
    Plan plan =
        new Plan(
            claim.plan(),
            definition,
            content.overrides(),
            content.asked(),
            List.of(),
            content.compiled(),
            content.requires());
    tx.insert(Tables.PLANS, plan);
    return plan;
  }

  /** Nothing new may name it, and it goes with the last task that does. */
  private void define(DefinitionId id, Claim.Content content) {
    tx.insert(
        Tables.DEFINITIONS,
        new TaskDefinition(
            id,
            TaskDefinition.Status.DELETE_IN_PROGRESS,
            AdoptedDocument.of(id.family(), content.parts()),
            content.asked(),
            now,
            Optional.of(now),
            Map.of()));
    DefinitionFamily raised = new DefinitionFamily(id.family(), id.revision());
    Optional<DefinitionFamily> family = tx.find(Tables.FAMILIES, id.family());
    if (family.isEmpty()) {
      tx.insert(Tables.FAMILIES, raised);
    } else if (family.get().lastRevision() < id.revision()) {
      tx.update(Tables.FAMILIES, raised);
    }
  }

  private int last(String family) {
    return tx.find(Tables.FAMILIES, family).map(DefinitionFamily::lastRevision).orElse(0);
  }
}
