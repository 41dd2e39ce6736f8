package io.berth.scheduler.session;

import com.google.protobuf.ByteString;
import io.berth.proto.agent.AgentHello;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.store.Version;
import java.net.InetAddress;
import java.util.Optional;

/** A hello that holds to the contract's limits. */
record Greeting(
    HostCommands.Hello hello,
    ByteString clockNonce,
    Optional<Version> desiredVersion,
    Optional<String> rejoinToken) {
  private static final int LONGEST_TOKEN = 128;

  static Greeting read(AgentHello wire, InetAddress from) throws ContractBrokenException {
    if (!IdentityWire.isClockNonce(wire.getClockNonce())) {
      throw new ContractBrokenException("a clock nonce has 16 to 64 bytes");
    }
    Bounds.text(wire.getRejoinToken(), LONGEST_TOKEN, "the rejoin token");
    HostCommands.Hello hello =
        new HostCommands.Hello(
            HostWire.facts(wire.getFacts(), from, HostWire.features(wire)),
            HostWire.incarnation(wire.getIncarnation()),
            HostWire.engine(wire.getEngine()),
            HostWire.firstTags(wire.getFacts()));
    return new Greeting(
        hello,
        wire.getClockNonce(),
        wire.hasDesiredVersion()
            ? Optional.of(Bounds.version(wire.getDesiredVersion()))
            : Optional.empty(),
        wire.hasRejoinToken() ? Optional.of(wire.getRejoinToken()) : Optional.empty());
  }

  /** Shows no token. */
  @Override
  public String toString() {
    return "Greeting";
  }
}
