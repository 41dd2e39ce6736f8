package io.berth.scheduler.api;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Asker;

/**
 * Who asks, and where: account and region are those of this installation, whatever region the
 * request was signed for.
 */
public record Caller(String account, String region, AccessKeyId accessKeyId, String requestId) {

  /** The same for history. */
  Asker asker() {
    return new Asker.Key(accessKeyId);
  }
}
