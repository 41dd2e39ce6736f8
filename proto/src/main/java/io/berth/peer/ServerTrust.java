package io.berth.peer;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What TLS asks about the scheduler's certificate on one connection: issued by an authority that is
 * trusted, and for a server. Its role counts and not the name by which it was called, since the
 * authority gives certificates for servers to the scheduler alone, and its addresses may change.
 *
 * <p>Dates do not count in the handshake, because this host's clock may be wrong; they are judged
 * once the scheduler's signed clock is known, before anything secret is said.
 */
public final class ServerTrust extends X509ExtendedTrustManager {
  private final Anchors anchors;
  private volatile Met met = new Met(List.of(), List.of(), List.of());

  private ServerTrust(Anchors anchors) {
    this.anchors = anchors;
  }

  /** Which authorities may have issued a chain that was shown. */
  private interface Anchors {
    List<X509Certificate> of(List<X509Certificate> chain) throws UntrustedException;
  }

  /**
   * What the handshake has shown.
   *
   * @param vouchedFor authorities that are not known here, but to one that is
   */
  private record Met(
      List<X509Certificate> chain,
      List<X509Certificate> authorities,
      List<X509Certificate> vouchedFor) {}

  /** Trusts the authorities of a bundle. */
  static ServerTrust ofBundle(List<X509Certificate> authorities) {
    return new ServerTrust(_ -> authorities);
  }

  /** Trusts the one authority that has this fingerprint, which the server shows in its chain. */
  static ServerTrust pinned(byte[] fingerprint) {
    byte[] pin = fingerprint.clone();
    return new ServerTrust(chain ->
        List.of(
            chain.stream()
                .filter(one -> MessageDigest.isEqual(Certificates.fingerprint(one), pin))
                .filter(one -> one.getBasicConstraints() >= 0)
                .findFirst()
                .orElseThrow(() ->
                    new UntrustedException(
                        "The server shows no authority with the fingerprint that came with the"
                            + " token: it is another installation, or somebody is in between"))));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String keyType)
      throws CertificateException {
    List<X509Certificate> chain = Arrays.asList(shown);
    try {
      if (chain.isEmpty()) {
        throw new UntrustedException("The server shows no certificate");
      }
      List<X509Certificate> authorities = anchors.of(chain);
      Certificates.requireServer(chain.getFirst());
      List<X509Certificate> between =
          Certificates.requireIssued(chain, authorities, Certificates.youth(chain));
      met = new Met(chain, authorities, Certificates.vouchedFor(chain, between));
    } catch (UntrustedException e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String keyType, Socket socket)
      throws CertificateException {
    checkServerTrusted(shown, keyType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String keyType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(shown, keyType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String keyType)
      throws CertificateException {
    throw new CertificateException("nobody calls an agent");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String keyType, Socket socket)
      throws CertificateException {
    checkClientTrusted(shown, keyType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String keyType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(shown, keyType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  // ------------------------------------------------------------------ after the handshake

  /** The authorities that vouch for whom the connection leads to; none before the handshake. */
  List<X509Certificate> authorities() {
    Met now = met;
    return Stream.concat(now.authorities().stream(), now.vouchedFor().stream()).toList();
  }

  void requireValidAt(Instant schedulersTime) throws UntrustedException {
    Met now = met;
    List<X509Certificate> _ =
        Certificates.requireIssued(now.chain(), now.authorities(), schedulersTime);
  }

  Optional<String> objection(Instant schedulersTime) {
    try {
      requireValidAt(schedulersTime);
      return Optional.empty();
    } catch (UntrustedException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
