package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.PeerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An identity and all that is needed to use it: what a peer gets when it enrols or renews. */
public record Credentials(
    PeerId identity,
    List<Bytes> chain,
    TrustBundle bundle,
    Optional<ClusterName> cluster,
    Instant renewAfter) {

  public Credentials {
    chain = List.copyOf(chain);
  }
}
