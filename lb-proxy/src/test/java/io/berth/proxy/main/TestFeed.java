package io.berth.proxy.main;

import com.google.protobuf.ByteString;
import io.berth.peer.Pem;
import io.berth.peer.TestAuthority;
import io.berth.peer.TestScheduler;
import io.berth.peer.Times;
import io.berth.proto.common.LeaseAnswer;
import io.berth.proto.common.StateVersion;
import io.berth.proto.enrol.EnrolRequest;
import io.berth.proto.enrol.EnrolResponse;
import io.berth.proto.enrol.EnrolmentGrpc;
import io.berth.proto.enrol.GetNonceRequest;
import io.berth.proto.enrol.GetNonceResponse;
import io.berth.proto.enrol.RenewRequest;
import io.berth.proto.enrol.RenewResponse;
import io.berth.proto.proxy.FeedHello;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.ProxyFeedGrpc;
import io.berth.proto.proxy.ProxyMessage;
import io.berth.proto.proxy.RoutingChange;
import io.berth.proto.proxy.RoutingSyncBegin;
import io.berth.proto.proxy.RoutingSyncChunk;
import io.berth.proto.proxy.RoutingSyncEnd;
import io.berth.proxy.route.RoutingTable;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A scheduler for proxies, as far as the tests need one: enrols, greets, grants leases. */
final class TestFeed implements AutoCloseable {
  private final TestAuthority authority =
      new TestAuthority("1", Instant.now().minus(Duration.ofDays(9)));
  private final TestScheduler scheduler = new TestScheduler(authority, Instant.now());
  private final KeyPair keys = TestAuthority.keys();
  private final BlockingQueue<ProxyMessage> heard = new LinkedBlockingQueue<>();
  private volatile @Nullable StreamObserver<FeedMessage> stream;
  private final Server server;
  private final int port;

  TestFeed() throws Exception {
    server = server();
    port = server.getPort();
  }

  /** Also when nobody answers there any more. */
  int port() {
    return port;
  }

  String fingerprint() {
    return HexFormat.of().formatHex(authority.fingerprint());
  }

  /** The next message that is so; others are passed over. */
  ProxyMessage await(String what, Predicate<ProxyMessage> wanted) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(end)) {
      ProxyMessage message = heard.poll(1, TimeUnit.SECONDS);
      if (message != null && wanted.test(message)) {
        return message;
      }
    }
    throw new AssertionError("still waiting: " + what);
  }

  /** A full sync in one chunk. */
  void sync(long number, RoutingTable table, RoutingChange items) {
    StateVersion version = StateVersion.newBuilder().setEpoch(1).setNumber(number).build();
    send(FeedMessage.newBuilder().setSyncBegin(RoutingSyncBegin.newBuilder().setVersion(version)));
    send(FeedMessage.newBuilder().setSyncChunk(RoutingSyncChunk.newBuilder().setChange(items)));
    send(
        FeedMessage.newBuilder()
            .setSyncEnd(
                RoutingSyncEnd.newBuilder()
                    .setVersion(version)
                    .setChunkCount(1)
                    .setTableHash(ByteString.copyFrom(table.hash().bytes()))));
  }

  private synchronized void send(FeedMessage.Builder message) {
    StreamObserver<FeedMessage> open = stream;
    if (open == null) {
      throw new AssertionError("no proxy has come");
    }
    open.onNext(message.build());
  }

  /** Nobody answers any more. */
  void stop() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private Server server() throws Exception {
    String chain =
        pem(authority.server(keys.getPublic(), scheduler.now).getEncoded())
            + pem(authority.certificate().getEncoded());
    String key = Pem.write(new Pem.Block("PRIVATE KEY", keys.getPrivate().getEncoded()));
    var credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(text(chain), text(key))
            .trustManager(text(pem(authority.certificate().getEncoded())))
            .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
            .build();
    return OkHttpServerBuilder.forPort(0, credentials)
        .addService(new Enrolment())
        .addService(new Feeds())
        .build()
        .start();
  }

  private static String pem(byte[] certificate) {
    return Pem.write(new Pem.Block("CERTIFICATE", certificate));
  }

  private static ByteArrayInputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private final class Enrolment extends EnrolmentGrpc.EnrolmentImplBase {
    @Override
    public void getNonce(GetNonceRequest request, StreamObserver<GetNonceResponse> answer) {
      answer.onNext(scheduler.nonce(request));
      answer.onCompleted();
    }

    @Override
    public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> answer) {
      answer.onNext(scheduler.enrol(request));
      answer.onCompleted();
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> answer) {
      answer.onNext(scheduler.renew(request));
      answer.onCompleted();
    }
  }

  private final class Feeds extends ProxyFeedGrpc.ProxyFeedImplBase {
    @Override
    public StreamObserver<ProxyMessage> connect(StreamObserver<FeedMessage> answers) {
      stream = answers;
      return new StreamObserver<>() {
        @Override
        public void onNext(ProxyMessage message) {
          if (message.hasHello()) {
            send(hello(message));
          } else if (message.hasHeartbeat()) {
            send(lease(message.getHeartbeat().getSequence()));
          }
          heard.add(message);
        }

        @Override
        public void onError(Throwable fault) {}

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }
  }

  private FeedMessage.Builder hello(ProxyMessage message) {
    byte[] nonce = message.getHello().getClockNonce().toByteArray();
    return FeedMessage.newBuilder()
        .setHello(
            FeedHello.newBuilder()
                .setClock(authority.clock(scheduler.now, nonce))
                .setEpoch(1)
                .setLeaseMs(10_000)
                .setHeartbeatIntervalMs(500)
                .setTrustBundle(TestAuthority.bundle(authority))
                .setMaxStaleMs(900_000)
                .setHealthDigestIntervalMs(1_000)
                .setDrainReportIntervalMs(100));
  }

  private FeedMessage.Builder lease(long sequence) {
    return FeedMessage.newBuilder()
        .setLease(
            LeaseAnswer.newBuilder()
                .setSequence(sequence)
                .setLeaseMs(10_000)
                .setTime(Times.timestamp(scheduler.now)));
  }
}
