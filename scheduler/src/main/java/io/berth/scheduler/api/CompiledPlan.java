package io.berth.scheduler.api;

import com.google.protobuf.CodedOutputStream;
import io.berth.proto.agent.TaskPlan;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.TaskShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * A definition with an override as an agent can run it, and what a host must have for it.
 *
 * @param requires the features without which an agent must not begin
 */
public record CompiledPlan(
    TaskShape asked, List<Constraint> constraints, TaskPlan plan, Set<String> requires) {
  public CompiledPlan {
    constraints = List.copyOf(constraints);
    requires = Set.copyOf(requires);
  }

  /** The plan as it is stored: equal plans have equal bytes, so that a hash can name them. */
  public Bytes bytes() {
    byte[] bytes = new byte[plan.getSerializedSize()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.useDeterministicSerialization();
    try {
      plan.writeTo(output);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return Bytes.of(bytes);
  }
}
