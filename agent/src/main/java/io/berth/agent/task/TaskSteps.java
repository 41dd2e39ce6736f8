package io.berth.agent.task;

import io.berth.agent.model.BoundPort;
import io.berth.agent.model.ContainerStatus;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.TaskPhase;
import io.berth.agent.model.TaskStatus;
import io.berth.agent.task.TaskMemory.Tries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says what is next for one task: from what is promised, what the engine shows, what was tried and
 * the time, to the task as judged and the steps that may be done now. Decides, never acts; a crash
 * and an ordinary turn differ in nothing but how much must be looked up again.
 *
 * <pre>
 * move                        caused by
 * → ACCEPTED                  the desired state, once in the journal
 * ACCEPTED → PULLING          the first pull of this agent
 * → CREATING → STARTING       the slowest container: image there, container made
 * → RUNNING                   every container runs, or has ended without being essential
 * any → STOPPING              the first of: desired stop, lease ended, assignment refused, an essential
 *                             container ended or failed, a dependency that cannot be met
 * STOPPING → STOPPED          the engine shows that nothing runs and nothing is under way
 * container → CREATED         the engine made it; or its run has ended and a restart policy or the
 *                             end of the host answers that run with a start
 * container → RUNNING         the engine shows it
 * container → STOPPED         the engine shows its end; tries used up; in a stopping task, whatever
 *                             does not run
 * </pre>
 *
 * No phase moves back, the first reason to stop stays, and a stopped container is never started.
 */
final class TaskSteps {
  private final TaskSettings settings;

  TaskSteps(TaskSettings settings) {
    this.settings = settings;
  }

  /** The task as judged now, and what may be done; never nothing: at least to wait. */
  record Next(TaskMemory memory, List<Step> steps) {
    public Next {
      steps = List.copyOf(steps);
    }
  }

  Next next(TaskMemory memory, Instant now) {
    TaskMemory judged = TaskMoves.judge(memory, now);
    Optional<Step> telling = telling(judged, now);
    if (telling.isPresent()) {
      return new Next(judged, List.of(telling.get()));
    }
    List<Step> steps =
        blocking(judged, now).stream()
            .filter(step -> mayTry(judged, step, now))
            .map(Step.class::cast)
            .toList();
    if (!steps.isEmpty()) {
      return new Next(judged, steps);
    }
    return new Next(judged, List.of(isOver(judged) ? new Step.Done() : wait(judged, now)));
  }

  // -------------------------------------------------------------------------- journal and
  // scheduler

  /** Nobody hears of what is not written; only a journal that fails is not waited for. */
  private Optional<Step> telling(TaskMemory memory, Instant now) {
    TaskStatus status = memory.status();
    boolean unsaved = !memory.told().saved().equals(Optional.of(status));
    boolean mayWrite = memory.told().saveNotBefore().filter(now::isBefore).isEmpty();
    if (unsaved && mayWrite) {
      return Optional.of(save(memory));
    }
    if (!memory.told().reported().equals(Optional.of(status))) {
      return Optional.of(new Step.Report(status.numbered(memory.told().sequence() + 1)));
    }
    if (status.phase().isTerminal() && !memory.marks().portsFreed()) {
      return Optional.of(new Step.FreePorts(boundPorts(memory), holdsPorts(memory)));
    }
    return Optional.empty();
  }

  private Step save(TaskMemory memory) {
    TaskStatus status = memory.status();
    var entries = new ArrayList<JournalEntry>();
    entries.add(new JournalEntry.Reached(status));
    Optional<TaskStatus> saved = memory.told().saved();
    boolean ends =
        status.phase().isTerminal() && !saved.map(one -> one.phase().isTerminal()).orElse(false);
    if (ends && holdsPorts(memory)) {
      Instant freed = status.times().stoppedAt().orElse(status.times().acceptedAt());
      boundPorts(memory).stream()
          .map(port -> new HeldPort(port, status.taskId(), freed))
          .map(JournalEntry.Held::new)
          .forEach(entries::add);
    }
    boolean promise =
        ends
            || !ports(saved).equals(ports(Optional.of(status)))
            || !saved.flatMap(TaskStatus::stop).equals(status.stop());
    return new Step.Save(entries, promise, status);
  }

  private static List<List<BoundPort>> ports(Optional<TaskStatus> status) {
    return status.stream()
        .flatMap(one -> one.containers().stream())
        .map(ContainerStatus::ports)
        .toList();
  }

  /** What a container is made with must survive the agent: its ports are in the journal. */
  static boolean hasPromisedPorts(TaskMemory memory) {
    return ports(memory.told().saved()).equals(ports(Optional.of(memory.status())));
  }

  private static boolean holdsPorts(TaskMemory memory) {
    return memory.assignment().origin().receivesTraffic();
  }

  /**
   * The ports of the task among which this agent picks: no other task may be given them. Those that
   * its plan fixes are its own before it has begun.
   */
  List<HostPort> hostPorts(TaskMemory memory) {
    Stream<HostPort> fixed = memory.assignment().plan().stream().flatMap(StartSteps::fixedPorts);
    return ours(Stream.concat(fixed, boundPorts(memory).stream()));
  }

  /** Those of them that it was made with, as the scheduler hears: what it holds, is released. */
  private List<HostPort> boundPorts(TaskMemory memory) {
    return ours(
        memory.status().containers().stream()
            .flatMap(container -> container.ports().stream())
            .map(port -> new HostPort(port.hostPort(), port.protocol())));
  }

  private List<HostPort> ours(Stream<HostPort> ports) {
    return ports.filter(settings.dynamicPorts()::contains).distinct().sorted().toList();
  }

  /** Those that were picked and that its plan leaves open. */
  static Stream<HostPort> dynamicPorts(TaskMemory memory, ContainerStatus container) {
    List<HostPort> fixed =
        memory.plan(container.name()).stream()
            .flatMap(plan -> plan.network().ports().stream())
            .filter(port -> port.staticHostPort().isPresent())
            .map(port -> new HostPort(port.staticHostPort().getAsInt(), port.protocol()))
            .toList();
    return container.ports().stream()
        .map(bound -> new HostPort(bound.hostPort(), bound.protocol()))
        .filter(port -> !fixed.contains(port));
  }

  // -------------------------------------------------------------------------- engine

  private List<Step.Blocking> blocking(TaskMemory memory, Instant now) {
    boolean unsearched =
        memory.containers().values().stream()
            .anyMatch(container -> container.sight() instanceof Sight.Unsearched);
    if (unsearched) {
      return List.of(new Step.Find());
    }
    var steps = new ArrayList<Step.Blocking>(looks(memory));
    if (memory.status().phase().isTerminal()) {
      steps.addAll(EndSteps.cleanUp(memory, settings, now));
    } else {
      steps.addAll(EndSteps.stops(memory));
      if (!memory.isStopping() && !memory.isKnownByLabelsAlone() && !memory.marks().onHold()) {
        steps.addAll(StartSteps.starts(memory, settings, now));
      }
    }
    return steps;
  }

  private static List<Step.Blocking> looks(TaskMemory memory) {
    return memory.status().containers().stream()
        .flatMap(container ->
            memory.container(container.name()).sight() instanceof Sight.Made made && !made.current()
                ? Stream.<Step.Blocking>of(new Step.Look(container.name(), made.id()))
                : Stream.empty())
        .toList();
  }

  private static boolean mayTry(TaskMemory memory, Step.Blocking step, Instant now) {
    return !memory.isUnderWay(step.subject())
        && memory.notBefore(step.subject()).filter(now::isBefore).isEmpty();
  }

  // -------------------------------------------------------------------------- waiting

  private static boolean isOver(TaskMemory memory) {
    return memory.status().phase().isTerminal()
        && memory.marks().forgotten()
        && memory.cleanUp().isDone()
        && memory.underWay().isEmpty();
  }

  private Step wait(TaskMemory memory, Instant now) {
    Stream<Instant> tries = memory.tries().values().stream().map(Tries::notBefore);
    Stream<Instant> deadlines =
        memory.status().containers().stream()
            .flatMap(container -> Dependencies.deadline(memory, container).stream());
    Stream<Instant> cleanUp =
        memory.status().phase() == TaskPhase.STOPPED && !memory.cleanUp().isDone()
            ? Stream.of(EndSteps.cleanUpAt(memory, settings))
            : Stream.empty();
    return new Step.Wait(
        Stream.of(tries, deadlines, cleanUp, memory.told().saveNotBefore().stream())
            .flatMap(times -> times)
            .filter(now::isBefore)
            .min(Instant::compareTo));
  }
}
