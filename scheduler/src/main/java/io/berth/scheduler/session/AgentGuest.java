package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import io.berth.proto.common.RefusalCode;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.peer.Guest;
import io.berth.scheduler.peer.Moment;
import io.berth.scheduler.peer.Outbound;
import io.berth.scheduler.peer.RefusalWire;
import io.berth.scheduler.peer.Talk;
import io.berth.scheduler.peer.Visitor;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Version;
import java.util.Optional;

/**
 * An agent that said hello: its host is the place for which it comes.
 *
 * @param isAlike whether its plans are filled in as they would be now
 */
record AgentGuest(Visitor<TaskId> visitor, Greeting greeting, Surroundings around, boolean isAlike)
    implements Guest<AgentMessage, SchedulerMessage, TaskId> {
  private HostId host() {
    return visitor.id().host();
  }

  @Override
  public Optional<Version> toldVersion() {
    return greeting.desiredVersion();
  }

  @Override
  public Optional<String> rejoinToken() {
    return greeting.rejoinToken();
  }

  @Override
  public boolean continuesJournal(Snapshot state) {
    return state
        .find(Tables.HOSTS, host())
        .filter(host -> greeting.hello().incarnation().continues(host.contact().incarnation()))
        .isPresent();
  }

  @Override
  public Entry register(Moment now) {
    var cluster = visitor.peer().cluster().orElseThrow();
    return switch (around.hosts().hello(host(), cluster, greeting.hello())) {
      case Outcome.Refused<Host>(var refusal) ->
          new Entry.Refused(RefusalWire.of(code(refusal.code()), refusal.sentence()));
      case Outcome.Done<Host>(var host) -> new Entry.Admitted(host.contact().session());
    };
  }

  @Override
  public SchedulerMessage welcome(Snapshot state, Moment now) {
    return SchedulerMessage.newBuilder()
        .setHello(around.greeter().hello(greeting.clockNonce(), state, now.time()))
        .build();
  }

  @Override
  public Talk<AgentMessage, TaskId> talk(
      long number, Snapshot state, Outbound<SchedulerMessage> outbound, Moment now) {
    return new OpenSession(
        new OpenSession.Side(host(), number, visitor.address()),
        around,
        outbound,
        new OpenSession.Begin(state.version().epoch(), resumable(state)));
  }

  /** The version from which the agent can be told what is different. */
  private Optional<Version> resumable(Snapshot state) {
    return greeting
        .desiredVersion()
        .filter(_ -> isAlike)
        .filter(told -> told.epoch() == state.version().epoch())
        .filter(told -> told.number() <= state.version().number());
  }

  private static RefusalCode code(Code code) {
    return code == Code.HOST_INACTIVE
        ? RefusalCode.REFUSAL_CODE_IDENTITY_REVOKED
        : RefusalCode.REFUSAL_CODE_IDENTITY_UNKNOWN;
  }
}
