package io.berth.tests.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;

/**
 * {@code berth why} through the front door: what a client of ECS does is told with its key, also
 * after a restart, and what nobody knows is refused.
 */
class WhyVerbTest {
  @TempDir private Path folder;

  @Test
  void aServiceTellsWhoMadeItAndWhyItHasNoTasksAlsoAfterARestart() throws Exception {
    String key;
    List<String> before;
    try (var scheduler = RunningScheduler.in(folder.resolve("scheduler"));
        var client = client(scheduler)) {
      key = value(scheduler, "access-key-id");
      define(client);
      var _ =
          client.createService(
              request -> request.serviceName("web").taskDefinition("web").desiredCount(2));
      var _ = awaitLines(scheduler, "2 tasks not placed: no host of the cluster takes tasks");
      var _ = client.updateService(request -> request.service("web").desiredCount(3));
      before = awaitLines(scheduler, "service web was changed (desired 2 -> 3)");
    }
    try (var scheduler = RunningScheduler.in(folder.resolve("scheduler"))) {
      List<String> after = scheduler.berth("why", "web").out().lines().toList();
      assertEquals(before, after.subList(0, before.size()));
      assertTrue(
          before.getFirst().contains("service web was created with 2 tasks"), before::toString);
      assertTrue(
          before.get(1).startsWith("    after CreateService by key " + key), before::toString);
      String json = scheduler.berth("why", "web", "--json").out();
      assertTrue(json.startsWith("{\"about\":\"service/default/web\",\"lines\":[{"), json);
      assertTrue(json.contains("\"accessKeyId\":\"" + key + "\""), json);
    }
  }

  @Test
  void aRequestThatNobodyCouldServeIsToldOfTheCluster() throws Exception {
    try (var scheduler = RunningScheduler.in(folder.resolve("scheduler"));
        var client = client(scheduler)) {
      assertEquals("Nothing was written down of cluster/default.\n", scheduler.berth("why").out());
      define(client);
      assertThrows(
          InvalidParameterException.class,
          () -> client.runTask(request -> request.taskDefinition("web").count(4)));

      List<String> told = scheduler.berth("why").out().lines().toList();

      assertTrue(
          told.getFirst().endsWith("4 tasks not placed: no host of the cluster takes tasks"),
          told::toString);
      assertTrue(told.getLast().startsWith("    after RunTask by key "), told::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "why nobody, 1, ResourceNotFoundException",
    "why 0123456789abcdef0123456789abcdef, 1, ResourceNotFoundException",
    "why a/b, 1, InvalidParameterException",
    "why arn:aws:ecs:us-east-1:000000000000:task-definition/web:1, 1, InvalidParameterException",
    "why arn:aws:ecs:us-east-1:000000000000:task/default/nobody, 1, InvalidParameterException",
    "why arn:aws:s3:::bucket, 1, InvalidParameterException",
    "why --cluster nowhere, 1, ClusterNotFoundException",
    "why --cluster a:b, 1, InvalidParameterException",
    "why --before soon, 1, InvalidParameterException",
    "why --before TGlzdEhpc3RvcnkgMSAyIDMgNA, 1, InvalidParameterException",
    "why one two, 2, name one",
    "why web --proxy, 2, there is no option --proxy here",
  })
  void whatIsAskedWronglySaysWhy(String words, int exitCode, String complaint) throws Exception {
    try (var scheduler = RunningScheduler.in(folder.resolve("scheduler"))) {
      var answer = scheduler.berth(words.split(" ", -1));

      assertEquals(exitCode, answer.exitCode(), answer.err());
      assertTrue(answer.err().contains(complaint), answer.err());
      assertEquals("", answer.out());
    }
  }

  /** Until a line of the service says this: its loop is a thread of its own. */
  private static List<String> awaitLines(RunningScheduler scheduler, String said) {
    long end = System.nanoTime() + 60_000_000_000L;
    String out = "";
    while (System.nanoTime() < end) {
      out = scheduler.berth("why", "web").out();
      if (out.contains(said)) {
        return out.lines().toList();
      }
    }
    throw new AssertionError("it never says " + said + ": " + out);
  }

  private static void define(EcsClient client) {
    var _ =
        client.registerTaskDefinition(request ->
            request
                .family("web")
                .containerDefinitions(
                    ContainerDefinition.builder().name("web").image("web:1").memory(16).build()));
  }

  private static EcsClient client(RunningScheduler scheduler) throws Exception {
    return EcsClient.builder()
        .endpointOverride(URI.create(scheduler.wiring().endpoint()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    value(scheduler, "access-key-id"), value(scheduler, "secret-access-key"))))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static String value(RunningScheduler scheduler, String name) throws Exception {
    return scheduler.clientFile().replaceFirst("(?s).*" + name + " = (\\S+).*", "$1");
  }
}
