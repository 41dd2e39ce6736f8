package io.berth.scheduler.peer;

import io.berth.proto.common.TrustBundle;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.ReadTx;
import java.util.List;

/** What a world without certificates tells of authorities: nothing that anybody lacks. */
public record NoAuthorities() implements Trusted {
  @Override
  public List<Fingerprint> names(ReadTx state) {
    return List.of();
  }

  @Override
  public TrustBundle bundle(ReadTx state) {
    throw new AssertionError("there is nobody to trust");
  }
}
