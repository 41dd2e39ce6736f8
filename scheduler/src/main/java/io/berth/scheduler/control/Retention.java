package io.berth.scheduler.control;

import io.berth.scheduler.model.ClientToken;
import io.berth.scheduler.model.PlanHash;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Forgets what was kept long enough: ended tasks with the plans that nobody uses any more, answers
 * by client token, deleted definitions, services that are over. A turn takes a bounded number of
 * steps.
 */
public final class Retention {
  /** How long an ended task can be described. */
  public static final Duration TASKS_KEPT = Duration.ofHours(1);

  /** How long a client's token is remembered. */
  public static final Duration TOKENS_KEPT = Duration.ofHours(24);

  /** How long a service that is over can be described. */
  public static final Duration SERVICES_KEPT = Duration.ofHours(1);

  private static final int STEPS = 200;

  private final StateStore store;

  public Retention(StateStore store) {
    this.store = store;
  }

  /** Forgets some of what is old; answers how much, less than a full turn when nothing is left. */
  public int turn(Instant now) {
    return store.update(
        Lane.LOOPS,
        tx -> {
          int tasks = forgetTasks(tx, now.minus(TASKS_KEPT));
          int tokens = forgetTokens(tx, now.minus(TOKENS_KEPT));
          int services = forgetServices(tx, now.minus(SERVICES_KEPT));
          return tasks + tokens + services;
        });
  }

  private static int forgetTasks(WriteTx tx, Instant before) {
    List<Task> old = new ArrayList<>();
    for (Task task : tx.rowsBy(Tables.TASKS, Tables.TASKS_BY_END)) {
      if (old.size() == STEPS || !task.overAt().orElse(task.createdAt()).isBefore(before)) {
        break;
      }
      old.add(task);
    }
    Set<PlanHash> plans = new HashSet<>();
    for (Task task : old) {
      tx.remove(Tables.TASKS, task.id());
      plans.add(task.order().plan());
    }
    old.forEach(task -> Leftovers.forget(tx, task.order().definition()));
    plans.forEach(plan -> Leftovers.forget(tx, plan));
    return old.size();
  }

  private static int forgetServices(WriteTx tx, Instant before) {
    List<Service> old = new ArrayList<>();
    for (Service service : tx.rowsBy(Tables.SERVICES, Tables.SERVICES_BY_END)) {
      if (old.size() == STEPS || !service.overAt().filter(before::isAfter).isPresent()) {
        break;
      }
      old.add(service);
    }
    for (Service service : old) {
      ServiceSteps.forget(tx, service);
    }
    return old.size();
  }

  private static int forgetTokens(WriteTx tx, Instant before) {
    List<ClientToken> old = new ArrayList<>();
    for (ClientToken token : tx.rowsBy(Tables.CLIENT_TOKENS, Tables.CLIENT_TOKENS_BY_TIME)) {
      if (old.size() == STEPS || !token.at().isBefore(before)) {
        break;
      }
      old.add(token);
    }
    old.forEach(token -> tx.remove(Tables.CLIENT_TOKENS, token.key()));
    return old.size();
  }
}
