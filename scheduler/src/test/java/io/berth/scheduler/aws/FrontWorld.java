package io.berth.scheduler.aws;

import io.berth.scheduler.api.AttributeOperations;
import io.berth.scheduler.api.ClusterOperations;
import io.berth.scheduler.api.DefinitionOperations;
import io.berth.scheduler.api.Documents;
import io.berth.scheduler.api.HostOperations;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.ServiceOperations;
import io.berth.scheduler.api.StsOperations;
import io.berth.scheduler.api.TagOperations;
import io.berth.scheduler.api.TaskOperations;
import io.berth.scheduler.api.elb.BalancingOperations;
import io.berth.scheduler.control.AttributeCommands;
import io.berth.scheduler.control.BalancerCommands;
import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.control.DefinitionCommands;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.ListenerCommands;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.control.RuleCommands;
import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.TagCommands;
import io.berth.scheduler.control.TargetCommands;
import io.berth.scheduler.control.TargetGroupCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.ThreadedStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * Every operation that a scheduler serves, behind a front, over a store in memory in which it is
 * always noon and chance is always the same.
 */
final class FrontWorld implements AutoCloseable {
  private static final InstantSource NOON = InstantSource.fixed(Samples.NOON);

  private final ThreadedStore store;
  private final HostCommands hosts;
  private final TestFront front;

  private FrontWorld(ThreadedStore store, InstantSource signatures) throws IOException {
    this.store = store;
    this.hosts = new HostCommands(store, NOON);
    this.front =
        TestFront.withRoutes(
            FrontLimits.standard(), List.of(TestFront.awsRoute(operations(), signatures)));
    new ClusterCommands(store, NOON).create(new ClusterName("default"), Map.of(), Map.of());
  }

  static FrontWorld open() throws IOException, StorageException {
    return open(InstantSource.system());
  }

  /** Judges the dates of signatures by this clock. */
  static FrontWorld open(InstantSource signatures) throws IOException, StorageException {
    ThreadedStore store =
        new ThreadedStore(
            new MemoryJournal(),
            StoreLimits.standard(),
            System::nanoTime,
            failure -> {
              throw new AssertionError(failure);
            });
    store.start();
    return new FrontWorld(store, signatures);
  }

  private List<Operation<?, ?>> operations() {
    Documents documents = new JsonDocuments(new JsonCodec(new UnknownMembers()));
    TaskCommands tasks = new TaskCommands(store, NOON, new SplittableRandom(3));
    List<Operation<?, ?>> operations = new ArrayList<>(StsOperations.all());
    operations.addAll(new ClusterOperations(store, new ClusterCommands(store, NOON)).all());
    operations.addAll(
        new DefinitionOperations(store, new DefinitionCommands(store, NOON), documents).all());
    operations.addAll(new TaskOperations(store, tasks, documents).all());
    ServiceCommands services = new ServiceCommands(store, NOON, new SplittableRandom(4));
    operations.addAll(new ServiceOperations(store, services, documents).all());
    operations.addAll(new HostOperations(store, hosts).all());
    operations.addAll(new AttributeOperations(store, new AttributeCommands(store, NOON)).all());
    operations.addAll(new TagOperations(store, new TagCommands(store)).all());
    operations.addAll(new BalancingOperations(store, balancing()).all());
    return operations;
  }

  private BalancingOperations.Commands balancing() {
    SplittableRandom random = new SplittableRandom(4);
    return new BalancingOperations.Commands(
        new BalancerCommands(store, NOON, random, "elb.localhost"),
        new ListenerCommands(store, NOON, random),
        new RuleCommands(store, NOON, random),
        new TargetGroupCommands(store, NOON, random),
        new TargetCommands(store, NOON, random),
        new TagCommands(store));
  }

  TestFront front() {
    return front;
  }

  ThreadedStore store() {
    return store;
  }

  /** A host that is there and has this much of everything. */
  Host join(int number, Resources size) {
    return join(number, Samples.host(number, size).facts());
  }

  Host join(int number, HostFacts facts) {
    Host sample = Samples.host(number, Resources.NONE);
    var hello =
        new HostCommands.Hello(
            facts,
            sample.contact().incarnation(),
            new Contact.Engine(Contact.Availability.AVAILABLE, Samples.NOON, ""),
            Map.of());
    return switch (hosts.hello(sample.id(), new ClusterName("default"), hello)) {
      case Outcome.Done<Host>(Host host) -> host;
      case Outcome.Refused<Host>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  EcsClient client() {
    return configured(EcsClient.builder());
  }

  ElasticLoadBalancingV2Client balancingClient() {
    return configured(ElasticLoadBalancingV2Client.builder());
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C configured(
      B builder) {
    return builder
        .endpointOverride(front.uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(TestFront.KEY, TestFront.SECRET)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Override
  public void close() {
    front.close();
    store.close();
  }
}
