package io.berth.scheduler.peer;

import com.google.protobuf.ByteString;
import io.berth.scheduler.model.Fingerprint;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts a scheduler as a host does that joins: by the fingerprint of its authority alone. */
final class ClientTls extends X509ExtendedTrustManager {
  private static final char[] PASSWORD = "kept in memory".toCharArray();
  private final Fingerprint authority;

  ClientTls(Fingerprint authority) {
    this.authority = authority;
  }

  static KeyManager[] keyManagers(PrivateKey key, ByteString certificate) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      X509Certificate own =
          (X509Certificate)
              CertificateFactory.getInstance("X.509").generateCertificate(certificate.newInput());
      store.setKeyEntry("own", key, PASSWORD, new X509Certificate[] {own});
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    X509Certificate last = chain[chain.length - 1];
    if (!Fingerprint.of(last.getEncoded()).equals(authority)) {
      throw new CertificateException("another authority");
    }
    try {
      chain[0].verify(last.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    throw new AssertionError("nobody calls a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw new AssertionError("nobody calls a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new AssertionError("nobody calls a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
