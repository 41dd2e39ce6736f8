package io.berth.tests.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;

/** What a scheduler leaves for clients on its machine: where it is, and a key. */
record Connection(URI endpoint, String region, String keyId, String secret) {

  static Connection of(Path schedulerDirectory) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(schedulerDirectory.resolve("client.conf"))) {
      int equals = line.indexOf(" = ");
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 3));
      }
    }
    return new Connection(
        URI.create(value(values, "endpoint")),
        value(values, "region"),
        value(values, "access-key-id"),
        value(values, "secret-access-key"));
  }

  private static String value(Map<String, String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** The same with a secret that is not the key's. */
  Connection forged() {
    return new Connection(endpoint, region, keyId, "no secret of anybody");
  }

  /** The same with a key that nobody has. */
  Connection unknown() {
    return new Connection(endpoint, region, "AKIDNOBODY", secret);
  }

  /** As {@code ./dev env} sets them. */
  Map<String, String> variables() {
    return Map.of(
        "AWS_ENDPOINT_URL", endpoint.toString(),
        "AWS_ACCESS_KEY_ID", keyId,
        "AWS_SECRET_ACCESS_KEY", secret,
        "AWS_REGION", region,
        "AWS_DEFAULT_REGION", region,
        "AWS_EC2_METADATA_DISABLED", "true");
  }

  /** The SDK for Java; the caller closes it. */
  EcsClient sdk() {
    return EcsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
