package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.StsOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

/** The AWS CLI as Debian ships it, unmodified, calls the front. */
@Tag("e2e")
class AwsCliTest {
  /** By path: another CLI may stand before it in the user's search path. */
  private static final String AWS = "/usr/bin/aws";

  private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:cluster/";

  @TempDir private Path folder;
  private TestFront front;

  @BeforeEach
  void start() throws IOException {
    List<Operation<?, ?>> operations = new ArrayList<>(StsOperations.all());
    operations.add(
        Operation.of(
            new Operation.Name("ecs", "ListClusters"),
            ListClustersRequest::builder,
            ListClustersResponse.class,
            (_, request) -> pageAfter(request.nextToken())));
    front = TestFront.serving(operations);
  }

  /** Two pages of one cluster each, so that the CLI has to come again. */
  private static ListClustersResponse pageAfter(@Nullable String token) {
    if (token == null) {
      return ListClustersResponse.builder().clusterArns(ARN + "a").nextToken("a").build();
    }
    if (!token.equals("a")) {
      throw ApiError.sender("InvalidParameterException", "Invalid token.");
    }
    return ListClustersResponse.builder().clusterArns(ARN + "b").build();
  }

  @AfterEach
  void stop() {
    front.close();
  }

  @Test
  void callerIdentityIsShown() throws Exception {
    assertEquals(
        "AKIDTEST\t000000000000\tarn:aws:iam::000000000000:user/AKIDTEST",
        run(0, Map.of(), "sts get-caller-identity --query [UserId,Account,Arn] --output text"));
  }

  @Test
  void clustersAreListedPageByPage() throws Exception {
    assertEquals(
        ARN + "a\n" + ARN + "b",
        run(0, Map.of(), "ecs list-clusters --query clusterArns[] --output text"));
  }

  @Test
  void refusalsAreShownWithTheirCode() throws Exception {
    String unknownToken = run(254, Map.of(), "ecs list-clusters --next-token x");
    assertTrue(unknownToken.contains("(InvalidParameterException)"), unknownToken);
    assertTrue(unknownToken.contains("Invalid token."), unknownToken);
  }

  @Test
  void wrongSecretsAndUnknownKeysAreShownAsSuch() throws Exception {
    String wrongSecret = run(254, Map.of("AWS_SECRET_ACCESS_KEY", "wrong"), "ecs list-clusters");
    String unknownKey =
        run(254, Map.of("AWS_ACCESS_KEY_ID", "AKIDNOBODY"), "sts get-caller-identity");
    String unknownOperation = run(254, Map.of(), "ecs list-services");

    assertTrue(wrongSecret.contains("(InvalidSignatureException)"), wrongSecret);
    assertTrue(unknownKey.contains("(InvalidClientTokenId)"), unknownKey);
    assertTrue(unknownOperation.contains("(UnknownOperationException)"), unknownOperation);
  }

  private String run(int exitCode, Map<String, String> changes, String arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(AWS, "--endpoint-url", front.uri().toString()));
    command.addAll(List.of(arguments.split(" ")));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("HOME", folder.toString());
    environment.put("AWS_ACCESS_KEY_ID", TestFront.KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", TestFront.SECRET);
    environment.put("AWS_DEFAULT_REGION", "eu-north-1");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_PAGER", "");
    environment.putAll(changes);
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the CLI does not end");
    String text = Files.readString(output, UTF_8).strip();
    assertEquals(exitCode, process.exitValue(), text);
    return text;
  }
}
