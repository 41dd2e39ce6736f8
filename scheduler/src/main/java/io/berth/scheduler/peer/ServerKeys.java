package io.berth.scheduler.peer;

import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.ServerCertificate;
import io.berth.scheduler.identity.ServerNames;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.ReadTx;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the newest server certificate in each handshake, so that one which nears its end, or whose
 * authority was changed, is replaced without a restart. Any thread may turn and shake hands; the
 * fields are written before the reference through which they are read.
 */
final class ServerKeys extends X509ExtendedKeyManager {
  private final CertificateAuthority authority;
  private final Supplier<? extends ReadTx> state;
  private final ServerNames names;
  private final InstantSource clock;
  private volatile @Nullable Shown shown;

  ServerKeys(
      CertificateAuthority authority,
      Supplier<? extends ReadTx> state,
      ServerNames names,
      InstantSource clock) {
    this.authority = authority;
    this.state = state;
    this.names = names;
    this.clock = clock;
  }

  /** What a handshake that begins now shows: no other authority is to have signed meanwhile. */
  private @Nullable Shown newest() {
    Shown newest = shown;
    if (newest != null && !newest.trusted().equals(authority.trustedNames(state.get()))) {
      turn(clock.instant());
    }
    return shown;
  }

  /** Makes a certificate when there is none, or when it is time for the next. */
  synchronized void turn(Instant now) {
    Shown newest = shown;
    ReadTx tx = state.get();
    List<Fingerprint> trusted = authority.trustedNames(tx);
    if (newest == null || newest.certificate().isDue(now) || !newest.trusted().equals(trusted)) {
      shown =
          new Shown(
              authority.issueServer(tx, names, now),
              trusted,
              newest == null ? null : newest.certificate());
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Shown newest = newest();
    return newest != null && keyType.equals(newest.certificate().key().getAlgorithm())
        ? alias(newest.certificate())
        : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    Shown newest = newest();
    return newest != null && keyType.equals(newest.certificate().key().getAlgorithm())
        ? alias(newest.certificate())
        : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    ServerCertificate certificate = find(alias);
    return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    ServerCertificate certificate = find(alias);
    return certificate == null ? null : certificate.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = chooseServerAlias(keyType, issuers, null);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  /** A handshake asks for the alias first and for its key later; in between it may be renewed. */
  private @Nullable ServerCertificate find(String alias) {
    Shown newest = shown;
    if (newest == null) {
      return null;
    }
    if (alias(newest.certificate()).equals(alias)) {
      return newest.certificate();
    }
    ServerCertificate before = newest.before();
    return before != null && alias(before).equals(alias) ? before : null;
  }

  private static String alias(ServerCertificate certificate) {
    return certificate.chain().getFirst().getSerialNumber().toString(16);
  }

  /**
   * What is shown.
   *
   * @param trusted the authorities for which it was made, the one that signed it first
   */
  private record Shown(
      ServerCertificate certificate,
      List<Fingerprint> trusted,
      @Nullable ServerCertificate before) {}
}
