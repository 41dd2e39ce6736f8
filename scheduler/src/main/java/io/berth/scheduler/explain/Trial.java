package io.berth.scheduler.explain;

import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.model.TaskShape;
import io.berth.scheduler.placement.HostView;
import io.berth.scheduler.placement.Judge;
import io.berth.scheduler.placement.Obstacle;
import io.berth.scheduler.placement.PlacementRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One task on one host, as it would be after some changes. */
record Trial(
    Scene scene,
    Judge judge,
    HostSight sight,
    Set<TaskId> stopped,
    Map<String, String> attributes,
    boolean isReconnected,
    boolean isActivated) {

  Trial {
    stopped = Set.copyOf(stopped);
    attributes = Map.copyOf(attributes);
  }

  /** As it is. */
  static Trial of(Scene scene, Judge judge, HostSight sight) {
    return new Trial(scene, judge, sight, Set.of(), Map.of(), false, false);
  }

  Trial with(Change change) {
    return switch (change) {
      case Change.LessCpu(var cpu) -> asking(with(asked().withCpu(cpu)));
      case Change.LessMemory(var memory) -> asking(with(asked().withMemory(memory)));
      case Change.DropConstraint(var constraint) -> asking(without(constraint));
      case Change.DynamicPort(var port) -> asking(withoutNaming(port));
      case Change.Reconnect() ->
          new Trial(scene, judge, sight, stopped, attributes, true, isActivated);
      case Change.Activate() ->
          new Trial(scene, judge, sight, stopped, attributes, isReconnected, true);
      case Change.PutAttribute(var name, var value) -> {
        Map<String, String> more = new HashMap<>(attributes);
        more.put(name, value);
        yield new Trial(scene, judge, sight, stopped, more, isReconnected, isActivated);
      }
      case Change.StopTasks(var tasks) -> {
        Set<TaskId> more = new HashSet<>(stopped);
        more.addAll(tasks);
        yield new Trial(scene, judge, sight, more, attributes, isReconnected, isActivated);
      }
    };
  }

  /** What would still keep the task off the host. */
  List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    if (!isActivated && !sight.takesTasks()) {
      reasons.add(new Reason.Draining());
    }
    judge.obstacles(view()).forEach(obstacle -> reasons.add(new Reason.Meets(obstacle)));
    return reasons;
  }

  private HostView view() {
    HostView view = stopped.isEmpty() ? sight.view() : scene.without(sight.id(), stopped);
    if (attributes.isEmpty() && !isReconnected) {
      return view;
    }
    Changed traits = new Changed(view.traits(), attributes, isReconnected);
    List<String> features =
        view.standing().missing().stream()
            .filter(Obstacle.NoFeature.class::isInstance)
            .map(Obstacle.Unsuited::name)
            .toList();
    return view.with(
            HostView.Standing.of(
                isReconnected || view.standing().isReachable(),
                features,
                request().shape().attributes(),
                traits::attribute))
        .with(traits);
  }

  PlacementRequest request() {
    return judge.request();
  }

  private Resources asked() {
    return request().shape().asked();
  }

  private Trial asking(PlacementRequest changed) {
    return new Trial(
        scene, judge.of(changed), sight, stopped, attributes, isReconnected, isActivated);
  }

  private PlacementRequest with(Resources asked) {
    TaskShape shape = request().shape();
    return with(new TaskShape(asked, shape.attributes(), shape.leads(), shape.devices()));
  }

  private PlacementRequest with(TaskShape shape) {
    PlacementRequest request = request();
    return new PlacementRequest(
        shape, request.count(), request.group(), request.constraints(), request.strategies());
  }

  /** Whoever asks for the same twice drops both. */
  private PlacementRequest without(Constraint constraint) {
    PlacementRequest request = request();
    return new PlacementRequest(
        request.shape(),
        request.count(),
        request.group(),
        request.constraints().stream().filter(one -> !one.equals(constraint)).toList(),
        request.strategies());
  }

  private PlacementRequest withoutNaming(HostPort port) {
    TaskShape shape = request().shape();
    return with(
        new TaskShape(
            shape.asked().plus(HostPort.counted(List.of(port))),
            shape.attributes(),
            shape.leads().stream().filter(lead -> !lead.from().equals(port)).toList(),
            shape.devices()));
  }
}
