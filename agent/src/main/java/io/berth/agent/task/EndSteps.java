package io.berth.agent.task;

import io.berth.agent.engine.ContainerState;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.ContainerStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What brings the containers of a task down, and later away. */
final class EndSteps {
  /** So often a stop may fail before the container is killed. */
  private static final int MOST_STOPS = 3;

  private EndSteps() {}

  /** Stops what runs and should not, the dependent ones first. */
  static List<Step.Blocking> stops(TaskMemory memory) {
    return memory.status().containers().stream()
        .flatMap(container -> stop(memory, container))
        .toList();
  }

  private static Stream<Step.Blocking> stop(TaskMemory memory, ContainerStatus container) {
    if (!(memory.container(container.name()).sight() instanceof Sight.Made made)
        || !made.current()
        || !made.is(ContainerState.RUNNING)) {
      return Stream.empty();
    }
    // One that has ended for good may have been started again by hand.
    boolean unwanted = container.state() == State.STOPPED;
    boolean due = memory.isStopping() && Dependencies.allowStop(memory, container.name());
    return unwanted || due ? Stream.of(stop(memory, container.name(), made)) : Stream.empty();
  }

  private static Step.Blocking stop(TaskMemory memory, String container, Sight.Made made) {
    return memory.failures(container) < MOST_STOPS
        ? new Step.Stop(container, made.id(), stopTimeout(memory, container, made))
        : new Step.Kill(container, made.id());
  }

  private static Duration stopTimeout(TaskMemory memory, String container, Sight.Made made) {
    return memory
        .plan(container)
        .map(plan -> plan.lifecycle().stopTimeout())
        .orElseGet(() -> TaskLabels.stopTimeout(made.details().orElseThrow().allLabels()));
  }

  static Instant cleanUpAt(TaskMemory memory, TaskSettings settings) {
    return memory
        .status()
        .times()
        .stoppedAt()
        .orElse(memory.status().times().acceptedAt())
        .plus(settings.cleanUpAfter());
  }

  /** Removes containers, then the volumes that were made for the task, after the set time. */
  static List<Step.Blocking> cleanUp(TaskMemory memory, TaskSettings settings, Instant now) {
    List<Step.Blocking> running = stops(memory);
    if (!running.isEmpty() || now.isBefore(cleanUpAt(memory, settings))) {
      return running;
    }
    List<Step.Blocking> removes =
        memory.status().containers().stream()
            .flatMap(container ->
                memory.container(container.name()).sight() instanceof Sight.Made made
                    ? Stream.<Step.Blocking>of(new Step.Remove(container.name(), made.id()))
                    : Stream.empty())
            .toList();
    return removes.isEmpty() ? volumes(memory) : removes;
  }

  private static List<Step.Blocking> volumes(TaskMemory memory) {
    return memory
        .cleanUp()
        .volumesLeft()
        .map(left ->
            left.stream().map(Step.RemoveVolume::new).map(Step.Blocking.class::cast).toList())
        .orElse(List.of(new Step.FindVolumes()));
  }
}
