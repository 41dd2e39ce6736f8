package io.berth.tests.heart;

import io.berth.tests.cluster.EcsUser;
import io.berth.tests.cluster.Stack;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** A service of web servers behind a balancer of its own, as whoever owns it sees it. */
public final class BalancedService {
  public static final String CONTAINER = "web";

  private static final int CONTAINER_PORT = 8080;

  private final Stack stack;
  private final Plan plan;
  private final String group;
  private final String host;
  private final Members members;

  /**
   * What it is when it begins.
   *
   * @param port of the balancer's listener
   * @param hostPort what its containers have on their hosts; 0: any
   * @param delaySeconds how long requests in flight are waited for; absent: as long as usual
   */
  public record Plan(String name, int port, int count, int hostPort, OptionalInt delaySeconds) {}

  private BalancedService(Stack stack, Plan plan, String group, String host) {
    this.stack = stack;
    this.plan = plan;
    this.group = group;
    this.host = host;
    this.members = new Members(stack, plan.name());
  }

  /** Asks for one and does not wait for it. */
  // The SDK's builders take generic varargs.
  @SuppressWarnings("unchecked")
  public static BalancedService create(Stack stack, Plan plan) {
    String group = stack.elbUser().group(plan.name());
    plan.delaySeconds().ifPresent(seconds -> stack.elbUser().setDelay(group, seconds));
    String host = stack.elbUser().balance(plan.name(), plan.port(), group).dnsName();
    var service = new BalancedService(stack, plan, group, host);
    String definition = service.define();
    var _ =
        service
            .ecs()
            .createService(request ->
                request
                    .serviceName(plan.name())
                    .taskDefinition(definition)
                    .desiredCount(plan.count())
                    .loadBalancers(to ->
                        to.targetGroupArn(group)
                            .containerName(CONTAINER)
                            .containerPort(CONTAINER_PORT)));
    return service;
  }

  private EcsClient ecs() {
    return stack.user().client();
  }

  /** A further revision. What is at work when it is told to stop has a second left, and no more. */
  private String define() {
    return stack
        .user()
        .define(
            plan.name(),
            EcsUser.echo(CONTAINER, "serve")
                .copy(one ->
                    one.stopTimeout(1)
                        .portMappings(
                            PortMapping.builder()
                                .containerPort(CONTAINER_PORT)
                                .hostPort(plan.hostPort())
                                .build())));
  }

  // ------------------------------------------------------------------ what it is told

  /** Replaces all tasks by those of a new revision. */
  void update() {
    String definition = define();
    var _ = ecs().updateService(request -> request.service(plan.name()).taskDefinition(definition));
  }

  void scaleTo(int count) {
    var _ = ecs().updateService(request -> request.service(plan.name()).desiredCount(count));
  }

  void delete() {
    var _ = ecs().deleteService(request -> request.service(plan.name()).force(true));
  }

  // ------------------------------------------------------------------ what it is

  /** Who may answer for it. */
  Members members() {
    return members;
  }

  /** The name by which users call it. */
  String host() {
    return host;
  }

  /** Where users come in, at a proxy with this address. */
  public InetSocketAddress door(String proxy) {
    return new InetSocketAddress(proxy, plan.port());
  }

  public Service told() {
    return ecs().describeServices(request -> request.services(plan.name())).services().getFirst();
  }

  /** The tasks that shall run. */
  public List<Task> tasks() {
    List<String> arns =
        ecs()
            .listTasks(
                request -> request.serviceName(plan.name()).desiredStatus(DesiredStatus.RUNNING))
            .taskArns();
    return arns.isEmpty() ? List.of() : ecs().describeTasks(request -> request.tasks(arns)).tasks();
  }

  /** Waits until all is as it shall be, nothing older is left, and each target is healthy. */
  public void awaitSteady() throws Exception {
    stack.await().until(plan.name() + " is steady", this::isSteady);
  }

  public boolean isSteady() {
    Service told = told();
    boolean isCompleted =
        told.deployments().size() == 1
            && told.deployments().getFirst().rolloutState() == DeploymentRolloutState.COMPLETED;
    return isCompleted
        && told.runningCount().equals(told.desiredCount())
        && told.pendingCount() == 0
        && stack.elbUser().health(group).equals(Map.of("healthy", told.desiredCount().longValue()));
  }

  /** Waits until nothing of it runs any more. */
  void awaitEnd() throws Exception {
    stack.await().until(plan.name() + " is gone", () -> told().status().equals("INACTIVE"));
  }

  /** One of its tasks that runs. */
  Task anyRunning() throws Exception {
    return stack
        .await()
        .found(
            "a task of " + plan.name() + " runs",
            () -> {
              Optional<Task> first =
                  tasks().stream().filter(one -> one.lastStatus().equals("RUNNING")).findFirst();
              return first;
            });
  }
}
