package io.berth.scheduler.peer;

import io.berth.proto.common.TrustBundle;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.ReadTx;
import java.util.List;

/** Whom peers shall trust, as a state has it. */
public interface Trusted {
  /** Their names, the one that signs first; none where nobody is told of any. */
  List<Fingerprint> names(ReadTx state);

  /** The same as it is told. */
  TrustBundle bundle(ReadTx state);
}
