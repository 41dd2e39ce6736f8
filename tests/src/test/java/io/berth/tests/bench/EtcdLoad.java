package io.berth.tests.bench;

import com.google.protobuf.CodedOutputStream;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Clients that each put one key after the other into a child etcd over loopback: all of them on one
 * connection and its one event loop, which leaves the most of the machine to etcd.
 */
final class EtcdLoad implements WriteLoad {
  private static final int KEY_BYTES = 18;

  /** What a stored task takes. */
  private static final int VALUE_BYTES = 150;

  private static final Duration READY = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final MethodDescriptor<byte[], byte[]> PUT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("etcdserverpb.KV/Put")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final EtcdServer server;
  private final ManagedChannel channel;

  private EtcdLoad(EtcdServer server) {
    this.server = server;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.clientPort())
            .usePlaintext()
            .directExecutor()
            .build();
  }

  static EtcdLoad start(Path directory, List<String> prefix) throws IOException {
    EtcdLoad load = new EtcdLoad(EtcdServer.start(directory, prefix));
    boolean ready = false;
    try {
      CallOptions patient =
          CallOptions.DEFAULT
              .withWaitForReady()
              .withDeadlineAfter(READY.toMillis(), TimeUnit.MILLISECONDS);
      ClientCalls.blockingUnaryCall(load.channel, PUT, patient, put(new SplittableRandom(0)));
      ready = true;
      return load;
    } finally {
      if (!ready) {
        load.close();
      }
    }
  }

  @Override
  public Latencies run(int clients, Duration time) throws InterruptedException {
    long begin = System.nanoTime();
    CountDownLatch running = new CountDownLatch(clients);
    List<Putter> putters = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      putters.add(
          new Putter(new SplittableRandom(begin + client), begin + time.toNanos(), running));
    }
    putters.forEach(Putter::next);
    if (!running.await(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("etcd did not answer within " + GRACE);
    }
    long elapsed = System.nanoTime() - begin;
    putters.forEach(Putter::requireSuccess);
    return Latencies.of(putters.stream().map(putter -> putter.latencies).toList(), elapsed);
  }

  @Override
  public Duration serverCpu() {
    return server.process().cpu();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }

  private static byte[] put(SplittableRandom random) {
    byte[] key = ByteBuffer.allocate(KEY_BYTES).putInt(random.nextInt(KEYS)).array();
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    ByteArrayOutputStream message = new ByteArrayOutputStream(KEY_BYTES + VALUE_BYTES + 8);
    CodedOutputStream out = CodedOutputStream.newInstance(message);
    try {
      out.writeByteArray(1, key);
      out.writeByteArray(2, value);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return message.toByteArray();
  }

  /** One client; runs on the connection's event loop once it has begun. */
  private final class Putter implements StreamObserver<byte[]> {
    private final Latencies.Client latencies = new Latencies.Client();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final SplittableRandom random;
    private final long end;
    private final CountDownLatch running;
    private long sent;

    Putter(SplittableRandom random, long end, CountDownLatch running) {
      this.random = random;
      this.end = end;
      this.running = running;
    }

    void next() {
      byte[] request = put(random);
      sent = System.nanoTime();
      ClientCalls.asyncUnaryCall(channel.newCall(PUT, CallOptions.DEFAULT), request, this);
    }

    @Override
    public void onNext(byte[] response) {}

    @Override
    public void onCompleted() {
      long now = System.nanoTime();
      latencies.took(now - sent);
      if (now - end < 0) {
        next();
      } else {
        running.countDown();
      }
    }

    @Override
    public void onError(Throwable cause) {
      failure.set(cause);
      running.countDown();
    }

    void requireSuccess() {
      Throwable cause = failure.get();
      if (cause != null) {
        throw new IllegalStateException("a put failed", cause);
      }
    }
  }

  /** Messages as they are on the wire: the few fields of a put need no generated code. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
