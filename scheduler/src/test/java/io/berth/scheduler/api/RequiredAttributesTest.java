package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.aws.JsonCodec;
import io.berth.scheduler.aws.UnknownMembers;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/**
 * A row per thing that a definition can ask for: its members as JSON, with single quotes for the
 * eye, and the attributes that it asks for.
 */
class RequiredAttributesTest {
  private static final String CONTAINER = "'name': 'a', 'image': 'i', 'memory': 6";

  private final JsonCodec codec = new JsonCodec(new UnknownMembers());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'family': 'f' |",
        "'cpu': '256' | ecs.capability.task-cpu-mem-limit",
        "'memory': '256' | ecs.capability.task-cpu-mem-limit",
        "'cpu': '10241' | ecs.capability.increased-task-cpu-limit"
            + " ecs.capability.task-cpu-mem-limit",
        "'taskRoleArn': 'r' | com.amazonaws.ecs.capability.task-iam-role",
        "'taskRoleArn': 'r', 'networkMode': 'host' | com.amazonaws.ecs.capability.task-iam-role"
            + " com.amazonaws.ecs.capability.task-iam-role-network-host",
        "'networkMode': 'awsvpc' | ecs.capability.task-eni",
        "'networkMode': 'host' |",
        "'pidMode': 'host' | ecs.capability.pid-ipc-namespace-sharing",
        "'ipcMode': 'task' | ecs.capability.pid-ipc-namespace-sharing",
        "'proxyConfiguration': {'containerName': 'a'} | ecs.capability.aws-appmesh",
        "'enableFaultInjection': true | ecs.capability.fault-injection",
        "'enableFaultInjection': false |",
        "'runtimePlatform': {'operatingSystemFamily': 'LINUX', 'cpuArchitecture': 'ARM64'}"
            + " | ecs.cpu-architecture=arm64 ecs.os-type=linux",
        "'runtimePlatform': {'operatingSystemFamily': 'WINDOWS_SERVER_2022_CORE'}"
            + " | ecs.os-type=windows",
        // What is kept and not followed.
        "'executionRoleArn': 'r', 'requiresCompatibilities': ['EC2'] |",
      })
  void whatTasksAskFor(String members, @Nullable String asked) {
    assertAsks(asked, "{'containerDefinitions': [{" + CONTAINER + "}], " + members + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'host': {'sourcePath': '/a'} |",
        "'host': {} |",
        "'dockerVolumeConfiguration': {'scope': 'task'} | ecs.capability.docker-plugin.local"
            + " com.amazonaws.ecs.capability.docker-remote-api.1.25",
        "'dockerVolumeConfiguration': {'driver': 'rexray'} | ecs.capability.docker-plugin.rexray"
            + " com.amazonaws.ecs.capability.docker-remote-api.1.25",
        "'efsVolumeConfiguration': {'fileSystemId': 'fs'} | ecs.capability.efs",
        "'efsVolumeConfiguration': {'fileSystemId': 'fs', 'authorizationConfig': {'iam':"
            + " 'ENABLED'}} | ecs.capability.efs ecs.capability.efsAuth",
        "'fsxWindowsFileServerVolumeConfiguration': {'fileSystemId': 'fs'}"
            + " | ecs.capability.fsxWindowsFileServer",
        "'configuredAtLaunch': true | ecs.capability.storage.ebs-task-volume-attach",
      })
  void whatVolumesAskFor(String members, @Nullable String asked) {
    assertAsks(
        asked,
        "{'containerDefinitions': [{"
            + CONTAINER
            + "}], 'volumes': [{'name': 'v', "
            + members
            + "}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'privileged': true | com.amazonaws.ecs.capability.privileged-container",
        "'privileged': false |",
        "'dependsOn': [{'containerName': 'b', 'condition': 'START'}]"
            + " | ecs.capability.container-ordering",
        "'restartPolicy': {'enabled': true} | ecs.capability.container-restart-policy",
        "'restartPolicy': {'enabled': false} |",
        "'healthCheck': {'command': ['CMD', 'true']} | ecs.capability.container-health-check"
            + " com.amazonaws.ecs.capability.docker-remote-api.1.24",
        "'healthCheck': {'command': ['CMD', 'true'], 'startPeriod': 5}"
            + " | ecs.capability.container-health-check"
            + " com.amazonaws.ecs.capability.docker-remote-api.1.24"
            + " com.amazonaws.ecs.capability.docker-remote-api.1.29",
        "'healthCheck': {'command': ['NONE']} |",
        "'systemControls': [{'namespace': 'net.core.somaxconn', 'value': '1'}]"
            + " | com.amazonaws.ecs.capability.docker-remote-api.1.24",
        "'ulimits': [{'name': 'core', 'softLimit': 0, 'hardLimit': 0}]"
            + " | com.amazonaws.ecs.capability.docker-remote-api.1.18",
        "'linuxParameters': {'sharedMemorySize': 64}"
            + " | com.amazonaws.ecs.capability.docker-remote-api.1.22",
        "'linuxParameters': {'tmpfs': [{'containerPath': '/t', 'size': 1}]}"
            + " | com.amazonaws.ecs.capability.docker-remote-api.1.22",
        "'linuxParameters': {'initProcessEnabled': true}"
            + " | com.amazonaws.ecs.capability.docker-remote-api.1.25",
        "'linuxParameters': {'capabilities': {'add': ['NET_ADMIN']}} |",
        "'portMappings': [{'containerPortRange': '80-90'}]"
            + " | ecs.capability.network.container-port-range",
        "'environmentFiles': [{'value': 'arn', 'type': 's3'}] | ecs.capability.env-files.s3",
        "'repositoryCredentials': {'credentialsParameter': 'arn'}"
            + " | ecs.capability.private-registry-authentication.secretsmanager",
        "'secrets': [{'name': 's', 'valueFrom': 'arn:aws:secretsmanager:us-east-1:0:secret:x'}]"
            + " | ecs.capability.secrets.asm.environment-variables",
        "'secrets': [{'name': 's', 'valueFrom': 'parameter'}]"
            + " | ecs.capability.secrets.ssm.environment-variables",
        "'firelensConfiguration': {'type': 'fluentbit'} | ecs.capability.firelens.fluentbit",
        "'firelensConfiguration': {'type': 'fluentd'} | ecs.capability.firelens.fluentd",
        "'credentialSpecs': ['credentialspec:x'] | ecs.capability.gmsa",
        // What is kept and not followed, and what placement counts by itself.
        "'logConfiguration': {'logDriver': 'awslogs'} |",
        "'resourceRequirements': [{'type': 'GPU', 'value': '1'}] |",
      })
  void whatContainersAskFor(String members, @Nullable String asked) {
    assertAsks(
        asked,
        "{'containerDefinitions': [{'name': 'b', 'image': 'i'}, {"
            + CONTAINER
            + ", "
            + members
            + "}]}");
  }

  private void assertAsks(@Nullable String asked, String definition) {
    Map<String, String> expected = new TreeMap<>();
    for (String one : asked == null ? new String[0] : asked.split(" +", -1)) {
      String[] halves = one.split("=", 2);
      expected.put(halves[0], halves.length == 1 ? "" : halves[1]);
    }
    var builder = RegisterTaskDefinitionRequest.builder();
    var request =
        codec.decode(
            "RegisterTaskDefinition",
            new Operation.RequestBuilder<>(builder, builder::build),
            definition.replace('\'', '"').getBytes(UTF_8));
    assertEquals(expected, RequiredAttributes.of(DefinitionForm.normalise(request)));
  }
}
