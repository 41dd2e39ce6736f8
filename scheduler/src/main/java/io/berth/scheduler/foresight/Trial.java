package io.berth.scheduler.foresight;

import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.ServiceViews;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.Scratch;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One call of ours, carried out on a scratch. */
final class Trial {
  private final Foresight question;
  private final Scratch scratch;

  Trial(Foresight question) {
    this(question, question.state().scratch());
  }

  Trial(Foresight question, Scratch scratch) {
    this.question = question;
    this.scratch = scratch;
  }

  Outcome<TasksForeseen> run(RunTask request, RandomGenerator random) {
    int before = scratch.changeCount();
    TaskCommands commands = new TaskCommands(scratch, question::now, random);
    return switch (commands.run(request)) {
      case Outcome.Refused<RunTask.Answer>(Refusal refusal) -> new Outcome.Refused<>(refusal);
      case Outcome.Done<RunTask.Answer>(RunTask.Answer answer) -> {
        List<Move> moves = Moves.of(scratch.changesAfter(before));
        yield Outcome.done(
            new TasksForeseen(
                new Foreseen(moves, lacks(answer), true),
                moves.isEmpty() && !answer.tasks().isEmpty()));
      }
    };
  }

  /** Failures that are alike are one. */
  private static List<Lack> lacks(RunTask.Answer answer) {
    Map<RunTask.NotPlaced, Integer> counts = new LinkedHashMap<>();
    answer.failures().forEach(failure -> counts.merge(failure, 1, Integer::sum));
    List<Lack> lacks = new ArrayList<>();
    counts.forEach((failure, count) ->
        lacks.add(new Lack(Optional.empty(), count, 0, new Lack.Why.NoPlace(failure))));
    return lacks;
  }

  Outcome<Service> begin(Question.Update update) {
    ServiceCommands commands =
        new ServiceCommands(scratch, question::now, question.chances().get());
    return commands.update(update.service(), update.change());
  }

  Outcome<UpdateForeseen> update(Question.Update update) {
    ServiceId id = update.service();
    int missing = Settling.missing(scratch.rows(), id);
    return switch (begin(update)) {
      case Outcome.Refused<Service>(Refusal refusal) -> new Outcome.Refused<>(refusal);
      case Outcome.Done<Service>(Service changed) -> {
        Settling settling =
            new Settling(scratch, question.chances().get(), question.now(), question.budget());
        boolean isWhole = settling.settle(List.of(id));
        Foreseen foreseen =
            new Foreseen(
                Moves.of(scratch.changesAfter(0)),
                settling.lackOfChange(id, missing).stream().toList(),
                isWhole);
        yield Outcome.done(
            new UpdateForeseen(
                foreseen,
                begun(id),
                question.state().find(Tables.SERVICES, id).orElseThrow().desiredCount(),
                changed.desiredCount(),
                older(id)));
      }
    };
  }

  private Optional<Deployment> begun(ServiceId id) {
    return ServiceViews.deployments(scratch.rows(), id).stream()
        .findFirst()
        .filter(newest -> question.state().find(Tables.DEPLOYMENTS, newest.id()).isEmpty());
  }

  private int older(ServiceId id) {
    return ServiceViews.deployments(scratch.rows(), id).stream()
        .skip(1)
        .mapToInt(deployment -> Settling.wanted(scratch.rows(), deployment.id()))
        .sum();
  }
}
