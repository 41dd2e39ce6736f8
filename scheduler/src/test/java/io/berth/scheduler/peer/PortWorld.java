package io.berth.scheduler.peer;

import com.google.protobuf.ByteString;
import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.EnrolmentGrpc;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.EnrolRate;
import io.berth.scheduler.identity.Enrolment;
import io.berth.scheduler.identity.HostKey;
import io.berth.scheduler.identity.JoinTokenWish;
import io.berth.scheduler.identity.JoinTokens;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.Sealer;
import io.berth.scheduler.identity.ServerNames;
import io.berth.scheduler.identity.TestKeys;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.ThreadedStore;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** A scheduler's port on a socket of this machine, with a clock that tests set. */
public final class PortWorld {
  public static final ClusterName CLUSTER = new ClusterName("default");
  public static final long DEADLINE_SECONDS = 60;

  final SecureRandom random = TestKeys.random(1);
  public final AtomicReference<Instant> now = new AtomicReference<>(Samples.NOON);
  public final List<Alarm> alarms = new CopyOnWriteArrayList<>();
  private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  public final ThreadedStore store;
  public final PeerPort port;
  private final CertificateAuthority authority;
  private final JoinTokens tokens = new JoinTokens(random);
  private final List<ManagedChannel> channels = new ArrayList<>();

  /** With those who serve peers; they may ask the world only once they are opened. */
  public PortWorld(EnrolRate.Limits enrolments, Function<Serving, List<PeerService>> services) {
    authority = new CertificateAuthority(new Sealer(TestKeys.masterKey(), random), random);
    store =
        new ThreadedStore(new MemoryJournal(), StoreLimits.standard(), System::nanoTime, _ -> {});
    PortLimits limits = PortLimits.standard();
    Identities identities =
        new Identities(store, authority, new Enrolment(authority, TestKeys.masterKey(), random));
    port =
        new PeerPort(
            new PeerPort.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                names(),
                new PortLimits(8, 4, 2, 4, enrolments, limits.handshake(), limits.idle())),
            identities,
            new PeerPort.Ambient(now::get, System::nanoTime, alarms::add, bugs::add),
            services.apply(new Serving(identities, now::get, alarms::add)));
    try {
      store.start();
      store.update(
          Lane.API,
          tx -> {
            tx.insert(
                Tables.CLUSTERS,
                new Cluster(CLUSTER, Cluster.Status.ACTIVE, now.get(), Map.of(), Map.of()));
            authority.begin(tx, now.get());
            return true;
          });
      port.start();
    } catch (IOException | StorageException e) {
      throw new AssertionError(e);
    }
  }

  /** What those who serve peers are made of. */
  public record Serving(Identities identities, InstantSource clock, Consumer<Alarm> alarms) {}

  private static ServerNames names() {
    return value(ServerNames.withLoopback(List.of()));
  }

  public static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(_, var sentence) -> throw new AssertionError(sentence);
    };
  }

  public HostKey key() {
    return HostKey.elliptic(random);
  }

  public String token(PeerKind kind) {
    Optional<ClusterName> cluster =
        kind == PeerKind.AGENT ? Optional.of(CLUSTER) : Optional.empty();
    JoinTokenWish wish = new JoinTokenWish(kind, cluster, Duration.ofHours(1), "");
    return value(store.update(Lane.API, tx -> tokens.create(tx, wish, now.get()))).text().text();
  }

  public EnrolResponse enrol(String token, HostKey key, io.berth.proto.common.PeerKind kind) {
    return EnrolmentGrpc.newBlockingStub(stranger())
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .enrol(
            EnrolRequest.newBuilder()
                .setJoinToken(token)
                .setKind(kind)
                .setCsrDer(ByteString.copyFrom(key.request().toArray()))
                .setHostName("rack-1")
                .setProgramVersion("1")
                .build());
  }

  /** A connection without a certificate. */
  public ManagedChannel stranger() {
    return channel(TlsChannelCredentials.newBuilder());
  }

  /** A connection that shows this certificate. */
  public ManagedChannel known(HostKey key, ByteString certificate) {
    return channel(
        TlsChannelCredentials.newBuilder()
            .keyManager(ClientTls.keyManagers(key.keys().getPrivate(), certificate)));
  }

  private ManagedChannel channel(TlsChannelCredentials.Builder credentials) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                port.address(),
                credentials
                    .trustManager(new ClientTls(authority.fingerprint(store.snapshot())))
                    .build())
            .build();
    channels.add(channel);
    return channel;
  }

  public void close() throws InterruptedException {
    for (ManagedChannel channel : channels) {
      channel.shutdownNow();
    }
    port.close();
    for (ManagedChannel channel : channels) {
      channel.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    store.close();
    if (!bugs.isEmpty()) {
      throw new AssertionError("a loop of the port has ended", bugs.getFirst());
    }
  }
}
