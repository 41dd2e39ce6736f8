package io.berth.scheduler.main;

import io.berth.scheduler.identity.ServerCertificate;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a port shows, which can be renewed while the port is open: a new handshake
 * takes the newest one. Any thread may use it; only the newest reference changes.
 */
final class PortKeys extends X509ExtendedKeyManager {
  private volatile Shown shown;

  PortKeys(ServerCertificate first) {
    this.shown = new Shown(first, first);
  }

  ServerCertificate newest() {
    return shown.newest();
  }

  void renew(ServerCertificate next) {
    shown = new Shown(next, shown.newest());
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK speaks TLS", e);
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    ServerCertificate newest = shown.newest();
    return keyType.equals(newest.key().getAlgorithm()) ? alias(newest) : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    ServerCertificate newest = shown.newest();
    return keyType.equals(newest.key().getAlgorithm()) ? alias(newest) : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    ServerCertificate named = named(alias);
    return named == null ? null : named.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    ServerCertificate named = named(alias);
    return named == null ? null : named.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {alias(shown.newest())};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  /** A handshake asks for key and chain one by one: the one before must still be found. */
  private @Nullable ServerCertificate named(String alias) {
    Shown now = shown;
    if (alias.equals(alias(now.newest()))) {
      return now.newest();
    }
    return alias.equals(alias(now.before())) ? now.before() : null;
  }

  private static String alias(ServerCertificate certificate) {
    return certificate.chain().getFirst().getSerialNumber().toString(16);
  }

  /** What is shown from now on, and what a handshake under way may have begun with. */
  private record Shown(ServerCertificate newest, ServerCertificate before) {}
}
