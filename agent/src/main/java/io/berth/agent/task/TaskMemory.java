package io.berth.agent.task;

import io.berth.agent.model.Assignment;
import io.berth.agent.model.ContainerPlan;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All that an agent knows of one task: what is promised, how far it is, what the engine has shown,
 * what was tried, what is under way. Assignment and status outlive the agent, the rest is found out
 * again.
 */
record TaskMemory(
    Assignment assignment,
    TaskStatus status,
    Map<String, ContainerMemory> containers,
    Set<String> readyVolumes,
    Map<String, Tries> tries,
    List<Step.Blocking> underWay,
    Told told,
    Marks marks,
    CleanUp cleanUp) {

  TaskMemory {
    containers = Map.copyOf(containers);
    readyVolumes = Set.copyOf(readyVolumes);
    tries = Map.copyOf(tries);
    underWay = List.copyOf(underWay);
  }

  /** How often in a row steps with one subject have failed, and when the next one may be tried. */
  record Tries(int failures, Instant notBefore) {}

  /** What journal and scheduler were told last, under which place in the order of statuses. */
  record Told(
      Optional<TaskStatus> saved,
      Optional<TaskStatus> reported,
      long sequence,
      Optional<Instant> saveNotBefore) {

    static final Told NOTHING = new Told(Optional.empty(), Optional.empty(), 0, Optional.empty());

    Told saving(TaskStatus status) {
      return new Told(Optional.of(status), reported, sequence, Optional.empty());
    }

    Told notSaving(Instant notBefore) {
      return new Told(saved, reported, sequence, Optional.of(notBefore));
    }

    Told reporting(TaskStatus status) {
      return new Told(saved, Optional.of(status.numbered(1)), status.sequence(), saveNotBefore);
    }
  }

  /**
   * What was said about the task beside its assignment. A refusal is why it is not begun; on hold,
   * nothing is begun while a replacement is being promised.
   */
  record Marks(
      boolean leaseHeld,
      boolean leaseEnded,
      boolean forgotten,
      boolean onHold,
      boolean portsFreed,
      Optional<String> refusal) {

    static final Marks NONE = new Marks(false, false, false, false, false, Optional.empty());

    Marks lease(boolean held, boolean ended) {
      return new Marks(held, leaseEnded || ended, forgotten, onHold, portsFreed, refusal);
    }

    Marks forgetting() {
      return new Marks(leaseHeld, leaseEnded, true, onHold, portsFreed, refusal);
    }

    Marks holding(boolean hold) {
      return new Marks(leaseHeld, leaseEnded, forgotten, hold, portsFreed, refusal);
    }

    Marks freed() {
      return new Marks(leaseHeld, leaseEnded, forgotten, onHold, true, refusal);
    }

    Marks refused(Optional<String> why) {
      return new Marks(leaseHeld, leaseEnded, forgotten, onHold, portsFreed, why);
    }
  }

  /** How far the clean-up is: the volumes that are left, once they are known. */
  record CleanUp(Optional<List<String>> volumesLeft) {
    static final CleanUp NOT_BEGUN = new CleanUp(Optional.empty());

    boolean isDone() {
      return volumesLeft.filter(List::isEmpty).isPresent();
    }

    CleanUp without(String volume) {
      return new CleanUp(
          volumesLeft.map(left -> left.stream().filter(one -> !one.equals(volume)).toList()));
    }
  }

  /** A task of which nothing is made yet. */
  static TaskMemory fresh(Assignment assignment, Instant now) {
    return of(assignment, TaskStatus.accepted(assignment, now), ContainerMemory.NOT_MADE);
  }

  /** A task that an earlier agent knew; its containers are to be searched. */
  static TaskMemory remembered(Assignment assignment, TaskStatus status) {
    TaskStatus saved = status.numbered(1);
    TaskMemory memory = of(assignment, saved, ContainerMemory.UNSEARCHED);
    Marks marks = status.phase().isTerminal() ? memory.marks.freed() : memory.marks;
    return memory.telling(Told.NOTHING.saving(saved)).marked(marks);
  }

  private static TaskMemory of(Assignment assignment, TaskStatus status, ContainerMemory each) {
    var containers = new HashMap<String, ContainerMemory>();
    status.containers().forEach(container -> containers.put(container.name(), each));
    return new TaskMemory(
        assignment,
        status,
        containers,
        Set.of(),
        Map.of(),
        List.of(),
        Told.NOTHING,
        Marks.NONE,
        CleanUp.NOT_BEGUN);
  }

  // -------------------------------------------------------------------------- questions

  ContainerMemory container(String name) {
    return containers.getOrDefault(name, ContainerMemory.NOT_MADE);
  }

  Optional<ContainerPlan> plan(String container) {
    return assignment.plan().flatMap(plan -> plan.container(container));
  }

  /** No plan is there: the task is only looked at, until it is claimed or must stop. */
  boolean isKnownByLabelsAlone() {
    return assignment.plan().isEmpty();
  }

  boolean isStopping() {
    return status.stop().isPresent();
  }

  boolean isSingleton() {
    return assignment.singleton().isPresent();
  }

  /** Whether something was done for it, so that its plan can no longer be another one. */
  boolean isBegun() {
    return status.phase() != TaskPhase.ACCEPTED || !underWay.isEmpty();
  }

  boolean isUnderWay(String subject) {
    return underWay.stream().anyMatch(step -> step.subject().equals(subject));
  }

  int failures(String subject) {
    return Optional.ofNullable(tries.get(subject)).map(Tries::failures).orElse(0);
  }

  Optional<Instant> notBefore(String subject) {
    return Optional.ofNullable(tries.get(subject)).map(Tries::notBefore);
  }

  // -------------------------------------------------------------------------- changes

  /** Containers of it may be there of which nobody here knows. */
  TaskMemory unsearched() {
    TaskMemory result = this;
    for (String name : containers.keySet()) {
      result = result.container(name, one -> one.seen(new Sight.Unsearched()));
    }
    return result;
  }

  TaskMemory assigned(Assignment now) {
    return new TaskMemory(
        now, status, containers, readyVolumes, tries, underWay, told, marks, cleanUp);
  }

  TaskMemory at(TaskStatus now) {
    return new TaskMemory(
        assignment, now, containers, readyVolumes, tries, underWay, told, marks, cleanUp);
  }

  TaskMemory telling(Told now) {
    return new TaskMemory(
        assignment, status, containers, readyVolumes, tries, underWay, now, marks, cleanUp);
  }

  TaskMemory marked(Marks now) {
    return new TaskMemory(
        assignment, status, containers, readyVolumes, tries, underWay, told, now, cleanUp);
  }

  TaskMemory cleaning(CleanUp now) {
    return new TaskMemory(
        assignment, status, containers, readyVolumes, tries, underWay, told, marks, now);
  }

  TaskMemory container(String name, UnaryOperator<ContainerMemory> change) {
    var changed = new HashMap<>(containers);
    changed.put(name, change.apply(container(name)));
    return new TaskMemory(
        assignment, status, changed, readyVolumes, tries, underWay, told, marks, cleanUp);
  }

  TaskMemory status(String name, UnaryOperator<ContainerStatus> change) {
    return at(
        status.holding(
            status.containers().stream()
                .map(one -> one.name().equals(name) ? change.apply(one) : one)
                .toList()));
  }

  TaskMemory withVolume(String name) {
    var ready = new HashSet<>(readyVolumes);
    ready.add(name);
    return new TaskMemory(
        assignment, status, containers, ready, tries, underWay, told, marks, cleanUp);
  }

  TaskMemory tried(String subject, Optional<Tries> now) {
    var changed = new HashMap<>(tries);
    changed.remove(subject);
    now.ifPresent(one -> changed.put(subject, one));
    return new TaskMemory(
        assignment, status, containers, readyVolumes, changed, underWay, told, marks, cleanUp);
  }

  TaskMemory begins(Step.Blocking step) {
    var more = new ArrayList<>(underWay);
    more.add(step);
    return doing(more);
  }

  TaskMemory ends(Step.Blocking step) {
    var fewer = new ArrayList<>(underWay);
    fewer.remove(step);
    return doing(fewer);
  }

  private TaskMemory doing(List<Step.Blocking> now) {
    return new TaskMemory(
        assignment, status, containers, readyVolumes, tries, now, told, marks, cleanUp);
  }
}
