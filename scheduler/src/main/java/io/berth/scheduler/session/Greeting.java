package io.berth.scheduler.session;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.AgentHello;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.peer.Bounds;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.peer.HelloWire;
import io.berth.scheduler.store.Version;
import java.net.InetAddress;
import java.util.Optional;

/** A hello that holds to the contract's limits. */
record Greeting(
    HostCommands.Hello hello,
    ByteString clockNonce,
    Optional<Version> desiredVersion,
    Optional<String> rejoinToken) {
  static Greeting read(AgentHello wire, InetAddress from) throws ContractBrokenException {
    HostCommands.Hello hello =
        new HostCommands.Hello(
            HostWire.facts(wire.getFacts(), from, HelloWire.features(wire.getFeaturesList())),
            HelloWire.incarnation(wire.getIncarnation()),
            HostWire.engine(wire.getEngine()),
            HostWire.firstTags(wire.getFacts()));
    return new Greeting(
        hello,
        HelloWire.clockNonce(wire.getClockNonce()),
        wire.hasDesiredVersion()
            ? Optional.of(Bounds.version(wire.getDesiredVersion()))
            : Optional.empty(),
        wire.hasRejoinToken()
            ? Optional.of(HelloWire.rejoinToken(wire.getRejoinToken()))
            : Optional.empty());
  }

  /** Shows no token. */
  @Override
  public String toString() {
    return "Greeting";
  }
}
