package io.berth.scheduler.main;

import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Looks now and then whether the authorities have changed or have to: an authority that nears its
 * end gets a successor, the API's port shows a certificate of the one that signs, and the file for
 * clients on this machine names all that are trusted. One thread turns.
 */
final class TrustUpkeep {
  private static final Logger LOG = System.getLogger(TrustUpkeep.class.getName());

  private final StateStore store;
  private final CertificateAuthority authority;
  private final AuthorityCommands commands;
  private final PortCertificate certificate;
  private final ClientFiles files;
  private List<Fingerprint> written = List.of();

  TrustUpkeep(
      StateStore store,
      CertificateAuthority authority,
      AuthorityCommands commands,
      PortCertificate certificate,
      Path directory) {
    this.store = store;
    this.authority = authority;
    this.commands = commands;
    this.certificate = certificate;
    this.files = new ClientFiles(directory);
  }

  void turn(Instant now) {
    commands.keep(now);
    certificate.renewIfDue(now);
    Snapshot state = store.snapshot();
    List<Fingerprint> trusted = authority.trustedNames(state);
    if (trusted.equals(written)) {
      return;
    }
    try {
      files.writeAuthorities(authority.bundle(state));
      written = trusted;
    } catch (IOException e) {
      // Clients go on with the file that is there, as long as one of its authorities is trusted.
      LOG.log(Level.WARNING, "ca.pem could not be written: cause={0}", e.getMessage());
    }
  }
}
