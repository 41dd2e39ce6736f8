package io.berth.scheduler.main;

import io.berth.base.Endpoint;
import io.berth.scheduler.identity.SdkSigner;
import io.berth.scheduler.identity.SignedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A whole scheduler on free ports, called as its clients call it. */
final class TestScheduler implements AutoCloseable {
  final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final SchedulerWiring wiring;

  private TestScheduler(SchedulerConfig config) throws Exception {
    wiring = new SchedulerWiring(config, Surroundings.ofThisMachine(), failure::set);
    wiring.start();
  }

  /** Further options win over these. */
  static TestScheduler start(Path directory, String... options) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("--directory", directory.toString());
    settings.put("--api", "127.0.0.1:0");
    settings.put("--agents", "127.0.0.1:0");
    for (int at = 0; at < options.length; at += 2) {
      settings.put(options[at], options[at + 1]);
    }
    List<String> arguments = new ArrayList<>();
    settings.forEach((key, value) -> arguments.addAll(List.of(key, value)));
    return new TestScheduler(SchedulerConfig.read(arguments));
  }

  URI api() {
    return URI.create(wiring.endpoint());
  }

  /** Where agents connect, as an operator would write it. */
  String agents() {
    return Endpoint.of(wiring.agents()).toString();
  }

  Path clientFile() {
    return wiring.directory().resolve("client.conf");
  }

  Path caFile() {
    return wiring.directory().resolve("ca.pem");
  }

  /** What the client file says. */
  Map<String, String> client() throws IOException {
    Map<String, String> lines = new HashMap<>();
    for (String line : Files.readAllLines(clientFile())) {
      if (!line.startsWith("#")) {
        lines.put(line.split(" = ", 2)[0], line.split(" = ", 2)[1]);
      }
    }
    return lines;
  }

  HttpResponse<String> control(String method, String body) throws Exception {
    return post("berth", "/berth/v1/" + method, body);
  }

  HttpResponse<String> identity() throws Exception {
    return post("sts", "/", "Action=GetCallerIdentity&Version=2011-06-15");
  }

  HttpResponse<String> post(String service, String path, String body) throws Exception {
    Map<String, String> client = client();
    return post(
        AwsBasicCredentials.create(
            client.getOrDefault("access-key-id", ""), client.getOrDefault("secret-access-key", "")),
        new Asked(service, path, body));
  }

  /** A call to a path of a service. */
  record Asked(String service, String path, String body) {}

  HttpResponse<String> post(AwsBasicCredentials credentials, Asked asked) throws Exception {
    URI uri = api().resolve(asked.path());
    SdkHttpRequest.Builder plain = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
    if (asked.service().equals("sts")) {
      plain.putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    }
    SignedRequest signed =
        new SdkSigner(credentials, java.time.Instant.now(), "us-east-1", asked.service())
            .withHeaders(plain.build(), asked.body());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(asked.body()));
    for (Map.Entry<String, List<String>> header : signed.headers().entrySet()) {
      if (!List.of("host", "content-length").contains(header.getKey())) {
        request.header(header.getKey(), header.getValue().getFirst());
      }
    }
    HttpClient.Builder client = HttpClient.newBuilder();
    SSLContext trust = Trust.of(caFile());
    try (HttpClient http = client.sslContext(trust).build()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  static String member(HttpResponse<String> response, String name) {
    List<String> found = members(response, name);
    if (found.isEmpty()) {
      throw new AssertionError("no member " + name + " in " + response.body());
    }
    return found.getFirst();
  }

  /** The texts of all members of this name. */
  static List<String> members(HttpResponse<String> response, String name) {
    List<String> found = new ArrayList<>();
    var matcher =
        java.util.regex.Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(response.body());
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Override
  public void close() {
    wiring.close();
  }
}
