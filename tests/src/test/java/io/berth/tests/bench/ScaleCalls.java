package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A user who goes on calling while something happens: at fixed times, now RunTask and now
 * ListTasks, each counted from the time at which it should have begun.
 */
final class ScaleCalls implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String DEFINITION =
      """
      {"family": "scale", "containerDefinitions": [{
        "name": "app", "image": "scale:1", "memory": 8, "essential": true,
        "portMappings": [{"containerPort": 8080}]}]}
      """;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SignedPosts posts;
  private final ApiConnection connection;
  private final Latencies.Client latencies = new Latencies.Client();

  ScaleCalls(SchedulerServer scheduler) {
    this.posts = new SignedPosts(scheduler);
    this.connection = ApiConnection.open(loop, URI.create(scheduler.forClients("endpoint")));
  }

  void register() throws InterruptedException {
    call("RegisterTaskDefinition", DEFINITION);
  }

  /** So many tasks, wherever there is room. */
  void run(int tasks) throws InterruptedException {
    for (int left = tasks; left > 0; left -= ApiPart.MANY) {
      call("RunTask", runTask(Math.min(left, ApiPart.MANY)));
    }
  }

  /** Calls until then, at least a few times; what they took is in the answer. */
  Latencies until(CompletableFuture<Boolean> end, int perSecond) throws InterruptedException {
    long begin = System.nanoTime();
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long at = begin;
    for (int call = 0; !end.isDone() || call < perSecond; call++) {
      Pause.of(Duration.ofNanos(Math.max(0, at - System.nanoTime())));
      if (call % 2 == 0) {
        call("RunTask", runTask(1));
      } else {
        call("ListTasks", "{}");
      }
      latencies.took(System.nanoTime() - at);
      at += period;
    }
    return Latencies.of(List.of(latencies), System.nanoTime() - begin);
  }

  private static String runTask(int count) {
    return "{\"taskDefinition\": \"scale\", \"count\": %d}".formatted(count);
  }

  private void call(String operation, String body) throws InterruptedException {
    CompletableFuture<String> answer = new CompletableFuture<>();
    loop.execute(() ->
        connection.send(
            posts.request(operation, body),
            (status, content) ->
                answer.complete(
                    HttpResponseStatus.OK.equals(status)
                        ? ""
                        : status + ": " + content.toString(UTF_8))));
    try {
      String failure = answer.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
      if (!failure.isEmpty()) {
        throw new IllegalStateException(operation + " failed: " + failure);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(operation + " was not answered", e);
    }
  }

  @Override
  public void close() {
    connection.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
