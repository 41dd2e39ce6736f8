package io.berth.scheduler.peer;

import io.berth.proto.common.TrustBundle;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.Enrolment;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import java.util.List;

/** What the port needs to know peers and to be known by them. */
public record Identities(StateStore store, CertificateAuthority authority, Enrolment enrolment) {

  public Trusted trusted() {
    return new OfAuthority(authority);
  }

  private record OfAuthority(CertificateAuthority authority) implements Trusted {
    @Override
    public List<Fingerprint> names(ReadTx state) {
      return authority.trustedNames(state);
    }

    @Override
    public TrustBundle bundle(ReadTx state) {
      return IdentityWire.bundle(authority.bundle(state));
    }
  }
}
