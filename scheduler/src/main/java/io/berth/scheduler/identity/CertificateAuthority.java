package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.CaCertificate;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Signs for this installation: certificates of the two ports, of agents and of proxies, and the
 * clock. Which authority signs is read from the state each time, so that a change of authorities
 * needs no restart. Any thread may use it; of what it remembers, only the newest reference changes.
 */
public final class CertificateAuthority {
  static final Duration AUTHORITY_LIFE = Duration.ofDays(3652);
  static final Duration LEAF_LIFE = Duration.ofDays(90);
  private static final int LARGEST_STATEMENT = 256;
  private static final X500Principal SERVER =
      new X500Principal("CN=scheduler,OU=scheduler,O=Berth");

  private final Sealer sealer;
  private final SecureRandom random;
  private final CertificateForm form;

  /** Unsealing and reading a key costs more than signing with it. */
  private volatile @Nullable Signer newest;

  public CertificateAuthority(Sealer sealer, SecureRandom random) {
    this.sealer = sealer;
    this.random = random;
    this.form = new CertificateForm(random);
  }

  /** Makes the first authority, unless there is one. */
  public void begin(WriteTx tx, Instant now) {
    if (active(tx).isEmpty()) {
      tx.insert(Tables.CA_CERTIFICATES, create(now));
    }
  }

  /** What joins shall compare with: the certificate that signs now, which our ports show. */
  public Fingerprint fingerprint(ReadTx tx) {
    return required(tx).id();
  }

  /** Whom peers shall trust, the one that signs first. */
  public TrustBundle bundle(ReadTx tx) {
    return new TrustBundle(trusted(tx).stream().map(CaCertificate::certificate).toList());
  }

  /** The names of those in the bundle, in its order. */
  public List<Fingerprint> trustedNames(ReadTx tx) {
    return trusted(tx).stream().map(CaCertificate::id).toList();
  }

  private static List<CaCertificate> trusted(ReadTx tx) {
    List<CaCertificate> rows = new ArrayList<>(List.of(required(tx)));
    for (CaCertificate row : tx.rows(Tables.CA_CERTIFICATES)) {
      if (row.isTrusted()
          && !row.id().equals(rows.getFirst().id())
          && rows.size() < TrustBundle.MOST) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Signs a clock statement in its serialised form; the room that knows the wire builds it. */
  public SignedClock signClock(ReadTx tx, Bytes statement) {
    return signClock(signer(tx), statement);
  }

  /**
   * The same by the authority whose certificate a connection was shown: a switch that came after
   * the handshake is no reason not to believe the clock.
   */
  public SignedClock signClock(ReadTx tx, Bytes statement, X500Principal shown) {
    Signer signing = signer(tx);
    if (!signing.certificate().getSubjectX500Principal().equals(shown)) {
      for (CaCertificate row : trusted(tx)) {
        if (read(row.certificate()).getSubjectX500Principal().equals(shown)) {
          return signClock(unsealed(row), statement);
        }
      }
    }
    return signClock(signing, statement);
  }

  private SignedClock signClock(Signer signer, Bytes statement) {
    if (statement.size() > LARGEST_STATEMENT) {
      throw new IllegalArgumentException("a clock statement has at most 256 bytes");
    }
    SignatureAlgorithm algorithm = SignatureAlgorithm.ECDSA_P256_SHA256;
    byte[] signed = SignatureAlgorithm.statement(SignedClock.PURPOSE, statement.toArray());
    Bytes signature = algorithm.sign(signer.issuer().key(), signed, random);
    return new SignedClock(statement, signature, algorithm, signer.row().id());
  }

  /** A new key and certificate for the two ports, to be replaced at half of its life. */
  public ServerCertificate issueServer(ReadTx tx, ServerNames names, Instant now) {
    Signer signer = signer(tx);
    KeyPair keys = newKeys();
    var wish = new CertificateForm.Wish(SERVER, keys.getPublic(), now, LEAF_LIFE);
    X509Certificate leaf = form.server(signer.issuer(), wish, names);
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    chain.addAll(waysFrom(signer.row(), tx));
    return new ServerCertificate(keys.getPrivate(), chain, halfLife(leaf, now));
  }

  /**
   * Each way from the signing authority to one that is trusted still: what they have signed for
   * each other, then themselves. Whoever was away during a change knows the former one alone.
   */
  private static List<X509Certificate> waysFrom(CaCertificate signing, ReadTx tx) {
    Map<Fingerprint, CaCertificate> trusted = new HashMap<>();
    trusted(tx).forEach(row -> trusted.put(row.id(), row));
    Set<CaCertificate> reached = new LinkedHashSet<>(Set.of(signing));
    List<X509Certificate> crosses = new ArrayList<>();
    Deque<CaCertificate> next = new ArrayDeque<>(List.of(signing));
    while (!next.isEmpty()) {
      for (CaCertificate.Cross cross : next.remove().crosses()) {
        CaCertificate by = trusted.get(cross.by());
        if (by != null) {
          crosses.add(read(cross.certificate()));
          if (reached.add(by)) {
            next.add(by);
          }
        }
      }
    }
    // Some validators take the first issuer of a name that they find: one that leads on.
    reached.forEach(row -> crosses.add(read(row.certificate())));
    return crosses;
  }

  private static X509Certificate read(Bytes certificate) {
    return CertificateForm.read(certificate.toArray())
        .orElseThrow(() -> new IllegalStateException("a certificate of ours cannot be read"));
  }

  /** A certificate for a peer's key, and what the peer's row shall say of it. */
  Issued issuePeer(ReadTx tx, PeerSubject subject, PeerKey key, Instant now) {
    var wish = new CertificateForm.Wish(subject.principal(), key.key(), now, LEAF_LIFE);
    X509Certificate leaf = form.peer(signer(tx).issuer(), wish);
    Peer.Certificate row =
        new Peer.Certificate(
            key.fingerprint(),
            leaf.getSerialNumber().toString(16),
            leaf.getNotAfter().toInstant(),
            now);
    return new Issued(encoded(leaf), row, halfLife(leaf, now));
  }

  /** A new certificate: for the peer, for its row, and when it wants the next. */
  record Issued(Bytes certificate, Peer.Certificate row, Instant renewAfter) {}

  /** A new authority that is not in the state yet. */
  CaCertificate create(Instant now) {
    KeyPair keys = newKeys();
    // Two authorities of one installation must not have one name: a chain names its issuer.
    String name = RandomText.of(RandomText.HEX, 8, random);
    var subject = new X500Principal("CN=Berth authority " + name + ",O=Berth");
    var wish = new CertificateForm.Wish(subject, keys.getPublic(), now, AUTHORITY_LIFE);
    Bytes certificate = encoded(form.authority(wish, keys.getPrivate()));
    Fingerprint id = Fingerprint.of(certificate.toArray());
    String sealedKey = sealer.seal(SealedPlace.ofAuthority(id), keys.getPrivate().getEncoded());
    return new CaCertificate(id, certificate, sealedKey, now, CaCertificate.State.ACTIVE);
  }

  /** The authority that signs now vouches for another one, as long as that one lasts. */
  CaCertificate.Cross vouch(ReadTx tx, CaCertificate next, Instant now) {
    CertificateForm.Issuer signing = signer(tx).issuer();
    X509Certificate own = read(next.certificate());
    Instant end = own.getNotAfter().toInstant();
    var wish =
        new CertificateForm.Wish(
            own.getSubjectX500Principal(), own.getPublicKey(), now, Duration.between(now, end));
    var unlimited =
        new CertificateForm.Issuer(signing.name(), signing.publicKey(), signing.key(), end);
    return new CaCertificate.Cross(required(tx).id(), encoded(form.cross(unlimited, wish)));
  }

  private Signer signer(ReadTx tx) {
    CaCertificate row = required(tx);
    Signer known = newest;
    if (known == null || !known.row().equals(row)) {
      known = unsealed(row);
      newest = known;
    }
    return known;
  }

  private Signer unsealed(CaCertificate row) {
    SealedPlace place = SealedPlace.ofAuthority(row.id());
    X509Certificate certificate =
        CertificateForm.read(row.certificate().toArray())
            .orElseThrow(() -> new SealBrokenException(place, null));
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(sealer.unseal(place, row.sealedKey())));
      var issuer =
          new CertificateForm.Issuer(
              certificate.getSubjectX500Principal(),
              certificate.getPublicKey(),
              key,
              certificate.getNotAfter().toInstant());
      return new Signer(row, certificate, issuer);
    } catch (GeneralSecurityException e) {
      throw new SealBrokenException(place, e);
    }
  }

  private KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  static Optional<CaCertificate> active(ReadTx tx) {
    for (CaCertificate row : tx.rows(Tables.CA_CERTIFICATES)) {
      if (row.state() == CaCertificate.State.ACTIVE) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  static CaCertificate required(ReadTx tx) {
    return active(tx).orElseThrow(() -> new IllegalStateException("no authority was begun"));
  }

  private static Instant halfLife(X509Certificate leaf, Instant now) {
    Duration life = Duration.between(now, leaf.getNotAfter().toInstant());
    return now.plus(life.dividedBy(2));
  }

  private static Bytes encoded(X509Certificate certificate) {
    try {
      return Bytes.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has bytes", e);
    }
  }

  /** The authority that signs now, ready to sign. */
  private record Signer(
      CaCertificate row, X509Certificate certificate, CertificateForm.Issuer issuer) {}
}
