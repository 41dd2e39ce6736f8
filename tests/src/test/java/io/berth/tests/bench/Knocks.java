package io.berth.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks who answers somewhere, and does not wait long: whoever was cut off never says so. */
final class Knocks implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final int OK = 200;
  private static final String WHO = "X-Task";

  private final HttpClient browser = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** The name of the container that answers now, if any does. */
  Optional<String> at(InetSocketAddress door) throws InterruptedException {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://" + door.getHostString() + ":" + door.getPort()))
            .timeout(PATIENCE)
            .build();
    try {
      HttpResponse<Void> answer = browser.send(ask, HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() == OK ? answer.headers().firstValue(WHO) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    browser.close();
  }
}
