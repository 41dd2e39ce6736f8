package io.berth.tests.bench;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many agents that joined by real tokens, all served by two threads of this process. */
final class ScaleAgents implements AutoCloseable {
  private static final int THREADS = 2;

  /** Fewer than one address may enrol at once. */
  private static final int PER_ADDRESS = 80;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
  private final ScaleCounts counts = new ScaleCounts();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<ScaleAgent> agents = new ArrayList<>();
  private final SchedulerServer scheduler;
  private final byte[] authority;

  private ScaleAgents(SchedulerServer scheduler) throws IOException {
    this.scheduler = scheduler;
    this.authority = Files.readAllBytes(scheduler.authority());
  }

  /** As many as join within that time. */
  static ScaleAgents join(SchedulerServer scheduler, int most, Duration time) throws IOException {
    ScaleAgents joined = new ScaleAgents(scheduler);
    long deadline = System.nanoTime() + time.toNanos();
    boolean ready = false;
    try {
      for (int first = 1; first <= most && System.nanoTime() - deadline < 0; first += PER_ADDRESS) {
        joined.add(first, Math.min(PER_ADDRESS, most - first + 1), deadline);
      }
      ready = true;
      return joined;
    } finally {
      if (!ready) {
        joined.close();
      }
    }
  }

  int size() {
    return agents.size();
  }

  ScaleCounts counts() {
    return counts;
  }

  void begin() {
    agents.forEach(ScaleAgent::begin);
  }

  void forgetVersions() {
    agents.forEach(ScaleAgent::forgetVersion);
  }

  /** From an address of their own: one that asks for thousands of identities is refused. */
  private void add(int first, int count, long deadline) throws IOException {
    byte[] address = {
      127, 1, (byte) (first / PER_ADDRESS / 200), (byte) (1 + first / PER_ADDRESS % 200)
    };
    InetAddress from = InetAddress.getByAddress(address);
    ManagedChannel stranger =
        builder(
                loops.next(),
                TlsChannelCredentials.newBuilder()
                    .trustManager(new ByteArrayInputStream(authority))
                    .build())
            .localSocketPicker(
                new NettyChannelBuilder.LocalSocketPicker() {
                  @Override
                  public InetSocketAddress createSocketAddress(
                      java.net.SocketAddress server, io.grpc.Attributes attributes) {
                    return new InetSocketAddress(from, 0);
                  }
                })
            .build();
    try {
      for (int number = first; number < first + count; number++) {
        if (System.nanoTime() - deadline > 0) {
          return;
        }
        String token = scheduler.newToken().secret();
        add(number, StubIdentity.enrol(stranger, token, "stub-" + number));
      }
    } finally {
      stranger.shutdownNow();
    }
  }

  private void add(int number, StubIdentity identity) throws IOException {
    EventLoop loop = loops.next();
    try (InputStream trusted = new ByteArrayInputStream(authority)) {
      ManagedChannel channel = builder(loop, identity.credentials(trusted)).build();
      channels.add(channel);
      agents.add(new ScaleAgent(number, loop, channel, counts));
    }
  }

  private NettyChannelBuilder builder(EventLoop loop, ChannelCredentials credentials) {
    return NettyChannelBuilder.forAddress("127.0.0.1", scheduler.agentsPort(), credentials)
        .channelType(NioSocketChannel.class)
        .eventLoopGroup(loop)
        .directExecutor();
  }

  @Override
  public void close() {
    agents.forEach(ScaleAgent::end);
    channels.forEach(ManagedChannel::shutdownNow);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
