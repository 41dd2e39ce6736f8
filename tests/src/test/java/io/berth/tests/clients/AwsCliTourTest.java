package io.berth.tests.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The tour as it is typed into a shell, with the CLI of Debian. */
@Tag("e2e")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsCliTourTest {
  private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:";
  private static final String WEB =
      "[{\"name\":\"main\",\"image\":\""
          + TestEngine.ECHO_IMAGE
          + "\",\"memory\":16,\"command\":[\"/echo\",\"serve\"],"
          + "\"portMappings\":[{\"containerPort\":8080}]}]";
  private static final String JOB =
      "[{\"name\":\"main\",\"image\":\""
          + TestEngine.ECHO_IMAGE
          + "\",\"memory\":16,\"command\":[\"/echo\",\"exit\",\"3\"]}]";

  private TourGround ground;
  private AwsCli aws;

  @BeforeAll
  void open() throws Exception {
    ground = TourGround.open();
    aws = new AwsCli(ground.programs(), ground.connection());
  }

  @AfterAll
  void close() throws IOException {
    ground.close();
  }

  @Test
  void theCliGoesThroughTheWholeTour() throws Exception {
    clusterComes();
    ground.join("tour");
    String task = webIsServed();
    severalRunAndAreListedInPages();
    tagsComeAndGo(task);
    attributesComeAndGo();
    serviceIsKept();
    stoppedTaskTellsWhy(task);
    exitCodeIsTold();
    whatNoHostCanRunFails();
    definitionGoes();
    clusterGoes();
  }

  private void clusterComes() throws Exception {
    assertEquals(
        "ACTIVE",
        aws.ok(
            "ecs create-cluster --cluster-name tour --query cluster.status --output text"
                + " --tags key=team,value=web"));
    assertEquals(
        List.of(ARN + "cluster/default", ARN + "cluster/tour"),
        aws.list("ecs list-clusters --query clusterArns[] --page-size 1"));
    aws.refused(
        "InvalidParameterException",
        "ecs run-task --cluster tour --task-definition " + registered("web", WEB));
  }

  private String registered(String family, String containers) throws Exception {
    return aws.ok(
        "ecs register-task-definition --query taskDefinition.taskDefinitionArn --output text"
            + " --family "
            + family
            + " --container-definitions",
        containers);
  }

  private String webIsServed() throws Exception {
    String task =
        aws.ok(
            "ecs run-task --cluster tour --task-definition web --query tasks[0].taskArn"
                + " --output text");
    aws.ok("ecs wait tasks-running --cluster tour --tasks", task);
    assertEquals(
        List.of("RUNNING", ARN + "task-definition/web:1", "family:web", "CONNECTED"),
        described(task, "[lastStatus,taskDefinitionArn,group,connectivity]"));
    ground.assertServes(
        Integer.parseInt(described(task, "containers[0].networkBindings[0].hostPort").getFirst()));
    return task;
  }

  private List<String> described(String task, String query) throws Exception {
    return aws.list(
        "ecs describe-tasks --cluster tour --query tasks[0]." + query + " --tasks", task);
  }

  private void severalRunAndAreListedInPages() throws Exception {
    List<String> ran =
        aws.list(
            "ecs run-task --cluster tour --task-definition web:1 --count 3 --started-by tour"
                + " --query tasks[].taskArn");
    String host =
        aws.ok(
            "ecs list-container-instances --cluster tour --query containerInstanceArns[0]"
                + " --output text");
    String started =
        aws.ok(
            "ecs start-task --cluster tour --task-definition web --container-instances "
                + host
                + " --query tasks[0].taskArn --output text");
    List<String> words = new ArrayList<>(ran);
    words.add(started);
    aws.ok("ecs wait tasks-running --cluster tour --tasks", words.toArray(String[]::new));

    List<String> listed =
        aws.list("ecs list-tasks --cluster tour --page-size 2 --query taskArns[]");
    assertEquals(5, listed.size());
    assertEquals(5, new HashSet<>(listed).size());
    assertTrue(listed.containsAll(words));
    assertEquals(
        new HashSet<>(ran),
        new HashSet<>(
            aws.list("ecs list-tasks --cluster tour --started-by tour --query taskArns")));
    assertEquals(
        List.of("5", "0"),
        aws.list(
            "ecs describe-container-instances --cluster tour --container-instances "
                + host
                + " --query containerInstances[0].[runningTasksCount,pendingTasksCount]"));
    for (String task : words) {
      aws.ok("ecs stop-task --cluster tour --task " + task);
    }
    aws.ok("ecs wait tasks-stopped --cluster tour --tasks", words.toArray(String[]::new));
  }

  private void tagsComeAndGo(String task) throws Exception {
    aws.ok("ecs tag-resource --resource-arn " + task + " --tags key=a,value=b key=c,value=");
    String query = "ecs list-tags-for-resource --query tags[].key --resource-arn " + task;
    assertEquals(List.of("a", "c"), aws.list(query));
    aws.ok("ecs untag-resource --resource-arn " + task + " --tag-keys a");
    assertEquals(List.of("c"), aws.list(query));
  }

  private void attributesComeAndGo() throws Exception {
    String host =
        aws.ok(
            "ecs list-container-instances --cluster tour --query containerInstanceArns[0]"
                + " --output text");
    String list = "ecs list-attributes --cluster tour --target-type container-instance ";
    String stack = list + "--attribute-name stack --query attributes[].[targetId,value]";
    aws.ok("ecs put-attributes --cluster tour --attributes name=stack,value=blue,targetId=" + host);
    assertEquals(List.of(host, "blue"), aws.list(stack));
    String where = "ecs list-container-instances --cluster tour --query containerInstanceArns";
    assertEquals(List.of(host), aws.list(where + " --filter", "attribute:stack == blue"));
    assertEquals(List.of(), aws.list(where + " --filter", "attribute:stack == green"));
    aws.ok("ecs delete-attributes --cluster tour --attributes name=stack,targetId=" + host);
    assertEquals(List.of(), aws.list(stack));
    assertEquals(
        List.of("linux"),
        aws.list(list + "--attribute-name ecs.os-type --query attributes[].value"));
    aws.refused(
        "InvalidParameterException",
        "ecs put-attributes --cluster tour --attributes name=ecs.os-type,value=bsd,targetId="
            + host);
  }

  /** The waiters of the CLI look every fifteen seconds. */
  private void serviceIsKept() throws Exception {
    aws.ok(
        "ecs create-service --cluster tour --service-name tour --task-definition web"
            + " --desired-count 2 --query service.status");
    aws.ok("ecs wait services-stable --cluster tour --services tour");
    assertEquals(
        List.of("ACTIVE", "2", "COMPLETED"),
        aws.list(
            "ecs describe-services --cluster tour --services tour --query"
                + " services[0].[status,runningCount,deployments[0].rolloutState]"));
    aws.ok("ecs delete-service --cluster tour --service tour --force --query service.status");
    aws.ok("ecs wait services-inactive --cluster tour --services tour");
    assertEquals(List.of(), aws.list("ecs list-services --cluster tour --query serviceArns"));
  }

  private void stoppedTaskTellsWhy(String task) throws Exception {
    aws.ok("ecs stop-task --cluster tour --task " + task + " --reason", "the tour is over");
    aws.ok("ecs wait tasks-stopped --cluster tour --tasks", task);

    assertEquals(
        List.of("STOPPED", "UserInitiated", "143"),
        described(task, "[lastStatus,stopCode,containers[0].exitCode]"));
    assertEquals(List.of("the", "tour", "is", "over"), described(task, "stoppedReason"));
  }

  private void exitCodeIsTold() throws Exception {
    String definition = registered("job", JOB);
    String task =
        aws.ok(
            "ecs run-task --cluster tour --query tasks[0].taskArn --output text"
                + " --task-definition "
                + definition);
    aws.ok("ecs wait tasks-stopped --cluster tour --tasks", task);

    assertEquals(
        List.of("EssentialContainerExited", "3"),
        described(task, "[stopCode,containers[0].exitCode]"));
    // Waiting for a task to run that has ended is told as such.
    assertEquals(255, aws.run("ecs wait tasks-running --cluster tour --tasks", task).exitCode());
  }

  private void whatNoHostCanRunFails() throws Exception {
    String run =
        "ecs run-task --cluster tour --query failures[].reason --task-definition "
            + registered("large", WEB.replace("\"memory\":16", "\"memory\":99999999"));
    assertEquals(List.of("RESOURCE:MEMORY"), aws.list(run));
    run =
        "ecs run-task --cluster tour --count 2 --query failures[].reason --task-definition "
            + registered("busy", WEB.replace("\"memory\":16", "\"memory\":16,\"cpu\":99999"));
    assertEquals(List.of("RESOURCE:CPU", "RESOURCE:CPU"), aws.list(run));
  }

  private void definitionGoes() throws Exception {
    assertEquals(
        "INACTIVE",
        aws.ok(
            "ecs deregister-task-definition --task-definition job:1 --query taskDefinition.status"
                + " --output text"));
    aws.refused("InvalidParameterException", "ecs run-task --cluster tour --task-definition job:1");
    assertEquals(
        List.of(ARN + "task-definition/web:1"),
        aws.list("ecs list-task-definitions --family-prefix web --query taskDefinitionArns"));
    assertEquals(
        List.of(ARN + "task-definition/job:1"),
        aws.list(
            "ecs list-task-definitions --family-prefix job --status INACTIVE --query"
                + " taskDefinitionArns"));
    assertEquals(
        List.of("web"),
        aws.list(
            "ecs list-task-definition-families --family-prefix w --status ACTIVE --query"
                + " families"));
  }

  private void clusterGoes() throws Exception {
    aws.refused("ClusterContainsContainerInstancesException", "ecs delete-cluster --cluster tour");
    String host =
        aws.ok(
            "ecs list-container-instances --cluster tour --query containerInstanceArns[0]"
                + " --output text");
    aws.ok("ecs deregister-container-instance --cluster tour --container-instance " + host);
    assertEquals(
        "INACTIVE",
        aws.ok("ecs delete-cluster --cluster tour --query cluster.status --output text"));
    aws.refused("ClusterNotFoundException", "ecs list-tasks --cluster tour");
  }

  // ------------------------------------------------------------------------------- refusals

  @Test
  void namesOfNothingAreRefused() throws Exception {
    assertTrue(
        aws.refused("ClusterNotFoundException", "ecs list-tasks --cluster nowhere")
            .endsWith("ListTasks operation: Cluster not found."));
    aws.refused("ClientException", "ecs run-task --task-definition nothing");
    aws.refused("ClientException", "ecs describe-task-definition --task-definition nothing:1");
    aws.refused("ServiceNotFoundException", "ecs list-tasks --service-name nothing");
    aws.refused("UnknownOperationException", "ecs list-account-settings");
    aws.refused("InvalidParameterException", "ecs stop-task --task nothing");
    assertEquals(
        List.of("MISSING"),
        aws.list("ecs describe-clusters --clusters nowhere --query failures[].reason"));
  }

  @Test
  void whatIsOutOfBoundsIsRefused() throws Exception {
    registered("bounded", WEB);
    String longName = "n".repeat(10_000);

    for (String count : List.of("0", "11")) {
      aws.refused(
          "InvalidParameterException", "ecs run-task --task-definition bounded --count " + count);
    }
    aws.refused("InvalidParameterException", "ecs create-cluster --cluster-name", longName);
    aws.refused(
        "ClientException",
        "ecs register-task-definition --container-definitions",
        WEB,
        "--family",
        longName);
    aws.refused(
        "InvalidParameterException", "ecs list-clusters --max-items 1 --starting-token", token());
  }

  /** A token as the CLI wraps it, with something of its own inside. */
  private static String token() {
    return Base64.getEncoder().encodeToString("{\"nextToken\": \"no token\"}".getBytes(US_ASCII));
  }

  @Test
  void aBodyOfAHundredMegabytesIsRefused() throws Exception {
    Path input = Files.createTempFile(ground.programs().home(), "huge-", ".json");
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) 'a');
    try (OutputStream out = Files.newOutputStream(input)) {
      out.write("{\"clusterName\":\"".getBytes(US_ASCII));
      for (int written = 0; written < 100; written++) {
        out.write(megabyte);
      }
      out.write("\"}".getBytes(US_ASCII));
    }

    aws.refused(
        "RequestEntityTooLargeException", "ecs create-cluster --cli-input-json file://" + input);
    Files.delete(input);
  }

  @Test
  void whoHasNoRightKeyIsRefused() throws Exception {
    AwsCli forged = aws.with(ground.connection().forged());
    AwsCli unknown = aws.with(ground.connection().unknown());

    forged.refused("InvalidSignatureException", "ecs list-clusters");
    unknown.refused("UnrecognizedClientException", "ecs list-clusters");
    forged.refused("SignatureDoesNotMatch", "sts get-caller-identity");
    unknown.refused("InvalidClientTokenId", "sts get-caller-identity");
    assertEquals(List.of("000000000000"), aws.list("sts get-caller-identity --query Account"));
  }
}
