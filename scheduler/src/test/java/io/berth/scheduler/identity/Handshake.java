package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A TLS 1.3 handshake between two engines of the JDK, without a network. */
final class Handshake {
  private static final int BUFFER = 64 * 1024;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
  private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER);

  private Handshake(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
  }

  /** What the agent brings: whom it trusts, what it calls, and maybe a certificate of its own. */
  record Caller(TrustBundle trusted, String host, List<KeyManager> own) {}

  static List<KeyManager> own(PrivateKey key, List<X509Certificate> chain) {
    return List.of(new OneChain(key, chain));
  }

  /** Shows what it has, whatever order it has and whomever the other side says to trust. */
  private static final class OneChain extends X509ExtendedKeyManager {
    private final PrivateKey key;
    private final List<X509Certificate> chain;

    OneChain(PrivateKey key, List<X509Certificate> chain) {
      this.key = key;
      this.chain = chain;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return "own";
    }

    @Override
    public String chooseEngineClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return "own";
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return "own";
    }

    @Override
    public String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return "own";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }

  /**
   * Shakes hands and answers what the server then knows of the client.
   *
   * @throws SSLException when either of the two refuses the other
   */
  static List<Bytes> run(Caller caller, ServerCertificate shown, PeerTrust trust)
      throws SSLException {
    SSLEngine client =
        context(caller.own(), trusting(caller.trusted())).createSSLEngine(caller.host(), 7071);
    client.setUseClientMode(true);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3"});
    client.setSSLParameters(parameters);

    SSLEngine server =
        context(own(shown.key(), shown.chain()), new TrustManager[] {trust}).createSSLEngine();
    server.setUseClientMode(false);
    server.setNeedClientAuth(true);
    return new Handshake(client, server).shake();
  }

  private List<Bytes> shake() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    for (int round = 0; round < 50 && !(isDone(client) && isDone(server)); round++) {
      send(client, toServer);
      receive(server, toServer);
      send(server, toClient);
      receive(client, toClient);
    }
    if (!isDone(server)) {
      throw new AssertionError("the handshake does not end: " + server.getHandshakeStatus());
    }
    return shownBy(server.getSession());
  }

  private static List<Bytes> shownBy(SSLSession session) throws SSLException {
    if (!session.getProtocol().equals("TLSv1.3")) {
      throw new AssertionError(session.getProtocol());
    }
    List<Bytes> chain = new ArrayList<>();
    for (var certificate : session.getPeerCertificates()) {
      try {
        chain.add(Bytes.of(certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
    return chain;
  }

  private static void send(SSLEngine from, ByteBuffer wire) throws SSLException {
    tasks(from);
    while (from.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      from.wrap(ByteBuffer.allocate(0), wire);
      tasks(from);
    }
  }

  private static void receive(SSLEngine to, ByteBuffer wire) throws SSLException {
    wire.flip();
    ByteBuffer plain = ByteBuffer.allocate(BUFFER);
    int before = -1;
    while (wire.hasRemaining() && wire.remaining() != before) {
      before = wire.remaining();
      to.unwrap(wire, plain);
      tasks(to);
    }
    wire.compact();
  }

  private static void tasks(SSLEngine engine) {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static SSLContext context(List<KeyManager> own, TrustManager[] trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.toArray(KeyManager[]::new), trusted, new SeededRandom(1));
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The JDK's own judgement by the bundle, as an agent has it. */
  private static TrustManager[] trusting(TrustBundle bundle) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Bytes certificate : bundle.certificates()) {
        X509Certificate read = CertificateForm.read(certificate.toArray()).orElseThrow();
        store.setCertificateEntry(read.getSerialNumber().toString(), read);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
