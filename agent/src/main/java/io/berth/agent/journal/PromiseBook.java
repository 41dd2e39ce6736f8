package io.berth.agent.journal;

import io.berth.agent.model.Assignment;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.LeaseTerm;
import io.berth.agent.model.Promises;
import io.berth.agent.model.Promises.Promise;
import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskId;
import io.berth.agent.model.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all entries so far amount to; used under the lock of its journal only. */
final class PromiseBook {
  /** So many references are remembered as pulled, the newest ones. */
  private static final int MOST_IMAGES = 1_000;

  private final Map<TaskId, Assignment> assignments = new TreeMap<>();
  private final Map<TaskId, TaskStatus> statuses = new HashMap<>();
  private final Set<TaskId> forgotten = new TreeSet<>();
  private final Map<HostPort, HeldPort> held = new TreeMap<>();
  private final SequencedSet<String> pulled = new LinkedHashSet<>();
  private @Nullable StateVersion version;
  private @Nullable String settledBootId;
  private @Nullable LeaseTerm lease;
  private @Nullable String owner;

  void apply(JournalEntry entry) {
    switch (entry) {
      case JournalEntry.Promised(Assignment assignment) ->
          assignments.put(assignment.taskId(), assignment);
      case JournalEntry.Reached(TaskStatus status) -> statuses.put(status.taskId(), status);
      case JournalEntry.Forgotten(TaskId id) -> forgotten.add(id);
      case JournalEntry.Dropped(TaskId id) -> {
        assignments.remove(id);
        statuses.remove(id);
        forgotten.remove(id);
      }
      case JournalEntry.Versioned(StateVersion next) -> version = next;
      case JournalEntry.Held(HeldPort port) -> held.put(port.port(), port);
      case JournalEntry.Released(HeldPort.Release release) -> release(release);
      case JournalEntry.Pulled(String reference) -> {
        pulled.remove(reference);
        pulled.addLast(reference);
        if (pulled.size() > MOST_IMAGES) {
          pulled.removeFirst();
        }
      }
      case JournalEntry.Settled(String bootId) -> settledBootId = bootId;
      case JournalEntry.Leased(LeaseTerm term) -> lease = term;
      case JournalEntry.Owned(String agent) -> owner = agent;
    }
  }

  private void release(HeldPort.Release release) {
    HeldPort port = held.get(release.port());
    if (port != null && port.taskId().equals(release.taskId())) {
      held.remove(release.port());
    }
  }

  /** Whose promises these are, if anybody has said so. */
  Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  Promises promises() {
    var tasks = new HashMap<TaskId, Promise>();
    assignments.forEach((id, assignment) -> {
      TaskStatus status = statuses.get(id);
      if (status != null) {
        tasks.put(id, new Promise(assignment, status, forgotten.contains(id)));
      }
    });
    return new Promises(
        Optional.ofNullable(version),
        tasks,
        List.copyOf(held.values()),
        pulled,
        Optional.ofNullable(settledBootId),
        Optional.ofNullable(lease));
  }

  /** The fewest entries that amount to the same. */
  List<JournalEntry> entries() {
    var entries = new ArrayList<JournalEntry>();
    owner().map(JournalEntry.Owned::new).ifPresent(entries::add);
    promises().tasks().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .forEach(task -> {
          entries.add(new JournalEntry.Promised(task.assignment()));
          entries.add(new JournalEntry.Reached(task.status()));
          if (task.forgotten()) {
            entries.add(new JournalEntry.Forgotten(task.assignment().taskId()));
          }
        });
    held.values().stream().map(JournalEntry.Held::new).forEach(entries::add);
    pulled.stream().map(JournalEntry.Pulled::new).forEach(entries::add);
    if (version != null) {
      entries.add(new JournalEntry.Versioned(version));
    }
    if (settledBootId != null) {
      entries.add(new JournalEntry.Settled(settledBootId));
    }
    if (lease != null) {
      entries.add(new JournalEntry.Leased(lease));
    }
    return entries;
  }
}
