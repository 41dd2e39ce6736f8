package io.berth.agent.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.agent.model.TaskOrigin;
import io.berth.proto.agent.ServiceOrigin;
import java.util.Base64;
import java.util.Optional;

/**
 * Where tasks come from, as messages: the agent keeps the whole message and reads a few words of
 * it.
 */
final class OriginWire {
  private OriginWire() {}

  /** Labels do not tell which ports are targets: without a plan, any may be. */
  static TaskOrigin read(io.berth.proto.agent.TaskOrigin message, boolean hasPlan)
      throws MalformedException {
    boolean service = message.hasService();
    return Wire.checked(() ->
        new TaskOrigin(
            message.getClusterName(),
            message.getDefinitionFamily(),
            Integer.toUnsignedLong(message.getDefinitionRevision()),
            message.getGroup(),
            service ? Optional.of(message.getService().getServiceName()) : Optional.empty(),
            !hasPlan || (service && message.getService().getTargetsCount() > 0),
            Base64.getEncoder().encodeToString(message.toByteArray())));
  }

  static io.berth.proto.agent.TaskOrigin write(TaskOrigin origin) {
    return origin.kept().isEmpty() ? ofWords(origin) : ofKept(origin);
  }

  private static io.berth.proto.agent.TaskOrigin ofKept(TaskOrigin origin) {
    try {
      return io.berth.proto.agent.TaskOrigin.parseFrom(Base64.getDecoder().decode(origin.kept()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("What was kept is what was read", e);
    }
  }

  private static io.berth.proto.agent.TaskOrigin ofWords(TaskOrigin origin) {
    var message =
        io.berth.proto.agent.TaskOrigin.newBuilder()
            .setClusterName(origin.clusterName())
            .setDefinitionFamily(origin.definitionFamily())
            .setDefinitionRevision((int) origin.definitionRevision())
            .setGroup(origin.group());
    origin
        .serviceName()
        .ifPresent(name -> message.setService(ServiceOrigin.newBuilder().setServiceName(name)));
    return message.build();
  }
}
