package io.berth.scheduler.peer;

import io.berth.proto.common.Refusal;
import io.berth.proto.common.RefusalCode;
import io.berth.proto.enrol.EnrolmentGrpc;
import io.berth.scheduler.identity.EnrolRate;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.PeerTrust;
import io.berth.scheduler.identity.Secret;
import io.berth.scheduler.identity.ServerNames;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The port to which agents and proxies connect: TLS always, streams for those who show a
 * certificate of ours, enrolment for everybody. One thread starts it, one closes it.
 */
public final class PeerPort {
  /** The port that is used when nobody names another. */
  public static final int STANDARD = 7071;

  private static final int HEADER_BYTES = 8 * 1024;
  private static final Duration TURN = Duration.ofMillis(500);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Settings settings;
  private final Identities identities;
  private final Ambient ambient;
  private final List<PeerService> services;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable Running running;

  public PeerPort(
      Settings settings, Identities identities, Ambient ambient, List<PeerService> services) {
    this.settings = settings;
    this.identities = identities;
    this.ambient = ambient;
    this.services = List.copyOf(services);
  }

  /** Where to listen, under which names, within which bounds. */
  public record Settings(InetSocketAddress address, ServerNames names, PortLimits limits) {}

  /**
   * Both clocks, who hears of alarms, and who of a bug that leaves the port without one of its
   * loops.
   */
  public record Ambient(
      InstantSource clock,
      LongSupplier nanoTime,
      Consumer<Alarm> alarms,
      Consumer<Throwable> onBug) {
    Moment now() {
      return new Moment(clock.instant(), nanoTime.getAsLong());
    }
  }

  /** What a started port holds. */
  private record Running(Server server, Loops loops, ExecutorService threads) {}

  private record Loops(EventLoopGroup acceptor, EventLoopGroup workers) {}

  /** Listens; answers where, which tells the port if none was named. */
  public InetSocketAddress start() throws IOException {
    if (running != null) {
      throw new IllegalStateException("a port starts once");
    }
    Moment now = ambient.now();
    StateStore store = identities.store();
    ServerKeys keys =
        new ServerKeys(identities.authority(), store::snapshot, settings.names(), ambient.clock());
    keys.turn(now.time());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Loops loops =
        new Loops(
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
            new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory()));
    PortShell shell =
        new PortShell(
            threads,
            ambient::now,
            this::redeem,
            settings.limits().streamsPerPeer(),
            ambient.onBug());
    Running started = new Running(server(loops, keys, shell), loops, threads);
    running = started;
    shell.keep(() -> turn(keys));
    try {
      started.server().start();
    } catch (IOException e) {
      release(started);
      throw new IOException("cannot listen on " + settings.address(), e);
    }
    return address();
  }

  /** Where the started port listens. */
  public InetSocketAddress address() {
    Running started = running;
    if (started == null) {
      throw new IllegalStateException("the port was not started");
    }
    return (InetSocketAddress) started.server().getListenSockets().getFirst();
  }

  /** Tells every peer to come again, and waits a little for the last words to leave. */
  public void close() throws InterruptedException {
    Running started = running;
    if (started == null || !closed.compareAndSet(false, true)) {
      return;
    }
    closing.countDown();
    started.server().shutdown();
    Refusal end = RefusalWire.of(RefusalCode.REFUSAL_CODE_BUSY, "the scheduler ends; come again");
    services.forEach(service -> service.endAll(end));
    try {
      if (!started.server().awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        started.server().shutdownNow();
        started.server().awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      release(started);
    }
  }

  private void release(Running started) {
    closing.countDown();
    services.forEach(PeerService::close);
    started.threads().shutdownNow();
    var _ = started.loops().acceptor().shutdownGracefully(0, 0, TimeUnit.SECONDS);
    var _ = started.loops().workers().shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  private Server server(Loops loops, ServerKeys keys, PortShell shell) {
    PortLimits limits = settings.limits();
    EnrolRate rate = new EnrolRate(limits.enrolments(), ambient.clock().instant());
    Handshakes handshakes = new Handshakes(Handshakes.AT_ONCE);
    NettyServerBuilder server =
        NettyServerBuilder.forAddress(settings.address(), credentials(keys, shell.threads()))
            .channelFactory(() -> new BoundedServerChannel(limits.connections(), handshakes))
            .addTransportFilter(handshakes)
            .bossEventLoopGroup(loops.acceptor())
            .workerEventLoopGroup(loops.workers())
            .executor(shell.threads())
            .maxInboundMessageSize(PortLimits.MESSAGE_BYTES)
            .maxInboundMetadataSize(HEADER_BYTES)
            .maxConcurrentCallsPerConnection(limits.callsPerConnection())
            .handshakeTimeout(limits.handshake().toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionIdle(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
            .intercept(Caller.interceptor(List.of(EnrolmentGrpc.SERVICE_NAME)))
            .addService(
                new EnrolmentService(identities, rate, ambient, limits.enrolmentsInFlight()));
    services.forEach(service -> server.addService(service.open(shell)));
    return server.build();
  }

  private boolean redeem(PeerId peer, String token, Instant now) {
    return identities
        .store()
        .update(
            Lane.REPORTS,
            tx ->
                tx.find(Tables.PEERS, peer)
                    .filter(known ->
                        identities.enrolment().rejoin(tx, known, new Secret(token), now)
                            instanceof Outcome.Done)
                    .isPresent());
  }

  /** Handshakes run on the loops of connections, which must not wait for whoever is alarmed. */
  private ServerCredentials credentials(ServerKeys keys, Executor threads) {
    Consumer<PeerTrust.Foreigner> onForeigner =
        foreigner -> threads.execute(() -> ambient.alarms().accept(alarm(foreigner)));
    return TlsServerCredentials.newBuilder()
        .keyManager(keys)
        .trustManager(new PeerTrust(identities.store()::snapshot, ambient.clock(), onForeigner))
        .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
        .build();
  }

  private static Alarm alarm(PeerTrust.Foreigner foreigner) {
    return new Alarm(
        Alarm.Kind.FOREIGN_CERTIFICATE,
        foreigner.claimed(),
        "somebody claims this identity by a certificate of " + foreigner.issuer());
  }

  private void turn(ServerKeys keys) {
    try {
      while (!closing.await(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        Moment now = ambient.now();
        services.forEach(service -> service.turn(now));
        keys.turn(now.time());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
