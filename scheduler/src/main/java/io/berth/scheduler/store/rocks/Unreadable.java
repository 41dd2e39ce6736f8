package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;

/** A stored value that no version of ours wrote. */
final class Unreadable {
  private Unreadable() {}

  static InvalidProtocolBufferException value(Object stored) {
    return new InvalidProtocolBufferException("unknown value " + stored);
  }
}
