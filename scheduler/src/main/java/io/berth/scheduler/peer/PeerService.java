package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import io.grpc.BindableService;

/** What the port does for one kind of peers. */
public interface PeerService {
  /** Begins to serve; what it answers is bound to the port. */
  BindableService open(PortShell shell);

  /** Looks at the clock; called twice a second. */
  void turn(Moment now);

  /** Ends all sessions with these last words. */
  void endAll(Refusal lastWords);

  /** The port is closed. */
  void close();
}
