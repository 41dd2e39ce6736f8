package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.Refusal;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.peer.Door;
import io.berth.scheduler.peer.Guest;
import io.berth.scheduler.peer.Lobby;
import io.berth.scheduler.peer.Visitor;
import io.berth.scheduler.store.Tables;

/** How agents are met. */
record AgentDoor(Surroundings around) implements Door<AgentMessage, SchedulerMessage, TaskId> {
  @Override
  public PeerKind kind() {
    return PeerKind.AGENT;
  }

  @Override
  public Guest<AgentMessage, SchedulerMessage, TaskId> greeted(
      AgentMessage first, Visitor<TaskId> visitor) throws ContractBrokenException {
    if (!first.hasHello()) {
      throw new ContractBrokenException("the first message is not a hello");
    }
    Greeting greeting = Greeting.read(first.getHello(), visitor.address());
    // Before its hello is written down: what plans were filled in with is what was known then.
    var filledIn =
        around
            .lobby()
            .store()
            .snapshot()
            .find(Tables.HOSTS, visitor.id().host())
            .map(host -> host.facts().defaults());
    boolean isAlike = filledIn.filter(greeting.hello().facts().defaults()::equals).isPresent();
    return new AgentGuest(visitor, greeting, around, isAlike);
  }

  @Override
  public Lobby<TaskId> lobby() {
    return around.lobby();
  }

  @Override
  public boolean isHeartbeat(AgentMessage message) {
    return message.hasHeartbeat();
  }

  @Override
  public SchedulerMessage lastWords(Refusal refusal) {
    return SchedulerMessage.newBuilder().setRefusal(refusal).build();
  }
}
