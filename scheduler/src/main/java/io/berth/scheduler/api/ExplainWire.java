package io.berth.scheduler.api;

import com.google.protobuf.Timestamp;
import io.berth.proto.control.AskedTasks;
import io.berth.proto.control.ExplainResponse;
import io.berth.proto.control.ExplainedGroup;
import io.berth.proto.control.ExplainedHost;
import io.berth.proto.control.ExplainedReason;
import io.berth.proto.control.ExplainedService;
import io.berth.proto.control.HoldingGroup;
import io.berth.proto.control.HoldingTask;
import io.berth.proto.control.SuggestedHost;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.ServiceViews;
import io.berth.scheduler.explain.Advice;
import io.berth.scheduler.explain.Explanation;
import io.berth.scheduler.explain.Finding;
import io.berth.scheduler.explain.Holding;
import io.berth.scheduler.explain.HostSight;
import io.berth.scheduler.explain.Reason;
import io.berth.scheduler.explain.ReasonGroup;
import io.berth.scheduler.explain.Scene;
import io.berth.scheduler.explain.Suggestion;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskCounts;
import io.berth.scheduler.placement.Obstacle;
import io.berth.scheduler.placement.PlacementRequest;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/** Explanations as our own API shows them. Who holds what is read for the hosts of a page alone. */
record ExplainWire(ReadTx state, Scene scene, PlacementRequest request) {

  void write(ExplainResponse.Builder response, RunTask wanted, Explanation explanation) {
    response
        .setAsked(
            AskedTasks.newBuilder()
                .setCluster(wanted.cluster().text())
                .setTaskDefinition(wanted.plan().definition().toString())
                .setCount(request.count())
                .setTaskGroup(request.group())
                .setCpuUnits(request.shape().asked().cpuUnits())
                .setMemoryMib(request.shape().asked().memoryMib())
                .setSentence(ExplainWords.asked(request)))
        .setHostCount(explanation.findings().size())
        .setFittingHosts(explanation.fittingHosts())
        .setRoom(explanation.room());
    explanation.groups().forEach(group -> response.addGroups(group(group)));
  }

  void write(ExplainResponse.Builder response, Advice advice) {
    response.setSuggestionsLeftOut(advice.leftOut()).setGaveUp(advice.end() == Advice.End.GAVE_UP);
    advice.suggestions().forEach(suggestion -> response.addSuggestions(suggestion(suggestion)));
  }

  /** How the service stands, and what it waits for. */
  static ExplainedService service(ReadTx state, Service service, Instant now) {
    ExplainedService.Builder shown =
        ExplainedService.newBuilder()
            .setName(service.id().name())
            .setDesiredCount(service.desiredCount())
            .setStartsNow(ServiceViews.startsNow(state, service, now));
    List<Deployment> deployments = ServiceViews.deployments(state, service.id());
    for (Deployment deployment : deployments) {
      TaskCounts counts = state.sum(Tables.TASKS, Tables.TASKS_OF_DEPLOYMENT, deployment.id());
      shown.setRunningCount(shown.getRunningCount() + counts.running());
      shown.setPendingCount(shown.getPendingCount() + counts.pending());
    }
    service
        .progress()
        .complaint()
        .ifPresent(complaint ->
            shown.setComplaint(complaint.message()).setComplainedAt(time(complaint.at())));
    Deployment.Setbacks setbacks = deployments.getFirst().setbacks();
    shown.setFailedTasks(setbacks.failedTasks());
    setbacks.retryAt().filter(now::isBefore).ifPresent(at -> shown.setRetryAt(time(at)));
    return shown.build();
  }

  // ------------------------------------------------------------------------------ hosts

  ExplainedHost host(Finding finding) {
    HostSight sight = finding.sight();
    ExplainedHost.Builder shown =
        ExplainedHost.newBuilder()
            .setHostId(finding.id().text())
            .setName(sight.host().facts().machine().hostName())
            .setRoom(finding.room());
    List<Task> tasks = finding.fits() ? List.of() : scene.tasks(finding.id());
    finding.reasons().forEach(reason -> shown.addReasons(reason(reason, sight, tasks)));
    return shown.build();
  }

  private ExplainedReason reason(Reason reason, HostSight sight, List<Task> tasks) {
    ExplainedReason.Builder shown = ReasonWire.write(reason).setSentence(ExplainWords.of(reason));
    if (reason instanceof Reason.Meets(var obstacle)) {
      shown.setRegistered(ReasonWire.registered(obstacle, sight.host().facts()));
      Holding holding = Holding.of(obstacle, sight.host().facts(), tasks);
      if (holding.tasks() > 0) {
        shown.setHolding(holding(holding));
      }
      switch (obstacle) {
        case Obstacle.NoMember(var expression) ->
            shown.addAllRead(ReasonWire.read(expression, sight.view().traits()));
        case Obstacle.PortHeld(var port) -> shown.addAllHeldFor(heldFor(sight.id(), port));
        case Obstacle.NoAgent _,
            Obstacle.NoFeature _,
            Obstacle.NoAttribute _,
            Obstacle.TasksOfGroup _,
            Obstacle.Cpu _,
            Obstacle.Memory _,
            Obstacle.DynamicPorts _,
            Obstacle.PortTaken _,
            Obstacle.Devices _ -> {}
      }
    }
    return shown.build();
  }

  private List<String> heldFor(HostId host, HostPort port) {
    TreeSet<String> groups = new TreeSet<>();
    for (Target target : scene.heldTargets(host)) {
      if (target.address().port() == port.number()) {
        state
            .find(Tables.TARGET_GROUPS, target.group())
            .map(TargetGroup::name)
            .ifPresent(groups::add);
      }
    }
    return List.copyOf(groups);
  }

  private static io.berth.proto.control.Holding holding(Holding holding) {
    var shown =
        io.berth.proto.control.Holding.newBuilder()
            .setTaskCount(holding.tasks())
            .setAmount(holding.amount());
    holding
        .largest()
        .forEach(task ->
            shown.addTasks(
                HoldingTask.newBuilder()
                    .setTaskId(task.id().text())
                    .setTaskGroup(task.group())
                    .setAmount(task.amount())
                    .setEnding(!task.isWanted())));
    holding
        .groups()
        .forEach(group ->
            shown.addGroups(
                HoldingGroup.newBuilder()
                    .setTaskGroup(group.group())
                    .setTaskCount(group.tasks())
                    .setAmount(group.amount())));
    return shown.build();
  }

  // ------------------------------------------------------------------------------ the whole

  private static ExplainedGroup group(ReasonGroup group) {
    return ExplainedGroup.newBuilder()
        .setReason(ReasonWire.write(group.reason()).clearFree().setSentence(ExplainWords.of(group)))
        .setHostCount(group.hosts())
        .setAlone(group.alone())
        .setLeastFree(group.leastFree().orElse(0))
        .setMostFree(group.mostFree().orElse(0))
        .build();
  }

  private io.berth.proto.control.Suggestion suggestion(Suggestion suggestion) {
    var shown = io.berth.proto.control.Suggestion.newBuilder().setHostCount(suggestion.hostCount());
    suggestion
        .changes()
        .forEach(change ->
            shown.addChanges(
                ReasonWire.write(change).setSentence(ExplainWords.of(change, request))));
    suggestion
        .hosts()
        .forEach(host ->
            shown.addHosts(
                SuggestedHost.newBuilder().setHostId(host.text()).setName(nameOf(host))));
    return shown.build();
  }

  private String nameOf(HostId host) {
    return state.find(Tables.HOSTS, host).map(Host::facts).orElseThrow().machine().hostName();
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
