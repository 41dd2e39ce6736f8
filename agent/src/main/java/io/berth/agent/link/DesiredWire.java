package io.berth.agent.link;

import io.berth.agent.journal.AssignmentWire;
import io.berth.agent.journal.MalformedException;
import io.berth.agent.journal.StateWire;
import io.berth.agent.model.Assignment;
import io.berth.agent.model.DesiredChange;
import io.berth.agent.model.DesiredChange.NotUnderstood;
import io.berth.agent.model.HeldPort;
import io.berth.agent.model.StateVersion;
import io.berth.agent.model.TaskId;
import io.berth.agent.task.Taken;
import io.berth.peer.Bounds;
import io.berth.proto.agent.DesiredAck;
import io.berth.proto.agent.DesiredRefusal;
import io.berth.proto.agent.DesiredRefusalCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes of the desired state as messages, and what is answered to them. */
final class DesiredWire {
  static final int MOST_ASSIGNMENT_BYTES = 128 << 10;

  private DesiredWire() {}

  static DesiredChange read(io.berth.proto.agent.DesiredChange message, PlanRoom.Count room)
      throws MalformedException {
    var gathering = new Gathering(room);
    gathering.add(message);
    return gathering.change();
  }

  /** Changes that come in parts; no task is named twice, whatever part it is in. */
  static final class Gathering {
    private final Set<TaskId> named = new HashSet<>();
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<NotUnderstood> refused = new ArrayList<>();
    private final Map<TaskId, Assignment.Desired> intents = new LinkedHashMap<>();
    private final List<TaskId> removed = new ArrayList<>();
    private final List<HeldPort.Release> released = new ArrayList<>();
    private final List<HeldPort> held = new ArrayList<>();
    private final PlanRoom.Count room;

    Gathering(PlanRoom.Count room) {
      this.room = room;
    }

    void add(io.berth.proto.agent.DesiredChange part) throws MalformedException {
      for (var assignment : part.getAssignmentsList()) {
        assign(assignment);
      }
      for (var intent : part.getIntentsList()) {
        intents.put(name(intent.getTaskId()), AssignmentWire.desired(intent.getDesired()));
      }
      for (String id : part.getRemovedTaskIdsList()) {
        removed.add(name(id));
      }
      for (var release : part.getReleasedPortsList()) {
        released.add(StateWire.release(release));
      }
      for (var port : part.getHeldPortsList()) {
        held.add(StateWire.held(port));
      }
    }

    /** A plan that cannot be read is that task's misfortune; all others are taken. */
    private void assign(io.berth.proto.agent.Assignment message) throws MalformedException {
      Assignment withoutPlan = AssignmentWire.readWithoutPlan(message);
      name(message.getTaskId());
      Optional<String> objection = objection(withoutPlan, message);
      if (objection.isPresent()) {
        refuse(withoutPlan, message, objection.get());
        return;
      }
      try {
        assignments.add(AssignmentWire.read(message));
      } catch (MalformedException e) {
        refuse(withoutPlan, message, "The plan cannot be read: " + e.getMessage());
      }
    }

    private Optional<String> objection(
        Assignment withoutPlan, io.berth.proto.agent.Assignment message) {
      if (!message.hasPlan()) {
        return Optional.of("The assignment has no plan");
      }
      int bytes = message.getSerializedSize();
      return bytes > MOST_ASSIGNMENT_BYTES
          ? Optional.of("The assignment has more than " + MOST_ASSIGNMENT_BYTES + " bytes")
          : room.objection(withoutPlan, bytes);
    }

    private void refuse(
        Assignment withoutPlan, io.berth.proto.agent.Assignment message, String sentence)
        throws MalformedException {
      int kept = message.getSerializedSize() - message.getPlan().getSerializedSize();
      Optional<String> tooMuch = room.objectionToRefused(withoutPlan.taskId(), kept);
      if (tooMuch.isPresent()) {
        throw new MalformedException(tooMuch.get());
      }
      refused.add(new NotUnderstood(withoutPlan, sentence));
    }

    private TaskId name(String text) throws MalformedException {
      TaskId id = taskId(text);
      if (!named.add(id)) {
        throw new MalformedException("the task " + id + " is named twice");
      }
      return id;
    }

    int tasks() {
      return named.size();
    }

    DesiredChange change() {
      return new DesiredChange(assignments, refused, intents, removed, released, held);
    }
  }

  static TaskId taskId(String text) throws MalformedException {
    try {
      return new TaskId(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()), e);
    }
  }

  static DesiredAck promised(StateVersion version) {
    return DesiredAck.newBuilder().setVersion(StateWire.version(version)).build();
  }

  static DesiredAck refused(
      io.berth.proto.common.StateVersion version, DesiredRefusalCode code, String sentence) {
    var refusal = DesiredRefusal.newBuilder().setCode(code).setSentence(Bounds.sentence(sentence));
    return DesiredAck.newBuilder().setVersion(version).setRefusal(refusal).build();
  }

  static DesiredRefusalCode code(Taken.Reason reason) {
    return switch (reason) {
      case BASE_UNKNOWN -> DesiredRefusalCode.DESIRED_REFUSAL_CODE_BASE_UNKNOWN;
      case VERSION_OLD -> DesiredRefusalCode.DESIRED_REFUSAL_CODE_VERSION_OLD;
    };
  }
}
