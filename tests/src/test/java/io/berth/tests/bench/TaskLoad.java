package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Callers of RunTask, each on a connection of its own that stays open, all on one event loop. The
 * tasks land on stub hosts, which end them when a run is over.
 */
final class TaskLoad implements WriteLoad {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final ByteBuf NO_FAILURE =
      Unpooled.wrappedBuffer("\"failures\":[]".getBytes(UTF_8));

  private final int tasksPerCall;
  private final StubHosts hosts;
  private final SchedulerServer scheduler;
  private final URI endpoint;
  private final SignedPosts posts;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<ApiConnection> connections = new ArrayList<>();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private long calls;

  TaskLoad(SchedulerServer scheduler, StubHosts hosts, int tasksPerCall) {
    this.tasksPerCall = tasksPerCall;
    this.hosts = hosts;
    this.scheduler = scheduler;
    this.endpoint = URI.create(scheduler.forClients("endpoint"));
    this.posts = new SignedPosts(scheduler);
  }

  /** Registers the definition of which all tasks are made. */
  void register() throws InterruptedException {
    ApiConnection connection = connections(1).getFirst();
    CountDownLatch done = new CountDownLatch(1);
    String definition =
        """
        {"family": "bench", "containerDefinitions": [{
          "name": "app", "image": "bench:1", "cpu": 1, "memory": 8, "essential": true,
          "environment": [{"name": "MODE", "value": "bench"}],
          "portMappings": [{"containerPort": 8080}]}]}
        """;
    loop.execute(() ->
        connection.send(
            posts.request("RegisterTaskDefinition", definition),
            (status, body) -> {
              note(status, body, HttpResponseStatus.OK.equals(status));
              done.countDown();
            }));
    await(done, Duration.ZERO);
  }

  /** So many calls, one after the other; their tasks stay. */
  void begin(int calls) throws InterruptedException {
    ApiConnection connection = connections(1).getFirst();
    CountDownLatch done = new CountDownLatch(calls);
    loop.execute(() -> begin(connection, done));
    await(done, Duration.ZERO);
  }

  private void begin(ApiConnection connection, CountDownLatch left) {
    call(
        connection,
        () -> {
          left.countDown();
          if (left.getCount() > 0 && failure.get() == null) {
            begin(connection, left);
          }
        });
  }

  @Override
  public Latencies run(int clients, Duration time) throws InterruptedException {
    List<ApiConnection> open = connections(clients);
    CountDownLatch running = new CountDownLatch(clients);
    long begin = System.nanoTime();
    List<CallerLoop> callers = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      callers.add(new CallerLoop(open.get(client), begin + time.toNanos(), running));
    }
    loop.execute(() -> callers.forEach(CallerLoop::next));
    await(running, time);
    long elapsed = System.nanoTime() - begin;
    return Latencies.of(callers.stream().map(caller -> caller.latencies).toList(), elapsed);
  }

  /**
   * Calls that begin at fixed times, whether the ones before are answered or not; each counts from
   * the time at which it should have begun.
   */
  Latencies runAt(int perSecond, int connections, Duration time) throws InterruptedException {
    List<ApiConnection> open = connections(connections);
    CountDownLatch running = new CountDownLatch(1);
    PacedCalls calls = new PacedCalls(this, open, perSecond, running);
    long begin = System.nanoTime();
    loop.execute(() -> calls.begin(loop.next(), begin, time));
    await(running, time);
    return Latencies.of(List.of(calls.latencies()), System.nanoTime() - begin);
  }

  @Override
  public Duration serverCpu() {
    return scheduler.cpu();
  }

  @Override
  public void settle() throws InterruptedException, ExecutionException {
    hosts.finishAll();
  }

  @Override
  public void close() {
    connections.forEach(ApiConnection::close);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** On the event loop. */
  void call(ApiConnection connection, Runnable then) {
    calls++;
    String body =
        """
        {"cluster": "default", "taskDefinition": "bench:1", "count": %d, "startedBy": "caller-%d"}
        """
            .formatted(tasksPerCall, calls);
    connection.send(
        posts.request("RunTask", body),
        (status, answer) -> {
          note(
              status,
              answer,
              HttpResponseStatus.OK.equals(status) && ByteBufUtil.indexOf(NO_FAILURE, answer) >= 0);
          then.run();
        });
  }

  private void note(HttpResponseStatus status, ByteBuf answer, boolean fine) {
    if (!fine) {
      failure.compareAndSet(null, status + ": " + answer.toString(UTF_8));
    }
  }

  private List<ApiConnection> connections(int count) {
    while (connections.size() < count) {
      connections.add(ApiConnection.open(loop, endpoint));
    }
    return connections.subList(0, count);
  }

  private void await(CountDownLatch running, Duration time) throws InterruptedException {
    boolean ended = running.await(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    String first = failure.get();
    if (first != null || !ended) {
      throw new IllegalStateException(
          first == null ? "no answer within " + GRACE : "a call failed: " + first);
    }
  }

  /** Calls one after the other. */
  private final class CallerLoop {
    private final Latencies.Client latencies = new Latencies.Client();
    private final ApiConnection connection;
    private final long end;
    private final CountDownLatch running;

    CallerLoop(ApiConnection connection, long end, CountDownLatch running) {
      this.connection = connection;
      this.end = end;
      this.running = running;
    }

    void next() {
      long sent = System.nanoTime();
      call(
          connection,
          () -> {
            long now = System.nanoTime();
            latencies.took(now - sent);
            if (now - end < 0 && failure.get() == null) {
              next();
            } else {
              running.countDown();
            }
          });
    }
  }
}
