package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.berth.proto.control.AskWhatIfRequest;
import io.berth.proto.control.AskWhatIfResponse;
import io.berth.proto.control.CheckHostLossesRequest;
import io.berth.proto.control.CheckHostLossesResponse;
import io.berth.proto.control.ForeseenLack;
import io.berth.proto.control.ForeseenMove;
import io.berth.proto.control.ForeseenMoveKind;
import io.berth.proto.control.ForeseenObstacle;
import io.berth.proto.control.HostLoss;
import io.berth.proto.control.PlanRunTaskRequest;
import io.berth.proto.control.PlanRunTaskResponse;
import io.berth.proto.control.PlanUpdateServiceRequest;
import io.berth.proto.control.PlanUpdateServiceResponse;
import io.berth.scheduler.aws.JsonCodec;
import io.berth.scheduler.aws.JsonDocuments;
import io.berth.scheduler.aws.UnknownMembers;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;

/** What would happen, asked as our own API asks it; rightly and wrongly, and always in vain. */
class ForesightOperationsTest {
  private static final String ONE = "00000000000000000000000000000001";
  private static final String TWO = "00000000000000000000000000000002";
  private static final String PARAMETER = "InvalidParameterException";
  private static final Caller CALLER =
      new Caller("000000000000", "us-east-1", new AccessKeyId("BRTHTEST"), "request-1");

  private final ApiWorld world = new ApiWorld();
  private final ForesightOperations foresight =
      new ForesightOperations(
          world.store,
          new JsonDocuments(new JsonCodec(new UnknownMembers())),
          () -> Samples.NOON,
          new Questions(1, Duration.ZERO, () -> 0));
  private List<Object> rows = List.of();

  @BeforeEach
  void twoHostsADefinitionAndAService() {
    world.join(1, new Resources(4_096, 300, 10, 0));
    world.join(2, new Resources(4_096, 300, 10, 0));
    SdkPojo _ =
        world.json(
            "RegisterTaskDefinition",
            json(
                "{'family':'web','containerDefinitions':[{'name':'web','image':'e:1','memory':100}]}"));
    SdkPojo _ =
        world.json(
            "CreateService", json("{'serviceName':'web','taskDefinition':'web','desiredCount':4}"));
    world.turn();
    rows = world.rows();
  }

  @AfterEach
  void nothingIsChanged() {
    assertEquals(rows, world.rows());
  }

  // ------------------------------------------------------------------------------ answers

  @Test
  void aPlanOfRunTaskNamesHostsAndWhatFindsNone() {
    PlanRunTaskResponse plan = planRun("{'taskDefinition':'web','count':3}");

    assertEquals(2, plan.getMovesList().stream().mapToInt(ForeseenMove::getCount).sum());
    for (ForeseenMove move : plan.getMovesList()) {
      assertEquals(ForeseenMoveKind.FORESEEN_MOVE_KIND_START, move.getKind());
      assertEquals("web:1", move.getTaskDefinition());
      assertEquals("", move.getServiceName());
      assertTrue(List.of(ONE, TWO).contains(move.getHostId()), move.getHostId());
    }
    ForeseenLack lack = plan.getLacks(0);
    assertEquals(1, lack.getCount());
    assertEquals(ForeseenObstacle.FORESEEN_OBSTACLE_NO_PLACE, lack.getObstacle());
    assertEquals("RESOURCE:MEMORY", lack.getReason());
    assertEquals(ONE, lack.getClosestHostId());
  }

  @Test
  void aRequestThatWasDoneUnderItsTokenIsSaidToBe() {
    String request = "{'taskDefinition':'web','count':1,'clientToken':'once'}";
    SdkPojo _ = world.json("RunTask", json(request));
    rows = world.rows();

    PlanRunTaskResponse plan = planRun(request);

    assertTrue(plan.getDoneAlready());
    assertEquals(0, plan.getMovesCount());
  }

  @Test
  void aPlanOfUpdateServiceTellsOfTheDeploymentAndItsTasks() {
    PlanUpdateServiceResponse plan = planUpdate("{'service':'web','forceNewDeployment':true}");

    assertTrue(plan.getNewDeployment());
    assertEquals("web:1", plan.getTaskDefinition());
    assertEquals(4, plan.getDesiredBefore());
    assertEquals(4, plan.getDesiredAfter());
    assertTrue(plan.getMovesCount() > 0, plan::toString);
  }

  @Test
  void lostHostsAndAddedOnesAreToldApart() {
    AskWhatIfResponse answer =
        whatIf(
            AskWhatIfRequest.newBuilder()
                .addLostHosts(ONE)
                .setAddedHosts(1)
                .setLikeHost(TWO)
                .setRunTask(json("{'taskDefinition':'web'}"))
                .setRunCount(50));

    List<ForeseenMove> lost =
        answer.getMovesList().stream()
            .filter(move -> move.getKind() == ForeseenMoveKind.FORESEEN_MOVE_KIND_LOSE)
            .toList();
    assertEquals(List.of(ONE), lost.stream().map(ForeseenMove::getHostId).toList());
    assertTrue(
        answer.getMovesList().stream()
            .anyMatch(move -> move.getAddedHost() == 1 && move.getHostId().isEmpty()));
    assertEquals(48, answer.getLacks(0).getCount());
  }

  @Test
  void theLossThatIsNotAbsorbedIsTold() {
    CheckHostLossesResponse answer = losses(CheckHostLossesRequest.newBuilder());

    assertEquals(2, answer.getCheckedHosts());
    assertEquals(2, answer.getLossesCount());
    HostLoss loss = answer.getLosses(0);
    assertEquals(ONE, loss.getHostId());
    assertEquals("host-1", loss.getHostName());
    assertEquals(2, loss.getServiceTasks());
    assertEquals("web", loss.getLacks(0).getServiceName());
    assertEquals(1, loss.getLacks(0).getCount());
  }

  @Test
  void theSameQuestionHasTheSameAnswer() {
    assertEquals(
        planRun("{'taskDefinition':'web','count':1}"),
        planRun("{'taskDefinition':'web','count':1}"));
  }

  // ------------------------------------------------------------------------------ refused

  @Test
  void whatRunTaskRefusesIsRefusedInItsWords() {
    for (String request :
        List.of(
            "{'taskDefinition':'nowhere'}",
            "{}",
            "{'taskDefinition':'web','count':11}",
            "{'taskDefinition':'web','cluster':'nowhere'}",
            "{'taskDefinition':'web','networkConfiguration':{'awsvpcConfiguration':{'subnets':['a']}}}",
            "{'count':'many'}",
            "[]",
            "{")) {
      ApiError real = assertThrows(ApiError.class, () -> world.json("RunTask", json(request)));
      ApiError planned = assertThrows(ApiError.class, () -> planRun(request));
      assertEquals(real.code() + real.sentence(), planned.code() + planned.sentence());
    }
  }

  @Test
  void whatUpdateServiceRefusesIsRefusedInItsWords() {
    for (String request :
        List.of(
            "{'service':'nobody'}",
            "{}",
            "{'service':'web','desiredCount':-1}",
            "{'service':'web','desiredCount':1000000}",
            "{'service':'web','taskDefinition':'nowhere'}",
            "{'service':'web','cluster':'nowhere'}",
            "{'service':'web','deploymentConfiguration':{'maximumPercent':1}}",
            "{'service':7}")) {
      ApiError real =
          assertThrows(ApiError.class, () -> world.json("UpdateService", json(request)));
      ApiError planned = assertThrows(ApiError.class, () -> planUpdate(request));
      assertEquals(real.code() + real.sentence(), planned.code() + planned.sentence());
    }
  }

  @Test
  void questionsThatMakeNoSenseAreRefused() {
    refused(PARAMETER, question());
    refused(PARAMETER, question().addLostHosts("x".repeat(10_000)));
    refused(PARAMETER, question().addLostHosts("ffffffffffffffffffffffffffffffff"));
    refused(PARAMETER, question().addLostHosts(ONE).addLostHosts(ONE));
    refused(PARAMETER, question().addAllLostHosts(many(1_001)));
    refused(PARAMETER, question().setAddedHosts(1));
    refused(PARAMETER, question().setLikeHost(ONE));
    refused(PARAMETER, question().setAddedHosts(1_000_000).setLikeHost(ONE));
    refused(PARAMETER, question().setAddedHosts(-1).setLikeHost(ONE));
    refused(PARAMETER, question().setAddedHosts(1).setLikeHost("ffffffffffffffffffffffffffffffff"));
    refused(PARAMETER, question().setRunCount(3));
    refused(PARAMETER, question().setRunTask(json("{'taskDefinition':'web'}")).setRunCount(0));
    refused(PARAMETER, question().setRunTask(json("{'taskDefinition':'web'}")).setRunCount(10_001));
    refused("ClusterNotFoundException", question().setCluster("nowhere").addLostHosts(ONE));
    refused(
        "ServiceNotFoundException",
        question().setUpdateService(json("{'service':'nobody','desiredCount':1}")));
  }

  @Test
  void oneQuestionIsAboutOneCluster() {
    SdkPojo _ = world.json("CreateCluster", json("{'clusterName':'other'}"));
    rows = world.rows();

    refused(
        PARAMETER,
        question()
            .setCluster("other")
            .setRunTask(json("{'taskDefinition':'web','cluster':'default'}")));
    refused(
        PARAMETER,
        question()
            .setCluster("other")
            .setUpdateService(json("{'service':'web','desiredCount':1}")));
  }

  @Test
  void aBudgetHasBounds() {
    for (int seconds : List.of(0, 21, -1)) {
      ApiError error =
          assertThrows(
              ApiError.class,
              () -> losses(CheckHostLossesRequest.newBuilder().setBudgetSeconds(seconds)));
      assertEquals(PARAMETER, error.code());
    }
  }

  // ------------------------------------------------------------------------------ at once

  @Test
  void moreQuestionsThanAreThoughtAboutAtOnceAreThrottled() throws Exception {
    Questions questions = new Questions(1, Duration.ZERO, () -> 0);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<String> answers = new ArrayList<>();
    Thread first =
        Thread.ofVirtual()
            .start(() ->
                answers.add(
                    questions.answer(() -> {
                      asked.countDown();
                      awaitOrFail(go);
                      return Thread.currentThread().isVirtual() ? "virtual" : "platform";
                    })));
    awaitOrFail(asked);

    assertEquals(
        "ThrottlingException",
        assertThrows(ApiError.class, () -> questions.answer(() -> "second")).code());
    first.interrupt();
    go.countDown();
    first.join();
    assertEquals(List.of("platform"), answers);
    assertEquals("third", questions.answer(() -> "third"));
  }

  @Test
  void aQuestionWaitsForItsTurn() throws Exception {
    Questions questions = new Questions(1, Duration.ofMinutes(1), () -> 0);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<String> answers = Collections.synchronizedList(new ArrayList<>());
    Thread first =
        Thread.ofPlatform()
            .start(() ->
                answers.add(
                    questions.answer(() -> {
                      asked.countDown();
                      awaitOrFail(go);
                      return "first";
                    })));
    awaitOrFail(asked);
    Thread second = Thread.ofPlatform().start(() -> answers.add(questions.answer(() -> "second")));
    while (second.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(second.isAlive(), "it was not kept waiting");
      Thread.onSpinWait();
    }
    go.countDown();
    first.join();
    second.join();
    assertEquals(Set.of("first", "second"), Set.copyOf(answers));
  }

  @Test
  void whatAQuestionThrowsReachesWhoAsked() {
    Questions questions = new Questions(1, Duration.ZERO, () -> 0);
    for (int time = 0; time < 3; time++) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              questions.answer(() -> {
                throw new IllegalArgumentException("of the question");
              }));
    }
  }

  private static void awaitOrFail(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ------------------------------------------------------------------------------ asked

  /** Quotes are written as single ones, for the eye. */
  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static List<String> many(int count) {
    List<String> hosts = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      hosts.add("%032x".formatted(number));
    }
    return hosts;
  }

  private static AskWhatIfRequest.Builder question() {
    return AskWhatIfRequest.newBuilder();
  }

  private void refused(String code, AskWhatIfRequest.Builder question) {
    ApiError error = assertThrows(ApiError.class, () -> whatIf(question));
    assertEquals(code, error.code(), error.sentence());
  }

  private PlanRunTaskResponse planRun(String request) {
    return ask(
        "PlanRunTask",
        PlanRunTaskRequest.newBuilder().setRunTask(json(request)).build(),
        PlanRunTaskResponse.class);
  }

  private PlanUpdateServiceResponse planUpdate(String request) {
    return ask(
        "PlanUpdateService",
        PlanUpdateServiceRequest.newBuilder().setUpdateService(json(request)).build(),
        PlanUpdateServiceResponse.class);
  }

  private AskWhatIfResponse whatIf(AskWhatIfRequest.Builder question) {
    return ask("AskWhatIf", question.build(), AskWhatIfResponse.class);
  }

  private CheckHostLossesResponse losses(CheckHostLossesRequest.Builder request) {
    return ask("CheckHostLosses", request.build(), CheckHostLossesResponse.class);
  }

  private <T extends Message> T ask(String method, Message request, Class<T> type) {
    ControlOperation<?, ?> operation =
        foresight.all().stream()
            .filter(one -> one.method().equals(method))
            .findFirst()
            .orElseThrow();
    return type.cast(operation.answer(CALLER, request));
  }
}
