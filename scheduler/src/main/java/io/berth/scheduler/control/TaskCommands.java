package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.control.RunTask.Answer;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.Exit;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Reason;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.lifecycle.Move;
import io.berth.scheduler.lifecycle.TaskLife;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.ClientToken;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Transactions;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Starts and stops tasks, and takes what hosts tell of them. Any thread may call. */
public final class TaskCommands {
  private final Transactions store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Asker asker;

  /** Chance is used on the store's writer alone. */
  public TaskCommands(Transactions store, InstantSource clock, RandomGenerator random) {
    this(store, clock, random, new Asker.Itself());
  }

  private TaskCommands(
      Transactions store, InstantSource clock, RandomGenerator random, Asker asker) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.asker = asker;
  }

  /** The same for somebody who asks. */
  public TaskCommands by(Asker newAsker) {
    return new TaskCommands(store, clock, random, newAsker);
  }

  /**
   * Places and makes tasks in one transaction, so that no capacity is promised twice. The same
   * request under the same token answers with the tasks that it made the first time.
   */
  public Outcome<Answer> run(RunTask request) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> run(tx, request, now));
  }

  /** Wants a task to end; one that ends or has ended already is answered as it is. */
  public Outcome<Task> stop(ClusterName cluster, TaskId id, String reason) {
    Instant now = clock.instant();
    StopCause cause = new StopCause(StopCause.Code.USER_INITIATED, reason);
    return store.update(
        Lane.API,
        tx -> {
          Optional<Task> known =
              tx.find(Tables.TASKS, id).filter(task -> task.cluster().equals(cluster));
          if (known.isEmpty()) {
            return Outcome.refused(Code.TASK_NOT_FOUND, "The referenced task was not found.");
          }
          if (known.get().isWanted()) {
            Happening asked = new Happening.StopAsked(new Ask("StopTask", asker, now), reason);
            new Line(Subject.of(id), now, asked).write(tx);
          }
          return Outcome.done(TaskEnds.end(tx, known.get(), cause, now));
        });
  }

  /** Takes what a host tells of its tasks; what is late or doubled changes nothing. */
  public Told told(HostId host, Map<TaskId, Sighting> sightings) {
    Instant now = clock.instant();
    return store.update(
        Lane.REPORTS,
        tx -> {
          List<TaskId> unknown = new ArrayList<>();
          List<Objection> objections = new ArrayList<>();
          long session =
              tx.find(Tables.HOSTS, host).map(known -> known.contact().session()).orElse(0L);
          sightings.forEach((id, sighting) -> {
            if (sighting.order().session() < session) {
              // What a newer session has said again may not have been written down anew.
              return;
            }
            Optional<Task> known = tx.find(Tables.TASKS, id);
            if (known.isEmpty()) {
              unknown.add(id);
            } else if (!known.get().host().equals(host)) {
              objections.add(new Objection(id, "the task belongs to another host"));
            } else {
              told(tx, known.get(), sighting, now)
                  .ifPresent(why -> objections.add(new Objection(id, why)));
            }
          });
          return new Told(unknown, objections);
        });
  }

  /** What was odd about a report: tasks that nobody knows, and what cannot be. */
  public record Told(List<TaskId> unknown, List<Objection> objections) {
    public Told {
      unknown = List.copyOf(unknown);
      objections = List.copyOf(objections);
    }
  }

  /** Something that a host told and that cannot be. */
  public record Objection(TaskId task, String why) {}

  /** The definition, if new tasks may run it. */
  public static Outcome<TaskDefinition> runnable(ReadTx tx, DefinitionId id) {
    Optional<TaskDefinition> definition = tx.find(Tables.DEFINITIONS, id);
    if (definition.isEmpty()) {
      return Outcome.refused(Code.DEFINITION_NOT_FOUND, "TaskDefinition not found.");
    }
    return definition.get().status() == TaskDefinition.Status.ACTIVE
        ? Outcome.done(definition.get())
        : Outcome.refused(Code.DEFINITION_INACTIVE, "TaskDefinition is inactive");
  }

  private Outcome<Answer> run(WriteTx tx, RunTask request, Instant now) {
    if (ClusterCommands.active(tx, request.cluster()).isEmpty()) {
      return ClusterCommands.notFound();
    }
    Optional<ClientToken> answered =
        request.token().flatMap(token -> tx.find(Tables.CLIENT_TOKENS, key(request, token)));
    if (answered.isPresent()) {
      return answerAgain(tx, answered.get(), request);
    }
    if (runnable(tx, request.plan().definition()) instanceof Outcome.Refused<?>(var refusal)) {
      return new Outcome.Refused<>(refusal);
    }
    Ask ask = new Ask(called(request), asker, now);
    Decisions decisions = new Decisions(tx, request, new Reason.Called(ask), now);
    return switch (TaskPlaces.find(tx, request, random)) {
      case TaskPlaces.NoHosts() -> {
        decisions.noHosts(wanted(request));
        yield Outcome.refused(Code.NO_HOSTS, "No Container Instances were found in your cluster.");
      }
      case TaskPlaces.Found found -> {
        List<Task> tasks = NewTask.insert(tx, request, found.places(), random, now);
        decisions.found(tasks, found);
        if (!tasks.isEmpty()) {
          request.token().ifPresent(token -> remember(tx, request, token, tasks, now));
        }
        yield Outcome.done(new Answer(tasks, found.failures()));
      }
    };
  }

  /** The operation as clients know it. */
  private static String called(RunTask request) {
    return switch (request.where()) {
      case RunTask.Where.Placed _ -> "RunTask";
      case RunTask.Where.Named _ -> "StartTask";
    };
  }

  private static int wanted(RunTask request) {
    return switch (request.where()) {
      case RunTask.Where.Placed placed -> placed.count();
      case RunTask.Where.Named(var hosts) -> hosts.size();
    };
  }

  private static Outcome<Answer> answerAgain(WriteTx tx, ClientToken known, RunTask request) {
    boolean same =
        request.token().map(RunTask.Token::request).filter(known.request()::equals).isPresent();
    if (!same) {
      return Outcome.refused(
          Code.TOKEN_CONFLICT, "The client token was used before, for another request.");
    }
    List<Task> tasks =
        known.tasks().stream().flatMap(id -> tx.find(Tables.TASKS, id).stream()).toList();
    return Outcome.done(new Answer(tasks, List.of()));
  }

  private static void remember(
      WriteTx tx, RunTask request, RunTask.Token token, List<Task> tasks, Instant now) {
    tx.insert(
        Tables.CLIENT_TOKENS,
        new ClientToken(
            key(request, token), token.request(), tasks.stream().map(Task::id).toList(), now));
  }

  private static ClientToken.Key key(RunTask request, RunTask.Token token) {
    return new ClientToken.Key(request.cluster(), token.text());
  }

  private static Optional<String> told(WriteTx tx, Task task, Sighting sighting, Instant now) {
    return switch (TaskLife.told(task, sighting, now)) {
      case Move.Moved(Task moved) -> {
        tx.update(Tables.TASKS, moved);
        TaskEnds.noticed(tx, task, moved, now);
        DeploymentLedger.noticed(tx, task, moved, now);
        if (task.isWanted() && !moved.isWanted()) {
          new Line(Subject.of(task.id()), now, ended(moved)).write(tx);
        }
        yield Optional.empty();
      }
      case Move.Ignored _ -> Optional.empty();
      case Move.Refused(String why) -> Optional.of(why);
    };
  }

  private static Happening ended(Task task) {
    List<Exit> exits = new ArrayList<>();
    for (ContainerSight container : task.sighting().containers()) {
      container.exitCode().ifPresent(code -> exits.add(new Exit(container.name(), code)));
    }
    return new Happening.Ended(task.host(), task.stopCause().orElseThrow(), exits);
  }
}
