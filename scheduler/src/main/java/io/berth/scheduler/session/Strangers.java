package io.berth.scheduler.session;

import io.berth.proto.agent.Assignment;
import io.berth.proto.agent.AssignmentAnswer;
import io.berth.proto.agent.AssignmentQuery;
import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.Claim;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Bounds;
import io.berth.scheduler.peer.ContractBrokenException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tasks that a host runs and that nobody here knows: what it was promised about them is asked
 * for in turns, one at a time. Each is asked for once in a session. Belongs to one session and its
 * thread.
 */
final class Strangers {
  private static final int MOST_AT_ONCE = 1_000;

  private final int most;
  private final Map<TaskId, Sighting> waiting = new LinkedHashMap<>();
  private final Map<TaskId, Sighting> asked = new LinkedHashMap<>();
  private final Set<TaskId> settled = new HashSet<>();

  /** Of a host that may have so many tasks. */
  Strangers(int most) {
    this.most = most;
  }

  /** What an answer says: claims that can be read, and what is wrong with the others. */
  record Heard(List<Claim> claims, List<Adoption.Refused> unreadable) {}

  /** The host tells of a task that is not known; what has ended needs nobody who knows it. */
  void met(TaskId task, Sighting sighting) throws ContractBrokenException {
    if (asked.containsKey(task)) {
      asked.put(task, sighting);
    } else if (isOver(sighting)) {
      waiting.remove(task);
    } else if (!settled.contains(task)) {
      waiting.put(task, sighting);
      Bounds.count(waiting.size() + asked.size() + settled.size(), most, "unknown tasks");
    }
  }

  /** The next question, as soon as the last one is answered. */
  Optional<AssignmentQuery> query() {
    if (!asked.isEmpty() || waiting.isEmpty()) {
      return Optional.empty();
    }
    AssignmentQuery.Builder query = AssignmentQuery.newBuilder();
    for (TaskId task : waiting.keySet().stream().limit(MOST_AT_ONCE).toList()) {
      query.addTaskIds(task.text());
      asked.put(task, waiting.remove(task));
    }
    return Optional.of(query.build());
  }

  /** What was not asked for is passed over: it says nothing that anybody waits for. */
  Heard heard(AssignmentAnswer answer, HostFacts facts) throws ContractBrokenException {
    Bounds.count(
        answer.getAssignmentsCount() + answer.getUnknownTaskIdsCount(), MOST_AT_ONCE, "answers");
    ClaimWire wire = new ClaimWire(facts);
    List<Claim> claims = new ArrayList<>();
    List<Adoption.Refused> unreadable = new ArrayList<>();
    for (Assignment assignment : answer.getAssignmentsList()) {
      TaskId task = Bounds.task(assignment.getTaskId());
      // What has ended since it was asked for needs nobody who knows it.
      Optional<Sighting> sighting = settle(task).filter(one -> !isOver(one));
      if (sighting.isPresent()) {
        try {
          claims.add(wire.read(assignment, sighting.get()));
        } catch (ContractBrokenException e) {
          unreadable.add(new Adoption.Refused(task, e.sentence()));
        }
      }
    }
    for (String id : answer.getUnknownTaskIdsList()) {
      TaskId task = Bounds.task(id);
      if (settle(task).filter(one -> !isOver(one)).isPresent()) {
        unreadable.add(new Adoption.Refused(task, "its host does not know what it is"));
      }
    }
    return new Heard(claims, unreadable);
  }

  private static boolean isOver(Sighting sighting) {
    return sighting.phase() == Sighting.Phase.STOPPED;
  }

  private Optional<Sighting> settle(TaskId task) {
    Optional<Sighting> sighting = Optional.ofNullable(asked.remove(task));
    if (sighting.isPresent()) {
      settled.add(task);
    }
    return sighting;
  }
}
