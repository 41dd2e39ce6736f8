package io.berth.scheduler.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each member of each request does, by its path; the only place that says so.
 *
 * <p>A line without words after the equals sign's first holds for the member with all that is in
 * it; {@code only} names the values that it may have. Structures whose members differ have no line.
 */
final class EffectTable {
  static final String DEFINITION_OPERATION = "RegisterTaskDefinition";

  private static final String DEFINITION =
      """
      # RegisterTaskDefinition
      family = effective
      taskRoleArn = refused
      executionRoleArn = kept
      networkMode = effective only bridge, host, none
      containerDefinitions[].name = effective
      containerDefinitions[].image = effective
      containerDefinitions[].repositoryCredentials = refused
      containerDefinitions[].cpu = effective
      containerDefinitions[].memory = effective
      containerDefinitions[].memoryReservation = effective
      containerDefinitions[].links = refused
      containerDefinitions[].portMappings[].containerPort = effective
      containerDefinitions[].portMappings[].hostPort = effective
      containerDefinitions[].portMappings[].protocol = effective
      containerDefinitions[].portMappings[].name = kept
      containerDefinitions[].portMappings[].appProtocol = kept
      containerDefinitions[].portMappings[].containerPortRange = refused
      containerDefinitions[].essential = effective
      containerDefinitions[].restartPolicy.enabled = effective
      containerDefinitions[].restartPolicy.ignoredExitCodes = effective
      containerDefinitions[].restartPolicy.restartAttemptPeriod = effective
      containerDefinitions[].entryPoint = effective
      containerDefinitions[].command = effective
      containerDefinitions[].environment[].name = effective
      containerDefinitions[].environment[].value = effective
      containerDefinitions[].environmentFiles = refused
      containerDefinitions[].mountPoints[].sourceVolume = effective
      containerDefinitions[].mountPoints[].containerPath = effective
      containerDefinitions[].mountPoints[].readOnly = effective
      containerDefinitions[].volumesFrom = refused
      containerDefinitions[].linuxParameters.capabilities.add = effective
      containerDefinitions[].linuxParameters.capabilities.drop = effective
      containerDefinitions[].linuxParameters.devices[].hostPath = effective
      containerDefinitions[].linuxParameters.devices[].containerPath = effective
      containerDefinitions[].linuxParameters.devices[].permissions = effective
      containerDefinitions[].linuxParameters.initProcessEnabled = effective
      containerDefinitions[].linuxParameters.sharedMemorySize = effective
      containerDefinitions[].linuxParameters.tmpfs[].containerPath = effective
      containerDefinitions[].linuxParameters.tmpfs[].size = effective
      containerDefinitions[].linuxParameters.tmpfs[].mountOptions = effective
      containerDefinitions[].linuxParameters.maxSwap = refused
      containerDefinitions[].linuxParameters.swappiness = refused
      containerDefinitions[].secrets = refused
      containerDefinitions[].dependsOn[].containerName = effective
      containerDefinitions[].dependsOn[].condition = effective
      containerDefinitions[].startTimeout = effective
      containerDefinitions[].stopTimeout = effective
      containerDefinitions[].versionConsistency = kept
      containerDefinitions[].hostname = effective
      containerDefinitions[].user = effective
      containerDefinitions[].workingDirectory = effective
      containerDefinitions[].disableNetworking = refused
      containerDefinitions[].privileged = effective
      containerDefinitions[].readonlyRootFilesystem = effective
      containerDefinitions[].dnsServers = effective
      containerDefinitions[].dnsSearchDomains = effective
      containerDefinitions[].extraHosts[].hostname = effective
      containerDefinitions[].extraHosts[].ipAddress = effective
      containerDefinitions[].dockerSecurityOptions = refused
      containerDefinitions[].interactive = effective
      containerDefinitions[].pseudoTerminal = effective
      containerDefinitions[].dockerLabels = effective
      containerDefinitions[].ulimits[].name = effective
      containerDefinitions[].ulimits[].softLimit = effective
      containerDefinitions[].ulimits[].hardLimit = effective
      containerDefinitions[].logConfiguration = kept
      containerDefinitions[].healthCheck.command = effective
      containerDefinitions[].healthCheck.interval = effective
      containerDefinitions[].healthCheck.timeout = effective
      containerDefinitions[].healthCheck.retries = effective
      containerDefinitions[].healthCheck.startPeriod = effective
      containerDefinitions[].systemControls[].namespace = effective
      containerDefinitions[].systemControls[].value = effective
      containerDefinitions[].resourceRequirements[].value = effective
      containerDefinitions[].resourceRequirements[].type = effective only GPU
      containerDefinitions[].firelensConfiguration = refused
      containerDefinitions[].credentialSpecs = refused
      volumes[].name = effective
      volumes[].host.sourcePath = effective
      volumes[].dockerVolumeConfiguration.scope = effective
      volumes[].dockerVolumeConfiguration.autoprovision = effective
      volumes[].dockerVolumeConfiguration.driver = effective only local
      volumes[].dockerVolumeConfiguration.driverOpts = refused
      volumes[].dockerVolumeConfiguration.labels = refused
      volumes[].efsVolumeConfiguration = refused
      volumes[].s3filesVolumeConfiguration = refused
      volumes[].fsxWindowsFileServerVolumeConfiguration = refused
      volumes[].configuredAtLaunch = refused
      placementConstraints[].type = effective only memberOf
      placementConstraints[].expression = effective
      requiresCompatibilities = kept
      cpu = effective
      memory = effective
      tags[].key = effective
      tags[].value = effective
      pidMode = refused
      ipcMode = refused
      proxyConfiguration = refused
      inferenceAccelerators = refused
      ephemeralStorage = refused
      runtimePlatform.cpuArchitecture = effective
      runtimePlatform.operatingSystemFamily = effective
      enableFaultInjection = refused
      """;

  private static final String TASKS =
      """
      # RunTask
      capacityProviderStrategy = refused
      cluster = effective
      count = effective
      enableECSManagedTags = refused
      enableExecuteCommand = refused
      group = effective
      launchType = effective only EC2, EXTERNAL
      networkConfiguration = refused
      overrides.containerOverrides[].name = effective
      overrides.containerOverrides[].command = effective
      overrides.containerOverrides[].environment[].name = effective
      overrides.containerOverrides[].environment[].value = effective
      overrides.containerOverrides[].environmentFiles = refused
      overrides.containerOverrides[].cpu = effective
      overrides.containerOverrides[].memory = effective
      overrides.containerOverrides[].memoryReservation = effective
      overrides.containerOverrides[].resourceRequirements[].value = effective
      overrides.containerOverrides[].resourceRequirements[].type = effective only GPU
      overrides.cpu = effective
      overrides.inferenceAcceleratorOverrides = refused
      overrides.executionRoleArn = kept
      overrides.memory = effective
      overrides.taskRoleArn = refused
      overrides.ephemeralStorage = refused
      placementConstraints[].type = effective
      placementConstraints[].expression = effective
      placementStrategy[].type = effective
      placementStrategy[].field = effective
      platformVersion = refused
      propagateTags = effective
      referenceId = refused
      startedBy = effective
      tags[].key = effective
      tags[].value = effective
      taskDefinition = effective
      clientToken = effective
      volumeConfigurations = refused
      # StartTask
      cluster = effective
      containerInstances = effective
      enableECSManagedTags = refused
      enableExecuteCommand = refused
      group = effective
      networkConfiguration = refused
      overrides.containerOverrides[].name = effective
      overrides.containerOverrides[].command = effective
      overrides.containerOverrides[].environment[].name = effective
      overrides.containerOverrides[].environment[].value = effective
      overrides.containerOverrides[].environmentFiles = refused
      overrides.containerOverrides[].cpu = effective
      overrides.containerOverrides[].memory = effective
      overrides.containerOverrides[].memoryReservation = effective
      overrides.containerOverrides[].resourceRequirements[].value = effective
      overrides.containerOverrides[].resourceRequirements[].type = effective only GPU
      overrides.cpu = effective
      overrides.inferenceAcceleratorOverrides = refused
      overrides.executionRoleArn = kept
      overrides.memory = effective
      overrides.taskRoleArn = refused
      overrides.ephemeralStorage = refused
      propagateTags = effective
      referenceId = refused
      startedBy = effective
      tags[].key = effective
      tags[].value = effective
      taskDefinition = effective
      volumeConfigurations = refused
      # StopTask
      cluster = effective
      task = effective
      reason = effective
      # DescribeTasks
      cluster = effective
      tasks = effective
      include = effective
      # ListTasks
      cluster = effective
      containerInstance = effective
      family = effective
      nextToken = effective
      maxResults = effective
      startedBy = effective
      serviceName = effective
      desiredStatus = effective
      launchType = effective
      daemonName = refused
      """;

  private static final String OTHERS =
      """
      # CreateCluster
      clusterName = effective
      tags[].key = effective
      tags[].value = effective
      settings = kept
      configuration = refused
      capacityProviders = refused
      defaultCapacityProviderStrategy = refused
      serviceConnectDefaults = refused
      # DescribeClusters
      clusters = effective
      include = effective
      # ListClusters
      nextToken = effective
      maxResults = effective
      # UpdateCluster
      cluster = effective
      settings = kept
      configuration = refused
      serviceConnectDefaults = refused
      # UpdateClusterSettings
      cluster = effective
      settings = kept
      # DeleteCluster
      cluster = effective
      # DescribeTaskDefinition
      taskDefinition = effective
      include = effective
      # ListTaskDefinitions
      familyPrefix = effective
      status = effective
      sort = effective
      nextToken = effective
      maxResults = effective
      # ListTaskDefinitionFamilies
      familyPrefix = effective
      status = effective
      nextToken = effective
      maxResults = effective
      # DeregisterTaskDefinition
      taskDefinition = effective
      # DeleteTaskDefinitions
      taskDefinitions = effective
      # ListContainerInstances
      cluster = effective
      filter = effective
      nextToken = effective
      maxResults = effective
      status = effective
      # DescribeContainerInstances
      cluster = effective
      containerInstances = effective
      include = effective
      # DeregisterContainerInstance
      cluster = effective
      containerInstance = effective
      force = effective
      # PutAttributes
      cluster = effective
      attributes[].name = effective
      attributes[].value = effective
      attributes[].targetType = effective
      attributes[].targetId = effective
      # DeleteAttributes
      cluster = effective
      attributes[].name = effective
      attributes[].value = kept
      attributes[].targetType = effective
      attributes[].targetId = effective
      # ListAttributes
      cluster = effective
      targetType = effective
      attributeName = effective
      attributeValue = effective
      nextToken = effective
      maxResults = effective
      # TagResource
      resourceArn = effective
      tags[].key = effective
      tags[].value = effective
      # UntagResource
      resourceArn = effective
      tagKeys = effective
      # ListTagsForResource
      resourceArn = effective
      """;

  private static final Map<String, Map<String, Row>> ROWS =
      parse(
          Stream.concat(
                  Stream.of(DEFINITION, TASKS, OTHERS, ServiceEffects.TABLE),
                  BalancingEffects.TABLES.stream())
              .toList());

  private EffectTable() {}

  /** What becomes of a member. */
  enum Effect {
    /** It does what ECS says. */
    EFFECTIVE,
    /** It is stored and given back, and changes nothing that runs. */
    KEPT,
    /** It would change what runs, and cannot yet: whoever wants it to is told so. */
    REFUSED
  }

  /**
   * One line.
   *
   * @param only the values that are not refused; empty if all are fine
   */
  record Row(Effect effect, Set<String> only) {}

  /** All operations in the order of the table, and their members by path. */
  static Map<String, Map<String, Row>> all() {
    return ROWS;
  }

  /** The lines of one operation; without such an operation it is a bug. */
  static Map<String, Row> of(String operation) {
    @Nullable Map<String, Row> rows = ROWS.get(operation);
    if (rows == null) {
      throw new IllegalStateException("no effects are known of " + operation);
    }
    return rows;
  }

  private static Map<String, Map<String, Row>> parse(List<String> texts) {
    Map<String, Map<String, Row>> all = new LinkedHashMap<>();
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String line : String.join("", texts).lines().toList()) {
      if (line.startsWith("# ")) {
        rows = new LinkedHashMap<>();
        all.put(line.substring(2), Collections.unmodifiableMap(rows));
      } else {
        String[] halves = line.split(" = ", 2);
        rows.put(halves[0], row(halves[1]));
      }
    }
    return Collections.unmodifiableMap(all);
  }

  private static Row row(String text) {
    String[] halves = text.split(" only ", 2);
    Effect effect =
        switch (halves[0]) {
          case "effective" -> Effect.EFFECTIVE;
          case "kept" -> Effect.KEPT;
          case "refused" -> Effect.REFUSED;
          default -> throw new IllegalStateException("no such effect: " + text);
        };
    Set<String> only =
        halves.length == 1 ? Set.of() : new TreeSet<>(List.of(halves[1].split(", ")));
    return new Row(effect, Collections.unmodifiableSet(only));
  }
}
