package io.berth.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.berth.agent.model.Assignment;
import io.berth.proto.agent.ContainerPlan;
import io.berth.proto.agent.EmptyVolume;
import io.berth.proto.agent.HostPathVolume;
import io.berth.proto.agent.PullBehaviour;
import io.berth.proto.agent.TaskStatus;
import io.berth.proto.agent.VolumePlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * No member is lost between message and record. Method: every field that a message knows is filled
 * by its descriptor, so a field that is new and not mapped makes these tests fail.
 */
class WireTest {

  @Test
  void everyMemberOfAnAssignmentComesBack() throws MalformedException {
    var filled = io.berth.proto.agent.Assignment.newBuilder();
    fill(filled, 0);
    filled
        .getPlanBuilder()
        .addVolumes(
            VolumePlan.newBuilder()
                .setName("path")
                .setHostPath(HostPathVolume.newBuilder().setPath("/srv")))
        .addVolumes(
            VolumePlan.newBuilder().setName("empty").setEmpty(EmptyVolume.getDefaultInstance()));
    io.berth.proto.agent.Assignment message = filled.build();
    assertEquals(message, AssignmentWire.write(AssignmentWire.read(message)));
  }

  @Test
  void everyMemberOfAStatusComesBack() throws MalformedException {
    var filled = TaskStatus.newBuilder();
    fill(filled, 0);
    // What was promised is the assignment's; an inventory tells it beside the status.
    TaskStatus message = filled.clearPromised().build();
    assertEquals(message, TaskStatusWire.write(TaskStatusWire.read(message)));
  }

  @Test
  void smallestAssignmentComesBack() throws MalformedException {
    Assignment smallest = Entries.assignment(7);
    assertEquals(smallest, AssignmentWire.read(AssignmentWire.write(smallest)));
  }

  @Test
  void planThatCannotBeReadIsRefusedAndTheRestCanBeRead() throws MalformedException {
    var filled = io.berth.proto.agent.Assignment.newBuilder();
    fill(filled, 0);
    ContainerPlan.Builder container = filled.getPlanBuilder().getContainersBuilder(0);
    container.setPullBehaviourValue(99);
    io.berth.proto.agent.Assignment unknownBehaviour = filled.build();
    assertThrows(MalformedException.class, () -> AssignmentWire.read(unknownBehaviour));
    assertEquals(
        unknownBehaviour.getTaskId(),
        AssignmentWire.readWithoutPlan(unknownBehaviour).taskId().text());
    container.setPullBehaviour(PullBehaviour.PULL_BEHAVIOUR_ALWAYS).setCpuShares(1);
    assertThrows(MalformedException.class, () -> AssignmentWire.read(filled.build()));
    container.setCpuShares(2).getPortsBuilder(0).setContainerPort(70_000);
    assertThrows(MalformedException.class, () -> AssignmentWire.read(filled.build()));
  }

  /** One element in each list, and in a choice the last way. */
  @Test
  void absentStopTimeoutIsNotTakenForNone() throws MalformedException {
    var filled = io.berth.proto.agent.Assignment.newBuilder();
    fill(filled, 0);
    ContainerPlan.Builder container = filled.getPlanBuilder().getContainersBuilder(0);
    container.clearStopTimeoutMs();
    io.berth.proto.agent.Assignment absent = filled.build();
    MalformedException refused =
        assertThrows(MalformedException.class, () -> AssignmentWire.read(absent));
    assertEquals("the stop timeout is not said", refused.getMessage());
    // The task can still be refused by its name, and stopped by its label.
    assertEquals(absent.getTaskId(), AssignmentWire.readWithoutPlan(absent).taskId().text());
    container.setStopTimeoutMs(0);
    assertEquals(
        Duration.ZERO,
        AssignmentWire.read(filled.build())
            .plan()
            .orElseThrow()
            .containers()
            .getFirst()
            .lifecycle()
            .stopTimeout());
  }

  private static void fill(Message.Builder message, int depth) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        Message.Builder entry = message.newBuilderForField(field);
        fill(entry, depth + 1);
        message.addRepeatedField(field, entry.build());
      } else if (field.isRepeated()) {
        message.addRepeatedField(field, value(message, field, depth));
      } else {
        message.setField(field, value(message, field, depth));
      }
    }
  }

  private static Object value(Message.Builder message, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> field.getName().equals("retries") ? 100 : 1_000 + field.getNumber();
      case LONG -> 1_000_000L + field.getNumber();
      case BOOLEAN -> true;
      case STRING ->
          field.getName().equals("task_id")
              ? "0123456789abcdef".repeat(2)
              : field.getName() + " " + depth;
      case BYTE_STRING -> ByteString.copyFrom(new byte[32]);
      case ENUM -> field.getEnumType().getValues().getLast();
      case MESSAGE -> {
        Message.Builder nested = message.newBuilderForField(field);
        fill(nested, depth + 1);
        yield nested.build();
      }
      case FLOAT, DOUBLE -> throw new IllegalStateException("no such field: " + field);
    };
  }
}
