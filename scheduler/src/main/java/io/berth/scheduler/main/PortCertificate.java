package io.berth.scheduler.main;

import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.ServerNames;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Keeps the certificate of our ports fresh: its key lives in memory, so each start makes one. */
final class PortCertificate {
  private final CertificateAuthority authority;
  private final StateStore store;
  private final ServerNames names;
  private final PortKeys keys;

  /** The authorities for which the newest was made; of one thread. */
  private List<Fingerprint> trusted;

  PortCertificate(
      CertificateAuthority authority, StateStore store, ServerNames names, Instant now) {
    this.authority = authority;
    this.store = store;
    this.names = names;
    Snapshot state = store.snapshot();
    this.trusted = authority.trustedNames(state);
    this.keys = new PortKeys(authority.issueServer(state, names, now));
  }

  SSLContext context() {
    return keys.context();
  }

  /** Also when another authority signs: clients that know the former one alone are shown a way. */
  void renewIfDue(Instant now) {
    Snapshot state = store.snapshot();
    List<Fingerprint> today = authority.trustedNames(state);
    if (keys.newest().isDue(now) || !today.equals(trusted)) {
      keys.renew(authority.issueServer(state, names, now));
      trusted = today;
    }
  }
}
