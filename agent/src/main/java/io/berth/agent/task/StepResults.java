package io.berth.agent.task;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.engine.Image;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus.Failure;
import io.berth.agent.model.ContainerStatus.State;
import io.berth.agent.model.TaskPhase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes into a task's memory that a step begins and how it has ended; decides nothing else. */
final class StepResults {
  private StepResults() {}

  static TaskMemory begin(TaskMemory memory, Step.Blocking step, Instant now) {
    TaskMemory begun = memory.begins(step);
    return switch (step) {
      case Step.Pull _ ->
          begun.at(
              begun.status().reached(TaskPhase.PULLING).at(begun.status().times().pulling(now)));
      case Step.Look(String name, _) ->
          // What happens from now on outdates the look, even before it has ended.
          begun.container(
              name,
              one -> one.sight() instanceof Sight.Made made ? one.seen(made.beingLookedAt()) : one);
      case Step.Find _,
          Step.FindImage _,
          Step.MakeVolume _,
          Step.CheckVolume _,
          Step.PickPorts _,
          Step.Create _,
          Step.Start _,
          Step.Stop _,
          Step.Kill _,
          Step.Remove _,
          Step.FindVolumes _,
          Step.RemoveVolume _ ->
          begun;
    };
  }

  static TaskMemory end(TaskMemory memory, Step.Blocking step, Outcome outcome, Instant now) {
    TaskMemory ended = memory.ends(step);
    return switch (outcome) {
      case Outcome.Failed failed -> StepFailures.failed(ended, step, failed, now);
      case Outcome.NoPortFree _ -> StepFailures.noPort(ended, step, now);
      case Outcome.VolumeChecked(boolean there) when !there ->
          StepFailures.noVolume(ended, (Step.CheckVolume) step);
      case Outcome.VolumeChecked _, Outcome.Succeeded _ -> succeeded(ended, step);
      case Outcome.Found(Map<String, ContainerId> containers) -> found(ended, containers);
      case Outcome.Looked(Optional<ContainerDetails> details) ->
          looked(ended, (Step.Look) step, details);
      case Outcome.ImageFound(Optional<Image> image) -> imageFound(ended, step, image, now);
      case Outcome.Created(ContainerId id) -> created(ended, (Step.Create) step, id, now);
      case Outcome.Picked(var ports) -> {
        TaskMemory picked = ended.tried(step.subject(), Optional.empty());
        for (var each : ports.entrySet()) {
          picked = picked.status(each.getKey(), one -> one.bound(each.getValue()));
        }
        yield picked;
      }
      case Outcome.VolumesFound(List<String> names) ->
          ended.cleaning(new TaskMemory.CleanUp(Optional.of(names)));
    };
  }

  /** Its start comes next, and a look after that: another one before would only take time. */
  private static TaskMemory created(
      TaskMemory memory, Step.Create create, ContainerId id, Instant now) {
    return memory.container(
        create.container(), one -> one.seen(Sight.Made.fresh(id, create.spec(), now)));
  }

  private static TaskMemory succeeded(TaskMemory memory, Step.Blocking step) {
    return switch (step) {
      case Step.MakeVolume(String volume, _) -> memory.withVolume(volume);
      case Step.CheckVolume(String volume, _) -> memory.withVolume(volume);
      case Step.Start(String name, _) -> outdated(memory.tried(name, Optional.empty()), name);
      case Step.Stop(String name, _, _) -> outdated(memory, name);
      case Step.Kill(String name, _) -> outdated(memory, name);
      case Step.Remove(String name, _) ->
          memory.container(name, one -> one.seen(new Sight.Absent()).makingAnew(false));
      case Step.RemoveVolume(String name) ->
          memory.cleaning(memory.cleanUp().without(name)).tried(step.subject(), Optional.empty());
      case Step.Find _,
          Step.Look _,
          Step.FindImage _,
          Step.Pull _,
          Step.PickPorts _,
          Step.Create _,
          Step.FindVolumes _ ->
          throw new IllegalStateException("A step without its answer: " + step);
    };
  }

  private static TaskMemory found(TaskMemory memory, Map<String, ContainerId> containers) {
    TaskMemory result = memory.tried(Step.TASK, Optional.empty());
    for (var container : memory.status().containers()) {
      String name = container.name();
      Sight sight =
          containers.containsKey(name)
              ? Sight.Made.unseen(containers.get(name))
              : new Sight.Absent();
      result =
          result.container(
              name, one -> one.sight() instanceof Sight.Unsearched ? one.seen(sight) : one);
    }
    return result;
  }

  private static TaskMemory looked(
      TaskMemory memory, Step.Look look, Optional<ContainerDetails> details) {
    if (!(memory.container(look.container()).sight() instanceof Sight.Made made)) {
      return memory;
    }
    Sight sight =
        details
            .<Sight>map(one -> new Sight.Made(one.id(), Optional.of(one), made.current()))
            .orElse(new Sight.Absent());
    TaskMemory seen = memory.container(look.container(), one -> one.seen(sight));
    boolean starts =
        details.filter(one -> one.state() == ContainerState.RUNNING).isPresent()
            && seen.status()
                .container(look.container())
                .filter(one -> one.state() != State.RUNNING)
                .isPresent();
    // What failed before it ran says nothing about the steps after it.
    return starts ? seen.tried(look.container(), Optional.empty()) : seen;
  }

  private static TaskMemory imageFound(
      TaskMemory memory, Step.Blocking step, Optional<Image> image, Instant now) {
    String name = step.subject();
    TaskMemory asked =
        step instanceof Step.Pull
            ? memory.at(memory.status().at(memory.status().times().pulled(now)))
            : memory;
    if (image.isPresent()) {
      return asked
          .tried(name, Optional.empty())
          .container(name, one -> one.with(new ContainerMemory.Ready()))
          .status(name, one -> one.pulled(image.get().digest()));
    }
    Optional<Failure> pull = memory.container(name).pullFailure();
    return pull.isPresent()
        ? StepFailures.give(asked, name, pull.get())
        : asked.container(name, one -> one.with(new ContainerMemory.Missing()));
  }

  static TaskMemory outdated(TaskMemory memory, String name) {
    return memory.container(
        name, one -> one.sight() instanceof Sight.Made made ? one.seen(made.outdated()) : one);
  }
}
