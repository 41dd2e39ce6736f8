package io.berth.peer;

import io.grpc.Status;

/** Says in one sentence what gRPC made of a fault of the network. */
public final class Faults {
  private Faults() {}

  static String sentence(Throwable fault) {
    Status status = Status.fromThrowable(fault);
    Throwable cause = status.getCause();
    String detail = cause == null ? status.getDescription() : String.valueOf(cause.getMessage());
    return Bounds.sentence(status.getCode() + (detail == null ? "" : ": " + detail));
  }
}
