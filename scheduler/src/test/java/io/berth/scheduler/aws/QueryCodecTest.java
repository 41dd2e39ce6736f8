package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.store.Seeds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Each rule of the Query protocol; whole requests are compared with the SDK's elsewhere. */
class QueryCodecTest {
  private final UnknownMembers unknown = new UnknownMembers(new SilentLogger());
  private final QueryCodec codec = new QueryCodec(unknown);

  @Test
  void listsAreInTheOrderOfTheirNumbers() {
    RegisterTargetsRequest request =
        targets(
            "Targets.member.10.Id=c&Targets.member.2.Id=b&Targets.member.1.Id=a"
                + "&Targets.member.1.Port=80&TargetGroupArn=x%20y+z");

    assertEquals(List.of("a", "b", "c"), request.targets().stream().map(one -> one.id()).toList());
    assertEquals(80, request.targets().getFirst().port());
    assertEquals("x y z", request.targetGroupArn());
  }

  @Test
  void anEmptyListIsNotAnAbsentOne() {
    assertTrue(targets("Targets=").hasTargets());
    assertFalse(targets("TargetGroupArn=x").hasTargets());
  }

  @Test
  void structuresNestByDots() {
    CreateRuleRequest.Builder builder = CreateRuleRequest.builder();

    CreateRuleRequest request =
        codec.decode(
            "CreateRule",
            new RequestBuilder<>(builder, builder::build),
            FormText.ofBody(
                "Actions.member.1.ForwardConfig.TargetGroups.member.1.Weight=7".getBytes(UTF_8)));

    assertEquals(
        7, request.actions().getFirst().forwardConfig().targetGroups().getFirst().weight());
  }

  @Test
  void whatNamesTheOperationOrSignsIsNoMember() {
    targets("Action=RegisterTargets&Version=2015-12-01&X-Amz-Date=now&Targets.member.1.New=1");

    assertEquals(Map.of("RegisterTargets: TargetDescription.New", 1L), unknown.counts());
  }

  @Test
  void inTheQueryOfATargetAPlusSignIsNoSpace() {
    assertEquals(Map.of("a", "b+c", "d", ""), FormText.ofQuery("a=b+c&&d"));
    assertEquals(Map.of("a", "b c"), FormText.ofBody("a=b+c".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Targets.member.1.Port=eighty",
        "Targets.member.1.Port=1.5",
        "Targets.member.1.Port=99999999999",
        "Targets.member.1.Port=٣",
        "Targets.member.1.Port=",
        "Targets.member.1.Port.deeper=1",
        "Targets.member.one.Id=a",
        "Targets.member.-1.Id=a",
        "Targets.1.Id=a",
        "Targets=a",
        "Targets.member.1=a",
        "TargetGroupArn.member.1=a",
        "TargetGroupArn=%",
        "TargetGroupArn=%4",
        "TargetGroupArn=%zz",
        "TargetGroupArn=%ff",
        "TargetGroupArn=%ed%a0%80"
      })
  void whatCannotBeReadIsRefused(String body) {
    ApiError refusal = assertThrows(ApiError.class, () -> targets(body));

    assertEquals("MalformedInput", refusal.code());
    assertEquals(400, refusal.httpStatus());
  }

  @Test
  void tooManyAndTooDeepParametersAreRefused() {
    StringBuilder many = new StringBuilder();
    for (int parameter = 0; parameter < 10_001; parameter++) {
      many.append("p").append(parameter).append("=&");
    }
    StringBuilder manyParts = new StringBuilder();
    for (int parameter = 0; parameter < 1_000; parameter++) {
      manyParts.append("p").append(parameter).append(".a".repeat(30)).append("=&");
    }

    assertThrows(ApiError.class, () -> targets(many.toString()));
    assertThrows(ApiError.class, () -> targets(manyParts.toString()));
    assertThrows(ApiError.class, () -> targets("a" + ".a".repeat(64) + "=1"));
    targets("a" + ".a".repeat(63) + "=1");
  }

  @Test
  void aResponseIsWrappedAndEscaped() {
    DescribeTargetGroupsResponse response =
        DescribeTargetGroupsResponse.builder()
            .targetGroups(
                TargetGroup.builder()
                    .targetGroupName("<a & \"b\">\r\n\u0001")
                    .port(80)
                    .healthCheckEnabled(true)
                    .loadBalancerArns(List.of())
                    .build())
            .build();

    assertEquals(
        "<DescribeTargetGroupsResponse xmlns=\"urn:x\"><DescribeTargetGroupsResult>"
            + "<TargetGroups><member>"
            + "<TargetGroupName>&lt;a &amp; &quot;b&quot;&gt;&#13;&#10;\uFFFD</TargetGroupName>"
            + "<Port>80</Port><HealthCheckEnabled>true</HealthCheckEnabled>"
            + "<LoadBalancerArns></LoadBalancerArns>"
            + "</member></TargetGroups></DescribeTargetGroupsResult>"
            + "<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata>"
            + "</DescribeTargetGroupsResponse>",
        new String(codec.encode("DescribeTargetGroups", "urn:x", "id", response), UTF_8));
  }

  @Test
  void timesAreTextOfIso8601() {
    LoadBalancer balancer =
        LoadBalancer.builder().createdTime(Instant.parse("2026-01-02T03:04:05.600Z")).build();

    assertTrue(
        new String(codec.encode("X", "", "id", balancer), UTF_8)
            .contains("<CreatedTime>2026-01-02T03:04:05.600Z</CreatedTime>"));
  }

  static LongStream seeds() {
    return Seeds.first(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomParametersAreReadOrRefusedAndNothingElse(long seed) {
    RandomGenerator random = Seeds.random(seed);
    List<String> pieces =
        List.of(
            "Targets", ".", "member", "1", "2", "Id", "Port", "=", "=", "&", "%", "%41", "+", "");
    StringBuilder body = new StringBuilder();
    for (int piece = 0; piece < 40; piece++) {
      body.append(pieces.get(random.nextInt(pieces.size())));
    }

    try {
      targets(body.toString());
    } catch (ApiError refusal) {
      assertEquals("MalformedInput", refusal.code());
    }
  }

  @Test
  void aListOfTextsIsRead() {
    DescribeTargetGroupsRequest.Builder builder = DescribeTargetGroupsRequest.builder();

    DescribeTargetGroupsRequest request =
        codec.decode(
            "DescribeTargetGroups",
            new RequestBuilder<>(builder, builder::build),
            Map.of("Names.member.1", "web", "PageSize", "20"));

    assertEquals(List.of("web"), request.names());
    assertEquals(20, request.pageSize());
  }

  private RegisterTargetsRequest targets(String body) {
    RegisterTargetsRequest.Builder builder = RegisterTargetsRequest.builder();
    return codec.decode(
        "RegisterTargets",
        new RequestBuilder<>(builder, builder::build),
        FormText.ofBody(body.getBytes(UTF_8)));
  }
}
