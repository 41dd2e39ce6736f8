package io.berth.tests.bench;

import java.util.List;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Somebody with the AWS SDK who has one service behind a balancer, with everything as usual. */
final class ServiceUser implements AutoCloseable {
  private static final String NAME = "shop";
  private static final String CONTAINER = "app";
  private static final int CONTAINER_PORT = 8_080;

  private final EcsClient ecs;
  private final BalancerUser balancers;
  private String group = "";

  ServiceUser(SchedulerServer scheduler) {
    this.ecs = scheduler.client(EcsClient.builder());
    this.balancers = new BalancerUser(scheduler);
  }

  /** The service, and a listener on this port. */
  void create(int port, int tasks) {
    group = balancers.group(NAME, TargetTypeEnum.INSTANCE);
    String _ = balancers.listener(port, group);
    var container =
        ContainerDefinition.builder()
            .name(CONTAINER)
            .image("bench:1")
            .memory(8)
            .essential(true)
            .portMappings(PortMapping.builder().containerPort(CONTAINER_PORT).hostPort(0).build())
            .build();
    var _ =
        ecs.registerTaskDefinition(request -> request.family(NAME).containerDefinitions(container));
    var balancer =
        LoadBalancer.builder()
            .targetGroupArn(group)
            .containerName(CONTAINER)
            .containerPort(CONTAINER_PORT)
            .build();
    var _ =
        ecs.createService(request ->
            request
                .serviceName(NAME)
                .taskDefinition(NAME)
                .desiredCount(tasks)
                .loadBalancers(balancer));
  }

  /** The ids of those that shall run. */
  List<String> tasks() {
    return ecs.listTasks(request -> request.serviceName(NAME)).taskArns().stream()
        .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
        .toList();
  }

  void stop(String task) {
    var _ = ecs.stopTask(request -> request.task(task));
  }

  void deployAnew() {
    var _ = ecs.updateService(request -> request.service(NAME).forceNewDeployment(true));
  }

  /** One deployment, so many tasks that run, as many healthy targets, and no others. */
  boolean isSteady(int tasks) {
    Service service = service();
    List<TargetHealthStateEnum> health = balancers.health(group);
    return service.deployments().size() == 1
        && service.runningCount() == tasks
        && service.pendingCount() == 0
        && health.size() == tasks
        && health.stream().allMatch(TargetHealthStateEnum.HEALTHY::equals);
  }

  String described() {
    return service() + " " + balancers.health(group);
  }

  private Service service() {
    return ecs.describeServices(request -> request.services(NAME)).services().getFirst();
  }

  @Override
  public void close() {
    ecs.close();
    balancers.close();
  }
}
