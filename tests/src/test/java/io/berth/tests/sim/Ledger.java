package io.berth.tests.sim;

import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * What users were told, which is what must hold: a task that was answered exists, one that was told
 * to stop stays so, and nothing that was seen is ever less far.
 */
final class Ledger {
  /** ECS's states in the order of a task's life. */
  private static final List<String> STATES =
      List.of("PENDING", "RUNNING", "STOPPING", "STOPPED");

  private final Findings findings;
  private final Map<String, Known> tasks = new LinkedHashMap<>();
  private final Map<String, Set<String>> byToken = new HashMap<>();
  private final List<DefinitionId> definitions = new ArrayList<>();

  /** What is known of one task: how far it was seen, and whether its end was agreed. */
  record Known(int state, boolean stopping) {
    static final Known NEW = new Known(0, false);

    Known merged(Known other) {
      return new Known(Math.max(state, other.state), stopping || other.stopping);
    }
  }

  Ledger(Findings findings) {
    this.findings = findings;
  }

  // ------------------------------------------------------------------ answers

  /** A request under that token was answered with these tasks; a repeated one with the same. */
  void ran(String token, Collection<Task> answer) {
    Set<String> arns = new LinkedHashSet<>();
    answer.forEach(task -> arns.add(task.taskArn()));
    arns.forEach(arn -> tasks.putIfAbsent(arn, Known.NEW));
    if (arns.isEmpty()) {
      return;
    }
    Set<String> before = byToken.putIfAbsent(token, arns);
    findings.require(
        before == null || before.equals(arns),
        "a request was answered twice with different tasks: " + token);
  }

  void agreedToStop(String arn) {
    tasks.computeIfPresent(arn, (_, known) -> known.merged(new Known(0, true)));
  }

  void registered(String arn) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    int colon = name.indexOf(':');
    definitions.add(
        new DefinitionId(
            name.substring(0, colon), Integer.parseInt(name.substring(colon + 1))));
  }

  /** What is known now, to judge the answer to a question that is asked now. */
  Map<String, Known> known() {
    return Map.copyOf(tasks);
  }

  void seen(Task task, Map<String, Known> whenAsked) {
    Known seen =
        new Known(STATES.indexOf(task.lastStatus()), task.desiredStatus().equals("STOPPED"));
    Known before = whenAsked.getOrDefault(task.taskArn(), Known.NEW);
    findings.require(
        seen.state() >= before.state() && (seen.stopping() || !before.stopping()),
        "task %s was %s and is told as %s".formatted(shortId(task.taskArn()), before, seen));
    tasks.computeIfPresent(task.taskArn(), (_, known) -> known.merged(seen));
  }

  /** A task that was known when it was asked for is not found. */
  void missed(String arn) {
    findings.add("task " + shortId(arn) + " is not known any more");
  }

  // ------------------------------------------------------------------ questions

  List<String> all() {
    return List.copyOf(tasks.keySet());
  }

  Known of(String arn) {
    return Optional.ofNullable(tasks.get(arn)).orElseThrow();
  }

  /** Those which nobody has told to stop and nobody has seen stopped. */
  List<String> living() {
    return tasks.entrySet().stream()
        .filter(one -> !one.getValue().stopping() && one.getValue().state() < STATES.size() - 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  // ------------------------------------------------------------------ restarts

  /** A process has begun with that state: whatever was answered must be in it. */
  void checkIn(Snapshot state) {
    tasks.forEach((arn, known) -> {
      Optional<io.berth.scheduler.model.Task> found = state.find(Tables.TASKS, id(arn));
      if (found.isEmpty()) {
        findings.add("task " + shortId(arn) + " was answered and is lost");
        return;
      }
      io.berth.scheduler.model.Task task = found.get();
      findings.require(
          STATES.indexOf(task.status().name()) >= known.state()
              && (!known.stopping() || !task.isWanted()),
          "task %s was %s and is %s after a restart"
              .formatted(shortId(arn), known, task.status()));
    });
    definitions.forEach(id ->
        findings.require(
            state.find(Tables.DEFINITIONS, id).isPresent(),
            "the definition " + id + " was answered and is lost"));
  }

  static TaskId id(String arn) {
    return TaskId.parse(arn.substring(arn.lastIndexOf('/') + 1));
  }

  static String shortId(String arn) {
    return WireWitness.shortId(id(arn).text());
  }
}
