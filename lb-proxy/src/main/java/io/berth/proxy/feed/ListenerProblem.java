package io.berth.proxy.feed;

import io.berth.peer.Bounds;
import io.berth.proto.proxy.ListenerProblemCode;
import io.berth.proxy.route.ListenerId;

/** A listener of the served table on which this proxy cannot take traffic. */
public record ListenerProblem(ListenerId listener, Kind kind, String sentence) {

  /** What is wrong. */
  public enum Kind {
    /** Another process has the port. */
    PORT_TAKEN,
    /** The proxy lacks the right to bind the port. */
    PORT_DENIED,
    /** None of the listen addresses is on the host now. */
    ADDRESS_MISSING
  }

  io.berth.proto.proxy.ListenerProblem write() {
    ListenerProblemCode code =
        switch (kind) {
          case PORT_TAKEN -> ListenerProblemCode.LISTENER_PROBLEM_CODE_PORT_TAKEN;
          case PORT_DENIED -> ListenerProblemCode.LISTENER_PROBLEM_CODE_PORT_DENIED;
          case ADDRESS_MISSING -> ListenerProblemCode.LISTENER_PROBLEM_CODE_ADDRESS_MISSING;
        };
    return io.berth.proto.proxy.ListenerProblem.newBuilder()
        .setListenerId(listener.text())
        .setCode(code)
        .setSentence(Bounds.sentence(sentence))
        .build();
  }
}
