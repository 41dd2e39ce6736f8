package io.berth.scheduler.main;

import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.ServerNames;
import io.berth.scheduler.store.StateStore;
import java.time.Instant;
import javax.net.ssl.SSLContext;

/** Keeps the certificate of our ports fresh: its key lives in memory, so each start makes one. */
final class PortCertificate {
  private final CertificateAuthority authority;
  private final StateStore store;
  private final ServerNames names;
  private final PortKeys keys;

  PortCertificate(
      CertificateAuthority authority, StateStore store, ServerNames names, Instant now) {
    this.authority = authority;
    this.store = store;
    this.names = names;
    this.keys = new PortKeys(authority.issueServer(store.snapshot(), names, now));
  }

  SSLContext context() {
    return keys.context();
  }

  void renewIfDue(Instant now) {
    if (keys.newest().isDue(now)) {
      keys.renew(authority.issueServer(store.snapshot(), names, now));
    }
  }
}
