package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.Action;
import io.berth.scheduler.model.Condition;
import io.berth.scheduler.model.Listener;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.Rule;
import io.berth.scheduler.model.RuleId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes, changes and deletes the rules of listeners. The default rule of a listener is a part of
 * it, and is changed there. Any thread may call.
 */
public final class RuleCommands {
  /** As in ELB, and what the message about a listener can hold. */
  private static final int MOST = 100;

  private final StateStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Chance is used on the store's writer alone. */
  public RuleCommands(StateStore store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /** A rule that shall be. */
  public record NewRule(
      ListenerId listener,
      int priority,
      List<Condition> conditions,
      Action action,
      Map<String, String> tags) {}

  /** A rule with the listener that a client named with it. */
  public record Named(ListenerId listener, RuleId rule) {}

  public Outcome<Rule> create(NewRule wish) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> create(tx, wish, now));
  }

  /** What is absent stays. */
  public Outcome<Rule> modify(
      Named id, Optional<List<Condition>> conditions, Optional<Action> action) {
    return store.update(
        Lane.API,
        tx -> {
          Outcome<Rule> found = find(tx, id);
          if (!(found instanceof Outcome.Done<Rule>(Rule known))) {
            return found;
          }
          Rule changed =
              known.with(conditions.orElse(known.conditions()), action.orElse(known.action()));
          Listener listener = tx.find(Tables.LISTENERS, id.listener()).orElseThrow();
          Optional<Refusal> objection =
              GroupUses.objection(tx, listener.balancer(), changed.action());
          if (objection.isPresent()) {
            return new Outcome.Refused<>(objection.get());
          }
          tx.update(Tables.RULES, changed);
          GroupUses.settle(tx, listener.balancer());
          return Outcome.done(changed);
        });
  }

  /** All of them or none; rules that are not named keep their place. */
  public Outcome<List<Rule>> setPriorities(Map<Named, Integer> priorities) {
    return store.update(
        Lane.API,
        tx -> {
          List<Rule> changed = new ArrayList<>();
          for (Map.Entry<Named, Integer> entry : priorities.entrySet()) {
            switch (find(tx, entry.getKey())) {
              case Outcome.Done<Rule>(Rule rule) -> changed.add(rule.with(entry.getValue()));
              case Outcome.Refused<Rule>(Refusal refusal) -> {
                return new Outcome.Refused<>(refusal);
              }
            }
          }
          Optional<Refusal> objection = clash(tx, changed);
          if (objection.isPresent()) {
            return new Outcome.Refused<>(objection.get());
          }
          changed.forEach(rule -> tx.update(Tables.RULES, rule));
          return Outcome.done(List.copyOf(changed));
        });
  }

  public Outcome<Rule> delete(Named id) {
    return store.update(
        Lane.API,
        tx -> {
          Outcome<Rule> found = find(tx, id);
          if (found instanceof Outcome.Done<Rule>(Rule rule)) {
            tx.remove(Tables.RULES, rule.id());
            GroupUses.settle(
                tx, tx.find(Tables.LISTENERS, rule.listener()).orElseThrow().balancer());
          }
          return found;
        });
  }

  /** The rules of a listener by rising priority, without the default one. */
  public static List<Rule> rules(ReadTx tx, ListenerId listener) {
    List<Rule> rules = new ArrayList<>();
    tx.rowsWith(Tables.RULES, Tables.RULES_BY_LISTENER, listener).forEach(rules::add);
    rules.sort(Comparator.comparingInt(Rule::priority));
    return rules;
  }

  private Outcome<Rule> create(WriteTx tx, NewRule wish, Instant now) {
    Optional<Listener> listener = tx.find(Tables.LISTENERS, wish.listener());
    if (listener.isEmpty()) {
      return ListenerCommands.notFound();
    }
    List<Rule> all = rules(tx, wish.listener());
    if (all.stream().anyMatch(rule -> rule.priority() == wish.priority())) {
      return new Outcome.Refused<>(taken(wish.priority()));
    }
    if (all.size() >= MOST) {
      return Outcome.refused(
          Code.TOO_MANY_RULES,
          "A listener can have at most " + MOST + " rules besides its default rule.");
    }
    Optional<Refusal> objection = GroupUses.objection(tx, listener.get().balancer(), wish.action());
    if (objection.isPresent()) {
      return new Outcome.Refused<>(objection.get());
    }
    Rule rule =
        new Rule(
            new RuleId(random.nextLong()),
            wish.listener(),
            wish.priority(),
            wish.conditions(),
            wish.action(),
            now,
            wish.tags());
    tx.insert(Tables.RULES, rule);
    GroupUses.settle(tx, listener.get().balancer());
    return Outcome.done(rule);
  }

  private static Outcome<Rule> find(ReadTx tx, Named id) {
    Optional<Rule> rule =
        tx.find(Tables.RULES, id.rule()).filter(found -> found.listener().equals(id.listener()));
    if (rule.isPresent()) {
      return Outcome.done(rule.get());
    }
    boolean isDefault =
        tx.find(Tables.LISTENERS, id.listener())
            .filter(listener -> listener.defaultRule().equals(id.rule()))
            .isPresent();
    return isDefault
        ? Outcome.refused(
            Code.RULE_IS_DEFAULT,
            "Default rule '"
                + id.rule()
                + "' cannot be modified or deleted; it goes with its listener")
        : Outcome.refused(Code.RULE_NOT_FOUND, "One or more rules not found");
  }

  /** Whether two rules of a listener would have one priority. */
  private static Optional<Refusal> clash(ReadTx tx, List<Rule> changed) {
    Set<RuleId> moving = new HashSet<>(changed.stream().map(Rule::id).toList());
    Set<ListenerId> listeners = new HashSet<>(changed.stream().map(Rule::listener).toList());
    for (ListenerId listener : listeners) {
      Set<Integer> taken = new HashSet<>();
      List<Rule> all = new ArrayList<>(rules(tx, listener));
      all.removeIf(rule -> moving.contains(rule.id()));
      changed.stream().filter(rule -> rule.listener().equals(listener)).forEach(all::add);
      for (Rule rule : all) {
        if (!taken.add(rule.priority())) {
          return Optional.of(taken(rule.priority()));
        }
      }
    }
    return Optional.empty();
  }

  private static Refusal taken(int priority) {
    return new Refusal(Code.PRIORITY_TAKEN, "Priority '" + priority + "' is currently in use");
  }
}
