package io.berth.scheduler.identity;

import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What TLS asks about a peer's certificate while it shakes hands: issued by a trusted authority of
 * ours, and its time not over. It follows changes of authorities at once. Whether the identity is
 * let in is {@link PeerCheck}'s to say afterwards, since only then the peer can be told why not.
 */
public final class PeerTrust extends X509ExtendedTrustManager {
  private static final int LONGEST_ISSUER = 128;

  private final Supplier<? extends ReadTx> state;
  private final InstantSource clock;
  private final Consumer<Foreigner> onForeigner;

  /** Whoever hears of foreigners must not wait: handshakes do. */
  public PeerTrust(
      Supplier<? extends ReadTx> state, InstantSource clock, Consumer<Foreigner> onForeigner) {
    this.state = state;
    this.clock = clock;
    this.onForeigner = onForeigner;
  }

  /** Somebody who claims an identity of our form by a certificate that is none of ours. */
  public record Foreigner(PeerId claimed, String issuer) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType)
      throws CertificateException {
    if (chain.length == 0) {
      throw new CertificateException("no certificate was shown");
    }
    Outcome<PeerCertificate> read = PeerCertificate.read(chain[0], state.get());
    if (read instanceof Outcome.Refused<PeerCertificate>) {
      PeerSubject.read(chain[0].getSubjectX500Principal())
          .map(claimed -> new Foreigner(claimed.id(), issuer(chain[0])))
          .ifPresent(onForeigner);
    }
    switch (read.then(certificate -> certificate.validAt(clock.instant()))) {
      case Outcome.Done<PeerCertificate> _ -> {}
      case Outcome.Refused<PeerCertificate>(_, var sentence) ->
          throw new CertificateException(sentence);
    }
  }

  /** Anybody may write anything there. */
  private static String issuer(X509Certificate certificate) {
    String name = certificate.getIssuerX500Principal().getName().replaceAll("\\p{Cntrl}", "?");
    return name.substring(0, Math.min(name.length(), LONGEST_ISSUER));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, keyType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, keyType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType)
      throws CertificateException {
    throw new CertificateException("the scheduler calls nobody");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, keyType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, keyType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    List<X509Certificate> authorities = new ArrayList<>();
    for (CaCertificate row : state.get().rows(Tables.CA_CERTIFICATES)) {
      if (row.isTrusted()) {
        CertificateForm.read(row.certificate().toArray()).ifPresent(authorities::add);
      }
    }
    return authorities.toArray(X509Certificate[]::new);
  }
}
