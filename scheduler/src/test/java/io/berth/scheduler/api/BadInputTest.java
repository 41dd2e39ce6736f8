package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.scheduler.model.Resources;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A row per mistake that a client can make: the operation, what it sends, the code that clients of
 * ECS know for it. Whatever is refused changes nothing.
 */
class BadInputTest {
  private static final String PARAMETER = "InvalidParameterException";
  private static final String CLIENT = "ClientException";
  private static final String FORM = "SerializationException";
  private static final String NO_CLUSTER = "ClusterNotFoundException";
  private static final String NO_RESOURCE = "ResourceNotFoundException";

  private static final String NO_TARGET = "TargetNotFoundException";
  private static final String LISTED = "'targetType': 'container-instance'";
  private static final String HOST = "00000000000000000000000000000001";

  private static final String HUGE = "x".repeat(10_000);
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String HERE = "arn:aws:ecs:us-east-1:000000000000:";
  private static final String ELSEWHERE = "arn:aws:ecs:eu-west-1:000000000000:";
  private static final String STRANGER = "arn:aws:ecs:us-east-1:123456789012:";
  private static final String OTHER_SERVICE = "arn:aws:s3:us-east-1:000000000000:";

  private final ApiWorld world = new ApiWorld();

  record Row(String operation, String code, String body) {
    @Override
    public String toString() {
      return operation + " " + code + " " + body.substring(0, Math.min(body.length(), 80));
    }
  }

  /** Quotes are written as single ones, for the eye. */
  private static Row row(String operation, String code, String body) {
    return new Row(operation, code, body.replace('\'', '"'));
  }

  private static String times(int count, String element) {
    return IntStream.range(0, count)
        .mapToObj(number -> element.replace("#", Integer.toString(number)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @BeforeEach
  void aHostADefinitionAndATask() {
    world.join(1, new Resources(4_096, 4_000, 10, 0));
    world.json(
        "RegisterTaskDefinition",
        """
        {"family": "web", "containerDefinitions": [{"name": "a", "image": "i", "memory": 6}]}
        """);
    world.json("RunTask", "{\"taskDefinition\": \"web\"}");
    world.json("CreateCluster", "{\"clusterName\": \"lab\"}");
  }

  static Stream<Row> clusters() {
    return Stream.of(
        row("CreateCluster", PARAMETER, "{'clusterName': '" + HUGE + "'}"),
        row("CreateCluster", PARAMETER, "{'clusterName': 'two words'}"),
        row("CreateCluster", PARAMETER, "{'clusterName': 'ä'}"),
        row("CreateCluster", PARAMETER, "{'tags': " + times(51, "{'key': 'k#'}") + "}"),
        row("CreateCluster", PARAMETER, "{'tags': [{'key': 'a'}, {'key': 'a'}]}"),
        row("CreateCluster", PARAMETER, "{'tags': [{'value': 'no key'}]}"),
        row("CreateCluster", PARAMETER, "{'tags': [{'key': 'AWS:x'}]}"),
        row("CreateCluster", PARAMETER, "{'settings': [{'name': 'x', 'value': 'enabled'}]}"),
        row("CreateCluster", PARAMETER, "{'settings': [{'name': 'containerInsights'}]}"),
        row("CreateCluster", CLIENT, "{'capacityProviders': ['FARGATE']}"),
        row("CreateCluster", CLIENT, "{'serviceConnectDefaults': {'namespace': 'n'}}"),
        row("CreateCluster", FORM, "{'clusterName': 7}"),
        row("CreateCluster", FORM, "{'tags': {}}"),
        row("DescribeClusters", PARAMETER, "{'clusters': " + times(101, "'c#'") + "}"),
        row("DescribeClusters", PARAMETER, "{'clusters': ['" + HUGE + "']}"),
        row("DescribeClusters", PARAMETER, "{'clusters': ['" + ELSEWHERE + "cluster/default']}"),
        row("DescribeClusters", PARAMETER, "{'clusters': ['" + STRANGER + "cluster/default']}"),
        row("DescribeClusters", PARAMETER, "{'clusters': ['" + OTHER_SERVICE + "cluster/a']}"),
        row("DescribeClusters", PARAMETER, "{'clusters': ['" + HERE + "task/default/" + ID + "']}"),
        row("DescribeClusters", PARAMETER, "{'include': ['EVERYTHING']}"),
        row("ListClusters", PARAMETER, "{'maxResults': 0}"),
        row("ListClusters", PARAMETER, "{'maxResults': 101}"),
        row("ListClusters", FORM, "{'maxResults': 4294967296}"),
        row("ListClusters", PARAMETER, "{'nextToken': 'no token'}"),
        row("ListClusters", PARAMETER, "{'nextToken': '" + HUGE + "'}"),
        row("UpdateCluster", NO_CLUSTER, "{'cluster': 'nowhere'}"),
        row("UpdateCluster", PARAMETER, "{}"),
        row("UpdateCluster", CLIENT, "{'cluster': 'lab', 'configuration': {}}"),
        row("UpdateClusterSettings", PARAMETER, "{'cluster': 'lab'}"),
        row("UpdateClusterSettings", PARAMETER, "{'cluster': 'lab', 'settings': []}"),
        row(
            "UpdateClusterSettings",
            PARAMETER,
            "{'settings': [{'name': 'containerInsights', 'value': 'enabled'}]}"),
        row(
            "UpdateClusterSettings",
            NO_CLUSTER,
            "{'cluster': 'no', 'settings': [{'name': 'containerInsights', 'value': 'enabled'}]}"),
        row("DeleteCluster", PARAMETER, "{}"),
        row("DeleteCluster", NO_CLUSTER, "{'cluster': 'nowhere'}"),
        row("DeleteCluster", "ClusterContainsContainerInstancesException", "{'cluster':'default'}"),
        row("DeleteCluster", PARAMETER, "{'cluster': '" + STRANGER + "cluster/default'}"));
  }

  static Stream<Row> definitions() {
    String one = "'containerDefinitions': [{'name': 'a', 'image': 'i', 'memory': 6}]";
    return Stream.of(
        row("RegisterTaskDefinition", CLIENT, "{}"),
        row("RegisterTaskDefinition", CLIENT, "{'family': '" + HUGE + "', " + one + "}"),
        row("RegisterTaskDefinition", CLIENT, "{'family': 'f', 'containerDefinitions': []}"),
        row("RegisterTaskDefinition", CLIENT, "{'family': 'f', 'containerDefinitions': [null]}"),
        row("RegisterTaskDefinition", CLIENT, "{'family': 'f', 'containerDefinitions': [{}]}"),
        row("RegisterTaskDefinition", FORM, "{'family': 'f', 'containerDefinitions': [[]]}"),
        row("RegisterTaskDefinition", FORM, "{'family': 'f', 'containerDefinitions': {}}"),
        row("RegisterTaskDefinition", FORM, "{'family': 'f', 'cpu': 256, " + one + "}"),
        row("RegisterTaskDefinition", PARAMETER, "{'family': 'f', 'pidMode': 'x', " + one + "}"),
        row(
            "RegisterTaskDefinition",
            PARAMETER,
            "{'family': 'f', 'runtimePlatform': {'operatingSystemFamily': 'BEOS'}, " + one + "}"),
        row("DescribeTaskDefinition", PARAMETER, "{}"),
        row("DescribeTaskDefinition", CLIENT, "{'taskDefinition': 'ghost'}"),
        row("DescribeTaskDefinition", CLIENT, "{'taskDefinition': 'web:2'}"),
        row("DescribeTaskDefinition", PARAMETER, "{'taskDefinition': 'web:0'}"),
        row("DescribeTaskDefinition", PARAMETER, "{'taskDefinition': 'web:99999999999'}"),
        row("DescribeTaskDefinition", PARAMETER, "{'taskDefinition': '" + HUGE + "'}"),
        row("DescribeTaskDefinition", PARAMETER, "{'taskDefinition': 'web', 'include': ['x']}"),
        row(
            "DescribeTaskDefinition",
            PARAMETER,
            "{'taskDefinition': '" + STRANGER + "task-definition/web:1'}"),
        row("ListTaskDefinitions", PARAMETER, "{'status': 'GONE'}"),
        row("ListTaskDefinitions", PARAMETER, "{'sort': 'UP'}"),
        row("ListTaskDefinitions", PARAMETER, "{'familyPrefix': '" + HUGE + "'}"),
        row("ListTaskDefinitions", PARAMETER, "{'nextToken': 'no token'}"),
        row("ListTaskDefinitions", PARAMETER, "{'maxResults': -1}"),
        row("ListTaskDefinitionFamilies", PARAMETER, "{'status': 'DELETE_IN_PROGRESS'}"),
        row("ListTaskDefinitionFamilies", PARAMETER, "{'familyPrefix': '" + HUGE + "'}"),
        row("ListTaskDefinitionFamilies", PARAMETER, "{'nextToken': 'no token'}"),
        row("DeregisterTaskDefinition", PARAMETER, "{}"),
        row("DeregisterTaskDefinition", CLIENT, "{'taskDefinition': 'web'}"),
        row("DeregisterTaskDefinition", CLIENT, "{'taskDefinition': 'ghost:1'}"),
        row("DeleteTaskDefinitions", PARAMETER, "{}"),
        row("DeleteTaskDefinitions", PARAMETER, "{'taskDefinitions': []}"),
        row("DeleteTaskDefinitions", PARAMETER, "{'taskDefinitions': " + times(11, "'a:#'") + "}"),
        row("DeleteTaskDefinitions", CLIENT, "{'taskDefinitions': ['web']}"),
        row("DeleteTaskDefinitions", PARAMETER, "{'taskDefinitions': ['web:x']}"));
  }

  static Stream<Row> runs() {
    return Stream.of(
        run(PARAMETER, ""),
        run(CLIENT, "'taskDefinition': 'ghost'"),
        run(PARAMETER, "'taskDefinition': '" + HUGE + "'"),
        run(NO_CLUSTER, "'taskDefinition': 'web', 'cluster': 'nowhere'"),
        run(PARAMETER, "'taskDefinition': 'web', 'cluster': 'lab'"),
        run(PARAMETER, "'taskDefinition': 'web', 'cluster': '" + HUGE + "'"),
        web(PARAMETER, "'count': 0"),
        web(PARAMETER, "'count': 11"),
        web(PARAMETER, "'count': -1"),
        web(FORM, "'count': 1e10"),
        web(FORM, "'count': 1.5"),
        web(FORM, "'count': 'one'"),
        web(PARAMETER, "'startedBy': '" + "x".repeat(129) + "'"),
        web(PARAMETER, "'group': '" + "x".repeat(256) + "'"),
        web(PARAMETER, "'group': 'service:web'"),
        web(PARAMETER, "'clientToken': '" + "x".repeat(65) + "'"),
        web(PARAMETER, "'clientToken': 'two words'"),
        web(PARAMETER, "'propagateTags': 'SERVICE'"),
        web(PARAMETER, "'propagateTags': 'EVERYTHING'"),
        web(PARAMETER, "'tags': [{'key': ''}]"),
        web(CLIENT, "'launchType': 'FARGATE'"),
        web(CLIENT, "'enableExecuteCommand': true"),
        web(CLIENT, "'capacityProviderStrategy': [{'capacityProvider': 'x'}]"),
        constrained(CLIENT, "{}"),
        constrained(PARAMETER, "{'type': 'pigeon'}"),
        constrained(PARAMETER, "{'type': 'distinctInstance', 'expression': 'attribute:a exists'}"),
        constrained(CLIENT, "{'type': 'memberOf'}"),
        constrained(PARAMETER, "{'type': 'memberOf', 'expression': 'attribute:a = 1'}"),
        constrained(PARAMETER, "{'type': 'memberOf', 'expression': 'rack == 1'}"),
        constrained(PARAMETER, "{'type': 'memberOf', 'expression': '" + HUGE + "'}"),
        constrained(
            PARAMETER, "{'type': 'memberOf', 'expression': 'attribute:a =~ (((a{99}){99}){99})'}"),
        web(PARAMETER, "'placementConstraints': " + times(11, "{'type': 'distinctInstance'}")),
        web(PARAMETER, "'placementStrategy': [{'type': 'spread', 'field': 'attribute:'}]"),
        web(PARAMETER, "'placementStrategy': [{'type': 'spread', 'field': 'attribute:a b'}]"),
        web(PARAMETER, "'placementStrategy': " + times(6, "{'type': 'random'}")),
        web(PARAMETER, "'placementStrategy': [{}]"),
        web(PARAMETER, "'placementStrategy': [{'type': 'pigeon'}]"),
        web(PARAMETER, "'placementStrategy': [{'type': 'random', 'field': 'cpu'}]"),
        web(PARAMETER, "'placementStrategy': [{'type': 'spread'}]"),
        web(PARAMETER, "'placementStrategy': [{'type': 'binpack', 'field': 'host'}]"));
  }

  private static Row constrained(String code, String constraint) {
    return web(code, "'placementConstraints': [" + constraint + "]");
  }

  static Stream<Row> overrides() {
    return Stream.of(
        web(PARAMETER, "'overrides': {'containerOverrides': [{}]}"),
        web(PARAMETER, "'overrides': {'containerOverrides': [{'name': 'ghost'}]}"),
        web(PARAMETER, "'overrides': {'containerOverrides': [{'name': 'a'}, {'name': 'a'}]}"),
        web(
            PARAMETER,
            "'overrides': {'containerOverrides': [{'name': 'a', 'command': ['" + HUGE + "']}]}"),
        web(CLIENT, "'overrides': {'containerOverrides': [{'name': 'a', 'memory': 5}]}"),
        web(CLIENT, "'overrides': {'containerOverrides': [{'name': 'a', 'cpu': -1}]}"),
        web(CLIENT, "'overrides': {'containerOverrides': [{'name': 'a', 'environment': [{}]}]}"),
        web(CLIENT, "'overrides': {'taskRoleArn': 'role'}"),
        web(CLIENT, "'overrides': {'cpu': 'much'}"),
        web(
            CLIENT,
            "'overrides': {'containerOverrides': [{'name': 'a', 'resourceRequirements': "
                + "[{'type': 'InferenceAccelerator', 'value': 'small'}]}]}"),
        web(
            CLIENT,
            "'overrides': {'containerOverrides': [{'name': 'a', 'resourceRequirements': "
                + "[{'type': 'GPU', 'value': '0'}]}]}"));
  }

  static Stream<Row> starts() {
    return Stream.of(
        row("StartTask", PARAMETER, "{'taskDefinition': 'web'}"),
        row("StartTask", PARAMETER, "{'taskDefinition': 'web', 'containerInstances': []}"),
        row("StartTask", PARAMETER, "{'taskDefinition': 'web', 'containerInstances': ['x']}"),
        row("StartTask", CLIENT, "{'taskDefinition': 'x', 'containerInstances': ['" + ID + "']}"),
        row(
            "StartTask",
            PARAMETER,
            "{'taskDefinition': 'web', 'containerInstances': " + times(11, "'" + ID + "'") + "}"),
        row(
            "StartTask",
            PARAMETER,
            "{'taskDefinition': 'web', 'containerInstances': ['"
                + HERE
                + "container-instance/lab/"
                + ID
                + "']}"));
  }

  private static Row run(String code, String members) {
    return row("RunTask", code, "{" + members + "}");
  }

  private static Row web(String code, String members) {
    return run(code, "'taskDefinition': 'web', " + members);
  }

  static Stream<Row> tasks() {
    String elsewhere = HERE + "task/lab/" + ID;
    return Stream.of(
        row("StopTask", PARAMETER, "{}"),
        row("StopTask", PARAMETER, "{'task': '" + ID + "'}"),
        row("StopTask", PARAMETER, "{'task': 'x'}"),
        row("StopTask", PARAMETER, "{'task': '" + HUGE + "'}"),
        row("StopTask", PARAMETER, "{'task': '" + elsewhere + "'}"),
        row("StopTask", NO_CLUSTER, "{'task': '" + ID + "', 'cluster': 'nowhere'}"),
        row("StopTask", PARAMETER, "{'task': '" + ID + "', 'reason': '" + HUGE + "'}"),
        row("DescribeTasks", PARAMETER, "{}"),
        row("DescribeTasks", PARAMETER, "{'tasks': []}"),
        row("DescribeTasks", PARAMETER, "{'tasks': " + times(101, "'" + ID + "'") + "}"),
        row("DescribeTasks", PARAMETER, "{'tasks': ['" + ID.toUpperCase(Locale.ROOT) + "']}"),
        row("DescribeTasks", PARAMETER, "{'tasks': ['" + elsewhere + "']}"),
        row("DescribeTasks", PARAMETER, "{'tasks': ['" + ELSEWHERE + "task/default/" + ID + "']}"),
        row("DescribeTasks", PARAMETER, "{'tasks': ['" + ID + "'], 'include': ['LOGS']}"),
        row("DescribeTasks", NO_CLUSTER, "{'tasks': ['" + ID + "'], 'cluster': 'nowhere'}"),
        row("DescribeTasks", FORM, "{'tasks': '" + ID + "'}"),
        row("ListTasks", NO_CLUSTER, "{'cluster': 'nowhere'}"),
        row("ListTasks", "ServiceNotFoundException", "{'serviceName': 'web'}"),
        row("ListTasks", PARAMETER, "{'startedBy': 'me', 'family': 'web'}"),
        row("ListTasks", PARAMETER, "{'desiredStatus': 'GONE'}"),
        row("ListTasks", PARAMETER, "{'launchType': 'PIGEON'}"),
        row("ListTasks", PARAMETER, "{'containerInstance': 'x'}"),
        row("ListTasks", PARAMETER, "{'family': '" + HUGE + "'}"),
        row("ListTasks", PARAMETER, "{'startedBy': '" + HUGE + "'}"),
        row("ListTasks", PARAMETER, "{'nextToken': 'no token'}"),
        row("ListTasks", PARAMETER, "{'maxResults': 0}"),
        row("ListTasks", CLIENT, "{'daemonName': 'd'}"));
  }

  static Stream<Row> attributes() {
    String host = "'targetType': 'container-instance', 'targetId': '" + HOST + "'";
    String elsewhere = HERE + "container-instance/lab/" + HOST;
    return Stream.of(
        put(PARAMETER, "[]"),
        row("PutAttributes", PARAMETER, "{}"),
        row("PutAttributes", NO_CLUSTER, "{'cluster': 'no', 'attributes': [{" + host + "}]}"),
        put(PARAMETER, times(11, "{'name': 'a#', " + host + "}")),
        put(PARAMETER, times(2, "{'name': 'a', " + host + "}")),
        put(PARAMETER, "[{" + host + "}]"),
        put(PARAMETER, "[{'name': '', " + host + "}]"),
        put(PARAMETER, "[{'name': 'two words', " + host + "}]"),
        put(PARAMETER, "[{'name': 'ä', " + host + "}]"),
        put(PARAMETER, "[{'name': '" + HUGE + "', " + host + "}]"),
        put(PARAMETER, "[{'name': 'a', 'value': '', " + host + "}]"),
        put(PARAMETER, "[{'name': 'a', 'value': ' x', " + host + "}]"),
        put(PARAMETER, "[{'name': 'a', 'value': '[x]', " + host + "}]"),
        put(PARAMETER, "[{'name': 'a', 'value': '" + HUGE + "', " + host + "}]"),
        put(PARAMETER, "[{'name': 'ecs.instance-type', 'value': 'x', " + host + "}]"),
        put(PARAMETER, "[{'name': 'ecs.capability.gpu', " + host + "}]"),
        put(PARAMETER, "[{'name': 'Com.Amazonaws.ECS.x', " + host + "}]"),
        put(PARAMETER, "[{'name': 'a', 'targetType': 'container-instance'}]"),
        put(PARAMETER, "[{'name': 'a', 'targetId': '" + HOST + "'}]"),
        put(PARAMETER, "[{'name': 'a', 'targetType': 'task', 'targetId': '" + HOST + "'}]"),
        put(PARAMETER, "[{'name': 'a', 'targetType': '', 'targetId': '" + HOST + "'}]"),
        put(PARAMETER, "[{'name': 'a', 'targetId': '" + elsewhere + "'}]"),
        put(PARAMETER, "[{'name': 'a', 'targetId': '" + HERE + "cluster/default'}]"),
        put(PARAMETER, "[{'name': 'a', 'targetType': 'container-instance', 'targetId': 'x'}]"),
        put(
            NO_TARGET,
            "[{'name': 'a', 'targetType': 'container-instance', 'targetId': '" + ID + "'}]"),
        put(FORM, "[{'name': 7, " + host + "}]"),
        put(FORM, "[{'name': 'a', 'value': true, " + host + "}]"),
        put(FORM, "{'name': 'a'}"));
  }

  static Stream<Row> otherAttributes() {
    String host = "'targetType': 'container-instance', 'targetId': '" + HOST + "'";
    return Stream.of(
        row("DeleteAttributes", PARAMETER, "{}"),
        row(
            "DeleteAttributes",
            PARAMETER,
            "{'attributes': [{'name': 'ecs.os-type', " + host + "}]}"),
        row("DeleteAttributes", PARAMETER, "{'attributes': [{" + host + "}]}"),
        row(
            "DeleteAttributes",
            PARAMETER,
            "{'attributes': " + times(11, "{'name': 'a#', " + host + "}") + "}"),
        row(
            "DeleteAttributes",
            NO_TARGET,
            "{'attributes': [{'name': 'a', 'targetId': '"
                + HERE
                + "container-instance/"
                + ID
                + "'}]}"),
        row("ListAttributes", PARAMETER, "{}"),
        row("ListAttributes", PARAMETER, "{'targetType': 'task'}"),
        row("ListAttributes", NO_CLUSTER, "{" + LISTED + ", 'cluster': 'nowhere'}"),
        row("ListAttributes", PARAMETER, "{" + LISTED + ", 'attributeValue': 'x'}"),
        row("ListAttributes", PARAMETER, "{" + LISTED + ", 'attributeName': '" + HUGE + "'}"),
        row("ListAttributes", PARAMETER, "{" + LISTED + ", 'maxResults': 0}"),
        row("ListAttributes", PARAMETER, "{" + LISTED + ", 'maxResults': 101}"),
        row("ListAttributes", PARAMETER, "{" + LISTED + ", 'nextToken': 'no token'}"),
        row("ListAttributes", FORM, "{'targetType': 7}"));
  }

  private static Row put(String code, String attributes) {
    return row("PutAttributes", code, "{'attributes': " + attributes + "}");
  }

  static Stream<Row> filters() {
    return Stream.of(
        row("ListContainerInstances", PARAMETER, "{'filter': 'attribute:a = b'}"),
        row("ListContainerInstances", PARAMETER, "{'filter': ' '}"),
        row("ListContainerInstances", PARAMETER, "{'filter': 'attribute:a =~ [b'}"),
        row("ListContainerInstances", PARAMETER, "{'filter': '" + HUGE + "'}"),
        row("ListContainerInstances", FORM, "{'filter': 7}"));
  }

  static Stream<Row> hostsAndTags() {
    String elsewhere = HERE + "container-instance/lab/" + ID;
    String cluster = "'resourceArn': '" + HERE + "cluster/default'";
    return Stream.of(
        row("ListContainerInstances", NO_CLUSTER, "{'cluster': 'nowhere'}"),
        row("ListContainerInstances", PARAMETER, "{'status': 'GONE'}"),
        row("ListContainerInstances", PARAMETER, "{'nextToken': 'no token'}"),
        row("ListContainerInstances", PARAMETER, "{'maxResults': 101}"),
        row("DescribeContainerInstances", PARAMETER, "{}"),
        row("DescribeContainerInstances", PARAMETER, "{'containerInstances': ['x']}"),
        row(
            "DescribeContainerInstances",
            PARAMETER,
            "{'containerInstances': ['" + elsewhere + "']}"),
        row(
            "DescribeContainerInstances",
            PARAMETER,
            "{'containerInstances': " + times(101, "'" + ID + "'") + "}"),
        row(
            "DescribeContainerInstances",
            PARAMETER,
            "{'containerInstances': ['" + ID + "'], 'include': ['x']}"),
        row("DeregisterContainerInstance", PARAMETER, "{}"),
        row("DeregisterContainerInstance", PARAMETER, "{'containerInstance': '" + ID + "'}"),
        row("DeregisterContainerInstance", PARAMETER, "{'containerInstance': '" + elsewhere + "'}"),
        row("DeregisterContainerInstance", FORM, "{'containerInstance': 'x', 'force': 'yes'}"),
        row("TagResource", PARAMETER, "{}"),
        row("TagResource", PARAMETER, "{" + cluster + "}"),
        row(
            "TagResource",
            PARAMETER,
            "{" + cluster + ", 'tags': " + times(51, "{'key': '#'}") + "}"),
        row("TagResource", PARAMETER, "{" + cluster + ", 'tags': [{'key': '" + HUGE + "'}]}"),
        row(
            "TagResource",
            PARAMETER,
            "{" + cluster + ", 'tags': [{'key': 'a', 'value': '" + HUGE + "'}]}"),
        row("TagResource", PARAMETER, "{" + cluster + ", 'tags': [{'key': 'a<b'}]}"),
        tag(PARAMETER, "default"),
        tag(PARAMETER, STRANGER + "cluster/default"),
        tag(PARAMETER, HERE + "task-set/default/web/ecs-svc/1"),
        tag("ResourceNotFoundException", HERE + "service/default/web"),
        tag(PARAMETER, HERE + "task-definition/web"),
        tag(NO_RESOURCE, HERE + "task-definition/web:7"),
        tag(NO_RESOURCE, HERE + "cluster/nowhere"),
        tag(NO_RESOURCE, HERE + "task/default/" + ID),
        tag(NO_RESOURCE, HERE + "container-instance/default/" + ID),
        // The host is there, and in another cluster.
        tag(NO_RESOURCE, HERE + "container-instance/lab/00000000000000000000000000000001"),
        row("UntagResource", PARAMETER, "{" + cluster + "}"),
        row("UntagResource", PARAMETER, "{" + cluster + ", 'tagKeys': ['']}"),
        row(
            "UntagResource",
            NO_RESOURCE,
            "{'resourceArn': '" + HERE + "cluster/no', 'tagKeys': ['a']}"),
        row("ListTagsForResource", PARAMETER, "{}"),
        row("ListTagsForResource", NO_RESOURCE, "{'resourceArn': '" + HERE + "cluster/no'}"));
  }

  private static Row tag(String code, String arn) {
    return row("TagResource", code, "{'resourceArn': '" + arn + "', 'tags': [{'key': 'a'}]}");
  }

  @ParameterizedTest
  @MethodSource({
    "clusters",
    "definitions",
    "runs",
    "overrides",
    "starts",
    "tasks",
    "attributes",
    "otherAttributes",
    "filters",
    "hostsAndTags"
  })
  void mistakeIsRefusedWithItsCodeAndChangesNothing(Row row) {
    var before = world.rows();

    ApiError refusal = assertThrows(ApiError.class, () -> world.json(row.operation(), row.body()));

    assertEquals(row.code(), refusal.code(), refusal.sentence());
    assertTrue(refusal.sentence().length() < 1_000, refusal::sentence);
    assertEquals(before, world.rows());
  }
}
