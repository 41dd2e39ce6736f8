package io.berth.scheduler.foresight;

import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.ServiceViews;
import io.berth.scheduler.foresight.HostLosses.Loss;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.reconcile.Reconcile;
import io.berth.scheduler.reconcile.ServiceView;
import io.berth.scheduler.reconcile.Step;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Scratch;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Loses one host after the other on one scratch and takes each loss back, so that what all of them
 * need is gathered once. What it answers of a host is what {@link WhatIf} answers of it alone.
 */
final class LossCheck {
  private final Foresight question;
  private final ClusterName cluster;
  private final Scratch scratch;
  private final HostCommands hosts;
  private final Map<ServiceId, Known> services = new HashMap<>();

  /**
   * A service before any loss.
   *
   * @param isQuiet whether nothing is to be done for it then
   */
  private record Known(ServiceView view, int missing, boolean isQuiet) {

    /** Where its tasks lie counts only while there are too many, and other losses change it. */
    boolean isSame(ServiceView without) {
      return without.tasks().size() <= without.service().desiredCount();
    }
  }

  LossCheck(Foresight question, ClusterName cluster) {
    this.question = question;
    this.cluster = cluster;
    this.scratch = question.state().scratch();
    this.hosts = new HostCommands(scratch, question::now);
  }

  HostLosses answer() {
    List<Host> due = due();
    List<Loss> checked = new ArrayList<>();
    List<HostId> unchecked = new ArrayList<>();
    for (Host host : due) {
      Optional<Loss> loss =
          question.budget().isSpent() ? Optional.empty() : scratch.undone(() -> loss(host.id()));
      loss.ifPresentOrElse(checked::add, () -> unchecked.add(host.id()));
    }
    return new HostLosses(checked, unchecked);
  }

  /** Whatever there is no time for, the largest losses are worth the most. */
  private List<Host> due() {
    ReadTx rows = scratch.rows();
    List<Host> due = new ArrayList<>();
    for (Host host : rows.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, cluster)) {
      if (host.status() != Host.Status.INACTIVE) {
        due.add(host);
      }
    }
    due.sort(Comparator.<Host>comparingInt(host -> -alive(rows, host)).thenComparing(Host::id));
    return due;
  }

  private static int alive(ReadTx rows, Host host) {
    return rows.sum(Tables.TASKS, Tables.LOAD_OF_HOST, host.id()).tasks().alive();
  }

  /** Empty if there was no time. */
  private Optional<Loss> loss(HostId host) {
    HostTasks tasks = HostTasks.of(scratch.rows(), host);
    if (tasks.ofServices().isEmpty()) {
      return Optional.of(new Loss(host, 0, tasks.alone(), List.of()));
    }
    Map<ServiceId, Known> concerned = new LinkedHashMap<>();
    for (ServiceId id : tasks.ofServices()) {
      concerned.put(id, services.computeIfAbsent(id, this::known));
    }
    HostTasks.lose(hosts, cluster, host);
    Settling settling =
        new Settling(scratch, question.chances().get(), question.now(), question.budget());
    boolean isWhole =
        settling.settle(
            concerned.keySet(),
            id -> looksAgain(settling, Objects.requireNonNull(concerned.get(id)), host));
    if (!isWhole) {
      return Optional.empty();
    }
    List<Lack> lacks = new ArrayList<>();
    concerned.forEach((id, known) ->
        settling
            .lack(id, known.missing())
            .filter(lack -> lack.count() > lack.before())
            .ifPresent(lacks::add));
    return Optional.of(new Loss(host, tasks.inServices(), tasks.alone(), lacks));
  }

  /** The first look at a service that lost a host; answers whether there shall be another one. */
  private boolean looksAgain(Settling settling, Known known, HostId host) {
    ServiceId id = known.view().service().id();
    ServiceView without = known.view().without(host);
    boolean isMoving = settling.look(known.isSame(without) ? without : view(id));
    boolean isFilled = Settling.missing(scratch.rows(), id) <= known.missing();
    return isMoving && !(known.isQuiet() && isFilled);
  }

  private Known known(ServiceId id) {
    ServiceView view = view(id);
    boolean isQuiet =
        Reconcile.plan(view, question.now()).steps().stream().noneMatch(LossCheck::movesTasks);
    return new Known(view, Settling.missing(scratch.rows(), id), isQuiet);
  }

  private ServiceView view(ServiceId id) {
    Service service = scratch.rows().find(Tables.SERVICES, id).orElseThrow();
    return ServiceViews.view(scratch.rows(), service);
  }

  private static boolean movesTasks(Step step) {
    return switch (step) {
      case Step.Start _, Step.Stop _, Step.EndDrained _ -> true;
      case Step.Register _,
          Step.Complete _,
          Step.Retire _,
          Step.Say _,
          Step.SaySteady _,
          Step.Unsettle _,
          Step.Complain _,
          Step.Relieve _,
          Step.End _ ->
          false;
    };
  }
}
