package io.berth.scheduler.api;

/** What each member of the requests about services does. */
final class ServiceEffects {
  private ServiceEffects() {}

  static final String TABLE =
      """
      # CreateService
      cluster = effective
      serviceName = effective
      taskDefinition = effective
      availabilityZoneRebalancing = effective only DISABLED
      loadBalancers[].targetGroupArn = effective
      loadBalancers[].loadBalancerName = refused
      loadBalancers[].containerName = effective
      loadBalancers[].containerPort = effective
      loadBalancers[].advancedConfiguration = refused
      serviceRegistries = refused
      desiredCount = effective
      clientToken = effective
      launchType = effective only EC2, EXTERNAL
      capacityProviderStrategy = refused
      platformVersion = refused
      role = refused
      deploymentConfiguration.deploymentCircuitBreaker.enable = refused
      deploymentConfiguration.deploymentCircuitBreaker.rollback = refused
      deploymentConfiguration.deploymentCircuitBreaker.resetOnHealthyTask = refused
      deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration = refused
      deploymentConfiguration.maximumPercent = effective
      deploymentConfiguration.minimumHealthyPercent = effective
      deploymentConfiguration.alarms.alarmNames = refused
      deploymentConfiguration.alarms.rollback = refused
      deploymentConfiguration.alarms.enable = refused
      deploymentConfiguration.strategy = effective only ROLLING
      deploymentConfiguration.bakeTimeInMinutes = refused
      deploymentConfiguration.lifecycleHooks = refused
      deploymentConfiguration.linearConfiguration = refused
      deploymentConfiguration.canaryConfiguration = refused
      placementConstraints[].type = effective
      placementConstraints[].expression = effective
      placementStrategy[].type = effective
      placementStrategy[].field = effective
      networkConfiguration = refused
      healthCheckGracePeriodSeconds = effective
      schedulingStrategy = effective only REPLICA
      deploymentController.type = effective only ECS
      tags[].key = effective
      tags[].value = effective
      enableECSManagedTags = refused
      propagateTags = effective
      enableExecuteCommand = refused
      serviceConnectConfiguration.enabled = refused
      serviceConnectConfiguration.namespace = refused
      serviceConnectConfiguration.services = refused
      serviceConnectConfiguration.logConfiguration = refused
      serviceConnectConfiguration.accessLogConfiguration = refused
      volumeConfigurations = refused
      vpcLatticeConfigurations = refused
      monitoring = refused
      # UpdateService
      cluster = effective
      service = effective
      desiredCount = effective
      taskDefinition = effective
      capacityProviderStrategy = refused
      deploymentConfiguration.deploymentCircuitBreaker.enable = refused
      deploymentConfiguration.deploymentCircuitBreaker.rollback = refused
      deploymentConfiguration.deploymentCircuitBreaker.resetOnHealthyTask = refused
      deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration = refused
      deploymentConfiguration.maximumPercent = effective
      deploymentConfiguration.minimumHealthyPercent = effective
      deploymentConfiguration.alarms.alarmNames = refused
      deploymentConfiguration.alarms.rollback = refused
      deploymentConfiguration.alarms.enable = refused
      deploymentConfiguration.strategy = effective only ROLLING
      deploymentConfiguration.bakeTimeInMinutes = refused
      deploymentConfiguration.lifecycleHooks = refused
      deploymentConfiguration.linearConfiguration = refused
      deploymentConfiguration.canaryConfiguration = refused
      availabilityZoneRebalancing = effective only DISABLED
      networkConfiguration = refused
      placementConstraints[].type = effective
      placementConstraints[].expression = effective
      placementStrategy[].type = effective
      placementStrategy[].field = effective
      platformVersion = refused
      forceNewDeployment = effective
      healthCheckGracePeriodSeconds = effective
      deploymentController.type = effective only ECS
      enableExecuteCommand = refused
      enableECSManagedTags = refused
      loadBalancers[].targetGroupArn = effective
      loadBalancers[].loadBalancerName = refused
      loadBalancers[].containerName = effective
      loadBalancers[].containerPort = effective
      loadBalancers[].advancedConfiguration = refused
      propagateTags = effective
      serviceRegistries = refused
      serviceConnectConfiguration.enabled = refused
      serviceConnectConfiguration.namespace = refused
      serviceConnectConfiguration.services = refused
      serviceConnectConfiguration.logConfiguration = refused
      serviceConnectConfiguration.accessLogConfiguration = refused
      volumeConfigurations = refused
      vpcLatticeConfigurations = refused
      monitoring = refused
      # DescribeServices
      cluster = effective
      services = effective
      include = effective
      # ListServices
      cluster = effective
      nextToken = effective
      maxResults = effective
      launchType = effective
      schedulingStrategy = effective
      resourceManagementType = refused
      # DeleteService
      cluster = effective
      service = effective
      force = effective
      # UpdateContainerInstancesState
      cluster = effective
      containerInstances = effective
      status = effective
      """;
}
