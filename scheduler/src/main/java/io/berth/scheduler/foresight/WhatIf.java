package io.berth.scheduler.foresight;

import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal;
import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Scratch;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Lets one question's events happen on a scratch: hosts go and come, a service changes, services do
 * what they can, and tasks are asked for at last.
 */
final class WhatIf {
  /** No host that joined has such an id: theirs are drawn from 128 bits. */
  private static final long ADDED = -1;

  private final Foresight foresight;
  private final Question question;
  private final Scratch scratch;
  private final HostCommands hosts;

  WhatIf(Foresight foresight, Question question) {
    this.foresight = foresight;
    this.question = question;
    this.scratch = foresight.state().scratch();
    this.hosts = new HostCommands(scratch, foresight::now);
  }

  Outcome<Aftermath> answer() {
    Optional<Refusal> unknown = unknownHost();
    if (unknown.isPresent()) {
      return new Outcome.Refused<>(unknown.get());
    }
    Map<ServiceId, Integer> missing = new LinkedHashMap<>();
    int notReplaced = 0;
    for (HostId lost : question.lost()) {
      notReplaced += lose(lost, missing);
    }
    List<HostId> added = question.added().map(this::add).orElse(List.of());
    if (!added.isEmpty()) {
      noteLacking(missing);
    }
    Trial trial = new Trial(foresight, scratch);
    if (question.update().isPresent()) {
      ServiceId id = question.update().get().service();
      missing.computeIfAbsent(id, _ -> Settling.missing(foresight.state(), id));
      if (trial.begin(question.update().get()) instanceof Outcome.Refused<Service>(var refusal)) {
        return new Outcome.Refused<>(refusal);
      }
    }
    // One chance for both: with the same one twice, two tasks would have the same id.
    RandomGenerator random = foresight.chances().get();
    Settling settling = new Settling(scratch, random, foresight.now(), foresight.budget());
    boolean isWhole = settling.settle(missing.keySet());
    List<Lack> lacks = new ArrayList<>();
    missing.forEach((id, before) -> lack(settling, id, before).ifPresent(lacks::add));
    if (question.tasks().isPresent()) {
      RunTask tasks = question.tasks().get();
      switch (trial.run(tasks, random)) {
        case Outcome.Refused<TasksForeseen>(Refusal refusal) -> {
          if (refusal.code() != Code.NO_HOSTS) {
            return new Outcome.Refused<>(refusal);
          }
          lacks.add(new Lack(Optional.empty(), count(tasks), 0, new Lack.Why.NoHosts()));
        }
        case Outcome.Done<TasksForeseen>(TasksForeseen done) ->
            lacks.addAll(done.foreseen().lacks());
      }
    }
    return Outcome.done(
        new Aftermath(
            new Foreseen(Moves.of(scratch.changesAfter(0)), lacks, isWhole), added, notReplaced));
  }

  private static int count(RunTask tasks) {
    return switch (tasks.where()) {
      case RunTask.Where.Placed placed -> placed.count();
      case RunTask.Where.Named(var hosts) -> hosts.size();
    };
  }

  private Optional<Lack> lack(Settling settling, ServiceId id, int before) {
    boolean isChanged = question.update().filter(one -> one.service().equals(id)).isPresent();
    return isChanged ? settling.lackOfChange(id, before) : settling.lack(id, before);
  }

  /** Whoever is lost must be there; whoever is copied must only be known. */
  private Optional<Refusal> unknownHost() {
    ReadTx rows = scratch.rows();
    for (HostId id : question.lost()) {
      Optional<Host> host = known(rows, id);
      if (host.isEmpty()) {
        return Optional.of(new Refusal(Code.HOST_NOT_FOUND, "There is no host " + id + " here."));
      }
      if (host.get().status() == Host.Status.INACTIVE) {
        return Optional.of(
            new Refusal(Code.HOST_INACTIVE, "The host " + id + " was deregistered already."));
      }
    }
    return question
        .added()
        .map(Question.Addition::like)
        .filter(like -> known(rows, like).isEmpty())
        .map(like ->
            new Refusal(Code.HOST_NOT_FOUND, "There is no host " + like + " here to be like."));
  }

  private Optional<Host> known(ReadTx rows, HostId id) {
    return rows.find(Tables.HOSTS, id).filter(host -> host.cluster().equals(question.cluster()));
  }

  /**
   * Adds what services lack now of those that lose tasks, in the order in which they hear of it;
   * answers how many tasks nobody replaces.
   */
  private int lose(HostId host, Map<ServiceId, Integer> missing) {
    HostTasks tasks = HostTasks.of(scratch.rows(), host);
    tasks
        .ofServices()
        .forEach(id -> missing.computeIfAbsent(id, _ -> Settling.missing(foresight.state(), id)));
    HostTasks.lose(hosts, question.cluster(), host);
    return tasks.alone();
  }

  private List<HostId> add(Question.Addition addition) {
    Host like = scratch.rows().find(Tables.HOSTS, addition.like()).orElseThrow();
    HostCommands.Hello hello =
        new HostCommands.Hello(
            like.facts(),
            like.contact().incarnation(),
            new Contact.Engine(Contact.Availability.AVAILABLE, foresight.now(), ""),
            like.tags());
    List<HostId> added = new ArrayList<>();
    for (int number = 1; number <= addition.count(); number++) {
      HostId id = new HostId(ADDED, number);
      switch (hosts.hello(id, question.cluster(), hello)) {
        case Outcome.Done<Host>(Host host) ->
            scratch.update(
                Lane.API,
                tx -> {
                  tx.update(Tables.HOSTS, host.attributed(like.usersAttributes()));
                  return true;
                });
        case Outcome.Refused<Host>(Refusal refusal) ->
            throw new IllegalStateException(refusal.sentence());
      }
      added.add(id);
    }
    return added;
  }

  /** New hosts are news for all that wait for room. */
  private void noteLacking(Map<ServiceId, Integer> missing) {
    ReadTx state = foresight.state();
    for (Service service :
        state.rowsWith(Tables.SERVICES, Tables.SERVICES_BY_CLUSTER, question.cluster())) {
      int lacking = Settling.missing(state, service.id());
      if (lacking > 0) {
        missing.putIfAbsent(service.id(), lacking);
      }
    }
  }
}
