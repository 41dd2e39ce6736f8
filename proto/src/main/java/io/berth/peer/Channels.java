package io.berth.peer;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to the scheduler, all of them with TLS, on the JDK's sockets. May be called
 * from any thread.
 */
final class Channels implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Channels.class.getName());
  private static final int CLOSE_SECONDS = 5;

  private final SchedulerAddress address;
  private final SecureRandom random;

  /** Callbacks and readers of connections run here, and may block. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** All that may still call back. */
  private final Set<ManagedChannel> open = ConcurrentHashMap.newKeySet();

  Channels(SchedulerAddress address, SecureRandom random) {
    this.address = address;
    this.random = random;
  }

  SchedulerAddress address() {
    return address;
  }

  ManagedChannel without(ServerTrust trust) {
    return open(trust, new KeyManager[0]);
  }

  ManagedChannel showing(PeerIdentity identity, ServerTrust trust) {
    return open(trust, new KeyManager[] {new OneKey(identity)});
  }

  private ManagedChannel open(ServerTrust trust, KeyManager[] keys) {
    open.removeIf(ManagedChannel::isTerminated);
    ManagedChannel channel = builder(trust, keys).build();
    open.add(channel);
    return channel;
  }

  private OkHttpChannelBuilder builder(ServerTrust trust, KeyManager[] keys) {
    return OkHttpChannelBuilder.forAddress(address.host(), address.port())
        .sslSocketFactory(sockets(trust, keys))
        // The trust has judged the role, and the name says nothing more; see there.
        .hostnameVerifier((_, _) -> true)
        .maxInboundMessageSize(Bounds.MESSAGE_BYTES)
        .executor(threads)
        .transportExecutor(threads)
        // Its own retries would hide from us that a connection is new.
        .disableRetry()
        // Variables meant for other programs shall not send a host's session through a proxy.
        .proxyDetector(_ -> null);
  }

  private SSLSocketFactory sockets(ServerTrust trust, KeyManager[] keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys, new TrustManager[] {trust}, random);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has TLS 1.3", e);
    }
  }

  /** Ends all connections, and their threads only after them: each still tells of its own end. */
  @Override
  public void close() {
    open.forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : open) {
        if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
          LOGGER.log(Level.WARNING, "A connection to the scheduler did not end in time");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  /** Shows the one certificate that there is, whatever issuers a server lists. */
  private static final class OneKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "agent";
    private final PeerIdentity identity;

    OneKey(PeerIdentity identity) {
      this.identity = identity;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key();
    }
  }
}
