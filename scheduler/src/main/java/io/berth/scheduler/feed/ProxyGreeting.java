package io.berth.scheduler.feed;

import com.google.protobuf.ByteString;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.ProxyHello;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.peer.Bounds;
import io.berth.scheduler.peer.ContractBrokenException;
import io.berth.scheduler.peer.HelloWire;
import java.util.List;
import java.util.Optional;

/** A proxy's hello that holds to the contract's limits. */
record ProxyGreeting(
    Contact.Incarnation incarnation,
    List<String> listens,
    Optional<Table> served,
    ByteString clockNonce,
    Optional<String> rejoinToken) {
  private static final int MOST_ADDRESSES = 16;
  private static final int LONGEST_ADDRESS = 45;
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_VERSION = 64;
  private static final int HASH_BYTES = 32;

  /** The table that it serves, by its name and by its content. */
  record Table(StateVersion version, ByteString hash) {}

  static ProxyGreeting read(ProxyHello wire) throws ContractBrokenException {
    int addresses = Bounds.count(wire.getListenAddressesCount(), MOST_ADDRESSES, "addresses");
    if (addresses == 0) {
      throw new ContractBrokenException("no listen address is named");
    }
    for (String address : wire.getListenAddressesList()) {
      Bounds.someText(address, LONGEST_ADDRESS, "a listen address");
    }
    HelloWire.features(wire.getFeaturesList());
    Bounds.text(wire.getHostName(), LONGEST_NAME, "the host's name");
    Bounds.text(wire.getProxyVersion(), LONGEST_VERSION, "the proxy's version");
    return new ProxyGreeting(
        HelloWire.incarnation(wire.getIncarnation()),
        List.copyOf(wire.getListenAddressesList()),
        served(wire),
        HelloWire.clockNonce(wire.getClockNonce()),
        wire.hasRejoinToken()
            ? Optional.of(HelloWire.rejoinToken(wire.getRejoinToken()))
            : Optional.empty());
  }

  private static Optional<Table> served(ProxyHello wire) throws ContractBrokenException {
    if (wire.hasServedVersion() != wire.hasServedHash()) {
      throw new ContractBrokenException("a served table has a version and a hash, or neither");
    }
    if (!wire.hasServedVersion()) {
      return Optional.empty();
    }
    Bounds.version(wire.getServedVersion());
    if (wire.getServedHash().size() != HASH_BYTES) {
      throw new ContractBrokenException("a table's hash has not 32 bytes");
    }
    return Optional.of(new Table(wire.getServedVersion(), wire.getServedHash()));
  }

  /** Shows no token. */
  @Override
  public String toString() {
    return "ProxyGreeting";
  }
}
