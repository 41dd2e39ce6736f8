package io.berth.tests.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.cluster.ApiAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/**
 * Each client verb, asked rightly and wrongly; every call is signed by one side and judged by the
 * other.
 */
class ClientVerbsTest {
  @TempDir private Path folder;
  private RunningScheduler scheduler;

  @BeforeEach
  void start() throws Exception {
    scheduler = RunningScheduler.in(folder.resolve("scheduler"));
  }

  @AfterEach
  void stop() {
    scheduler.close();
  }

  @Test
  void aNewTokenIsOneLineToPaste() {
    var made = scheduler.berth("token", "create", "--note", "for \"ümläut\" & 日本", "--valid", "2h");

    assertEquals(0, made.exitCode(), made.err());
    assertTrue(
        made.out()
            .matches(
                "berth agent --scheduler 127\\.0\\.0\\.1:"
                    + scheduler.wiring().agents().getPort()
                    + " --token"
                    + " berth-agent-[0-9a-f]{16}-\\w{32} --ca-fingerprint [0-9a-f]{64}\n"),
        made.out());
    var list = scheduler.berth("token", "list").out();
    assertTrue(list.contains("agent  default  open"), list);
    assertTrue(list.contains("for \"ümläut\" & 日本"), list);
  }

  @Test
  void aRevokedTokenStaysListedAsSuch() {
    scheduler.berth("token", "create", "--proxy");
    String id = scheduler.berth("token", "list").out().lines().toList().get(1).split(" ", 2)[0];

    assertEquals(id + " is revoked\n", scheduler.berth("token", "revoke", id).out());
    assertEquals(id + " is revoked\n", scheduler.berth("token", "revoke", id).out());
    String list = scheduler.berth("token", "list").out();
    assertTrue(list.matches("(?s).*" + id + "  proxy  -        revoked .*"), list);
  }

  @Test
  void listsGoOnOverSeveralPages() {
    for (int number = 0; number < 101; number++) {
      assertEquals(0, scheduler.berth("token", "create", "--note", "n" + number).exitCode());
    }

    var lines = scheduler.berth("token", "list").out().lines().toList();

    assertEquals(102, lines.size());
    assertTrue(lines.get(1).endsWith("n100"), lines.get(1));
    assertTrue(lines.getLast().endsWith("n0"), lines.getLast());
  }

  @Test
  void aNewKeyWorksUntilItIsTurnedOff() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL", scheduler.wiring().endpoint());
    for (String line : scheduler.berth("key", "create").out().lines().toList()) {
      int equals = line.indexOf('=');
      environment.put(line.substring(0, equals), line.substring(equals + 1));
    }
    String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");

    assertEquals(0, RunningScheduler.berth(environment, "key", "list").exitCode());
    assertEquals(id + " is disabled\n", scheduler.berth("key", "disable", id).out());
    var refused = RunningScheduler.berth(environment, "key", "list");
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("(UnrecognizedClientException)"), refused.err());
    assertEquals(id + " is active\n", scheduler.berth("key", "enable", id).out());
    assertEquals(0, RunningScheduler.berth(environment, "key", "list").exitCode());
    environment.put("AWS_SECRET_ACCESS_KEY", "wrong");
    var forged = RunningScheduler.berth(environment, "key", "list");
    assertTrue(forged.err().contains("(InvalidSignatureException)"), forged.err());
    assertEquals(id + " is revoked\n", scheduler.berth("key", "revoke", id).out());
    var ended = scheduler.berth("key", "enable", id);
    assertTrue(ended.err().contains("(ConflictException)"), ended.err());
  }

  @Test
  void theLastKeyCannotBeTurnedOff() throws Exception {
    String id = scheduler.clientFile().replaceFirst("(?s).*access-key-id = (\\S+).*", "$1");

    var refused = scheduler.berth("key", "disable", id);

    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("the last active one"), refused.err());
  }

  @ParameterizedTest
  @CsvSource({
    "token create --cluster nowhere, 1, ResourceNotFoundException",
    "token create --cluster a/b, 1, InvalidParameterException",
    "token create --proxy --cluster default, 1, InvalidParameterException",
    "token create --valid 1s, 1, InvalidParameterException",
    "token create --valid 9999999d, 1, SerializationException",
    "token create --valid soon, 2, is no time",
    "token create --note, 2, needs a value",
    "token create --json --json, 2, is given twice",
    "token create here, 2, unexpected argument 'here'",
    "token revoke, 2, name one token",
    "token revoke 0000000000000000, 1, ResourceNotFoundException",
    "token revoke abc, 1, InvalidParameterException",
    "key revoke BRTH0000000000000000, 1, ResourceNotFoundException",
    "key list --cluster default, 2, there is no option --cluster here",
    "key, 2, there is no verb 'key'",
    "sail away, 2, there is no verb 'sail away'",
    "proxies here, 2, unexpected argument 'here'",
    "targets, 2, name one target group",
    "targets nowhere, 1, TargetGroupNotFound",
    "targets --proxy web, 2, there is no option --proxy here",
    "env --directory /does/not/exist, 1, there is no scheduler here",
  })
  void whatIsAskedWronglySaysWhy(String words, int exitCode, String complaint) {
    var answer = scheduler.berth(words.split(" ", -1));

    assertEquals(exitCode, answer.exitCode(), answer.err());
    assertTrue(answer.err().startsWith("berth: "), answer.err());
    assertTrue(answer.err().contains(complaint), answer.err());
    assertEquals("", answer.out());
  }

  @ParameterizedTest
  @CsvSource({
    "explain, 2, name one thing to explain",
    "explain web, 2, unexpected argument 'web'",
    "explain --service web --task 1, 2, name one thing to explain",
    "explain --service web --task-definition web, 2, name one thing to explain",
    "explain --count 3, 2, name what shall run with --task-definition",
    "explain --task-definition web --count many, 2, 'many' is no number of tasks",
    "explain --cli-input-json {} --count 1, 2, no other option adds to it",
    "explain --cli-input-json {} --cluster lab, 2, names its cluster itself",
    "explain --cli-input-json file:///does/not/exist, 1, cannot read /does/not/exist",
    "explain --cli-input-json {, 1, SerializationException",
    "explain --cli-input-json {}, 1, InvalidParameterException",
    "explain --task-definition nowhere, 1, TaskDefinition not found.",
    "explain --task-definition web --cluster nowhere, 1, ClusterNotFoundException",
    "explain --service nowhere, 1, ServiceNotFoundException",
    "explain --service nowhere --cluster nowhere, 1, ClusterNotFoundException",
    "explain --task 0123456789abcdef0123456789abcdef, 1, The referenced task was not found.",
  })
  void whatIsExplainedOfNothingSaysWhy(String words, int exitCode, String complaint) {
    whatIsAskedWronglySaysWhy(words, exitCode, complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "plan run-task, 2, name what shall run",
    "plan run-task web, 2, unexpected argument 'web'",
    "plan run-task --task-definition nowhere, 1, TaskDefinition not found",
    "plan run-task --task-definition web --count many, 2, is no number of tasks",
    "plan run-task --task-definition web --count 11, 1, Count must be between 1 and 10",
    "plan run-task --cli-input-json file:///does/not/exist, 1, cannot read /does/not/exist",
    "plan run-task --cli-input-json {, 1, SerializationException",
    "plan run-task --service web, 2, there is no option --service here",
    "plan update-service, 2, name a change",
    "plan update-service --service web --cli-input-json {}, 2, name a change",
    "plan update-service --service web --desired-count -1, 2, is no number",
    "plan update-service --cli-input-json [], 1, SerializationException",
    "plan update-service --service nobody --force-new-deployment, 1, ServiceNotFoundException",
    "plan, 2, there is no verb 'plan'",
    "what-if, 1, Say what shall happen",
    "what-if --add 1000000 --like 00000000000000000000000000000001, 1, addedHosts is at most",
    "what-if --add 1, 1, belong together",
    "what-if --lose 00000000000000000000000000000001, 1, There is no host",
    "what-if --lose x, 1, InvalidParameterException",
    "what-if --service nobody --desired-count 2, 1, ServiceNotFoundException",
    "what-if --run web --run-json {}, 2, no other option adds to it",
    "what-if --count 3, 1, runCount is between",
    "n1 --cluster nowhere, 1, ClusterNotFoundException",
    "n1 --budget 21, 1, budgetSeconds must be",
    "n1 here, 2, unexpected argument 'here'",
  })
  void whatCannotBeForeseenSaysWhy(String words, int exitCode, String complaint) {
    whatIsAskedWronglySaysWhy(words, exitCode, complaint);
  }

  @Test
  void aClusterWithoutHostsLosesNone() {
    assertEquals(
        "Of 0 hosts checked, the loss of any one would be absorbed.\n",
        scheduler.berth("n1").out());
    assertEquals("{}\n", scheduler.berth("n1", "--json", "--budget", "1").out());
  }

  @Test
  void aPlanMayComeFromAFile() throws Exception {
    Path file = folder.resolve("request.json");
    Files.writeString(file, "{\"taskDefinition\":\"web\",\"count\":11}");
    var tooMany = scheduler.berth("plan", "run-task", "--cli-input-json", "file://" + file);
    assertTrue(tooMany.err().contains("Count must be between 1 and 10"), tooMany.err());
    Files.writeString(file, " ".repeat(70_000) + "{}");
    var large = scheduler.berth("plan", "update-service", "--cli-input-json", "file://" + file);
    assertEquals(2, large.exitCode());
    assertTrue(large.err().contains("larger than any request"), large.err());
  }

  @Test
  void jsonIsTheAnswerAsItCame() {
    String made = scheduler.berth("token", "create", "--json").out();
    String list = scheduler.berth("token", "list", "--json").out();

    assertTrue(made.contains("\"state\":\"JOIN_TOKEN_STATE_OPEN\""), made);
    assertTrue(list.startsWith("{\"tokens\":[{\"tokenId\":"), list);
    assertFalse(list.contains("secret"), list);
  }

  @Test
  void requestIsExplainedFromSingleOptionsAndFromAFile() throws Exception {
    define();
    Path file = folder.resolve("request.json");
    Files.writeString(file, "{\"taskDefinition\": \"web\", \"count\": 2}");

    String whole = scheduler.berth("explain", "--cli-input-json", "file://" + file).out();
    String single =
        scheduler
            .berth(
                "explain",
                "--task-definition",
                "web",
                "--count",
                "2",
                "--hosts",
                "--group",
                "blue",
                "--member-of",
                "attribute:a == 'b c'",
                "--distinct-instance",
                "--strategy",
                "spread=attribute:zone,binpack=memory,random")
            .out();

    assertEquals(
        """
        2 tasks of web:1 in the cluster default, each 0 cpu units, 6 MiB
        the cluster has no host; berth token create lets one join
        """,
        whole);
    assertEquals(
        """
        2 tasks of web:1 in the cluster default, each 0 cpu units, 6 MiB, memberOf attribute:a == \
        'b c', distinctInstance
        the cluster has no host; berth token create lets one join
        """,
        single);
    String help = scheduler.berth("explain", "--help").out();
    assertTrue(help.startsWith("  berth explain [--cluster NAME] [--hosts] "), help);
  }

  private void define() throws Exception {
    ContainerDefinition container =
        ContainerDefinition.builder().name("a").image("i").memory(6).build();
    try (EcsClient ecs = ApiAccess.of(folder.resolve("scheduler")).client(EcsClient.builder())) {
      var _ =
          ecs.registerTaskDefinition(
              request -> request.family("web").containerDefinitions(List.of(container)));
    }
  }

  @Test
  void aSchedulerThatIsAwayIsToldPlainly() {
    scheduler.close();

    var answer = scheduler.berth("token", "list");

    assertEquals(1, answer.exitCode());
    assertTrue(answer.err().contains("cannot be asked"), answer.err());
  }
}
