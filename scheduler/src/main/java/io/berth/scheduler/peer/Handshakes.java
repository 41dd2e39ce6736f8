package io.berth.scheduler.peer;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many connections are in their TLS handshake at once. When thousands come in one moment, each
 * handshake would take longer than it may, and all would be begun again; so the others wait in the
 * queue of the system until they are accepted.
 *
 * <p>Methods are synchronized: the threads of all connections tell when theirs is over.
 */
final class Handshakes extends ServerTransportFilter {
  /** Done by one core within the time that a handshake may take, whatever else it does. */
  static final int AT_ONCE = 1_024;

  private final int most;
  private final Set<SocketAddress> under = new HashSet<>();
  private @Nullable Runnable resume;

  Handshakes(int most) {
    this.most = most;
  }

  /** One has begun; false when no other is to be accepted until this runs. */
  synchronized boolean begun(SocketAddress peer, Runnable onRoom) {
    under.add(peer);
    if (under.size() < most) {
      return true;
    }
    resume = onRoom;
    return false;
  }

  /** One is over, well or not; told twice is as good as once. */
  void ended(SocketAddress peer) {
    Runnable waiting = left(peer);
    if (waiting != null) {
      waiting.run();
    }
  }

  private synchronized @Nullable Runnable left(SocketAddress peer) {
    under.remove(peer);
    Runnable waiting = under.size() < most ? resume : null;
    if (waiting != null) {
      resume = null;
    }
    return waiting;
  }

  @Override
  public Attributes transportReady(Attributes transport) {
    SocketAddress peer = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (peer != null) {
      ended(peer);
    }
    return transport;
  }
}
