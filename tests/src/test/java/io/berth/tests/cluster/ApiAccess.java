package io.berth.tests.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** What a scheduler leaves for clients on its machine, for clients of the AWS SDK. */
public record ApiAccess(URI endpoint, Region region, AwsBasicCredentials key) {
  private static final Duration CALL = Duration.ofSeconds(10);

  public static ApiAccess of(Path schedulerDirectory) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(schedulerDirectory.resolve("client.conf"))) {
      int equals = line.indexOf(" = ");
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 3));
      }
    }
    return new ApiAccess(
        URI.create(Objects.requireNonNull(values.get("endpoint"))),
        Region.of(values.get("region")),
        AwsBasicCredentials.create(values.get("access-key-id"), values.get("secret-access-key")));
  }

  /** A client that gives up a call after ten seconds; the caller closes it. */
  public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(key))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(CALL))
        .overrideConfiguration(settings -> settings.apiCallTimeout(CALL))
        .build();
  }
}
