package io.berth.tests.bench;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Hosts that joined a scheduler as real ones do, all served by one thread of this process. */
final class StubHosts implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(10);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<StubHost> hosts = new ArrayList<>();
  private final SchedulerServer scheduler;
  private final Supplier<StubWork> work;

  private StubHosts(SchedulerServer scheduler, Supplier<StubWork> work) {
    this.scheduler = scheduler;
    this.work = work;
  }

  /** Hosts whose tasks are nothing but words. */
  static StubHosts join(SchedulerServer scheduler, int count) throws Exception {
    return join(scheduler, count, PortsAlone::new);
  }

  /** Each with work of its own. */
  static StubHosts join(SchedulerServer scheduler, int count, Supplier<StubWork> work)
      throws Exception {
    StubHosts joined = new StubHosts(scheduler, work);
    boolean ready = false;
    try {
      for (int number = 1; number <= count; number++) {
        joined.add(number);
      }
      ready = true;
      return joined;
    } finally {
      if (!ready) {
        joined.close();
      }
    }
  }

  /** Ends every task, and waits until the scheduler has taken note of it. */
  void finishAll() throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (taskCount() > 0) {
      // Each time anew: callers are answered before the hosts hear of their tasks.
      hosts.forEach(StubHost::finishAll);
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(taskCount() + " tasks did not come to an end");
      }
      Pause.of(LOOK);
    }
  }

  int taskCount() throws InterruptedException, ExecutionException {
    int all = 0;
    for (StubHost host : hosts) {
      all += host.taskCount().get();
    }
    return all;
  }

  @Override
  public void close() {
    hosts.forEach(StubHost::end);
    channels.forEach(ManagedChannel::shutdownNow);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void add(int number)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    StubIdentity identity;
    ManagedChannel stranger;
    try (InputStream authority = Files.newInputStream(scheduler.authority())) {
      stranger = channel(TlsChannelCredentials.newBuilder().trustManager(authority).build());
    }
    try {
      identity = StubIdentity.enrol(stranger, scheduler.newToken().secret(), "stub-" + number);
    } finally {
      stranger.shutdownNow();
    }
    try (InputStream authority = Files.newInputStream(scheduler.authority())) {
      ManagedChannel own = channel(identity.credentials(authority));
      channels.add(own);
      StubHost host = new StubHost(number, loop.next(), own, work.get());
      hosts.add(host);
      var _ = host.begin().get(READY.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private ManagedChannel channel(ChannelCredentials credentials) {
    return NettyChannelBuilder.forAddress("127.0.0.1", scheduler.agentsPort(), credentials)
        .channelType(NioSocketChannel.class)
        .eventLoopGroup(loop)
        .directExecutor()
        .build();
  }
}
