package io.berth.scheduler.main;

import io.berth.base.Endpoint;
import io.berth.base.SettingsException;
import io.berth.scheduler.api.AccessCommands;
import io.berth.scheduler.api.ApiKeyOperations;
import io.berth.scheduler.api.AttributeOperations;
import io.berth.scheduler.api.ClusterOperations;
import io.berth.scheduler.api.ControlOperation;
import io.berth.scheduler.api.DefinitionOperations;
import io.berth.scheduler.api.Documents;
import io.berth.scheduler.api.ExplainOperations;
import io.berth.scheduler.api.ForesightOperations;
import io.berth.scheduler.api.HistoryOperations;
import io.berth.scheduler.api.HostOperations;
import io.berth.scheduler.api.HostViewOperations;
import io.berth.scheduler.api.JoinTokenOperations;
import io.berth.scheduler.api.Operation;
import io.berth.scheduler.api.ProxyOperations;
import io.berth.scheduler.api.Questions;
import io.berth.scheduler.api.RunTaskDocuments;
import io.berth.scheduler.api.ServiceOperations;
import io.berth.scheduler.api.StsOperations;
import io.berth.scheduler.api.TagOperations;
import io.berth.scheduler.api.TaskOperations;
import io.berth.scheduler.api.TrustCommands;
import io.berth.scheduler.api.TrustOperations;
import io.berth.scheduler.api.elb.BalancingOperations;
import io.berth.scheduler.aws.Authentication;
import io.berth.scheduler.aws.AwsRoute;
import io.berth.scheduler.aws.ControlRoute;
import io.berth.scheduler.aws.FrontAddress;
import io.berth.scheduler.aws.FrontLimits;
import io.berth.scheduler.aws.HealthRoute;
import io.berth.scheduler.aws.Home;
import io.berth.scheduler.aws.HttpFront;
import io.berth.scheduler.aws.JsonCodec;
import io.berth.scheduler.aws.JsonDocuments;
import io.berth.scheduler.aws.Route;
import io.berth.scheduler.aws.UnknownMembers;
import io.berth.scheduler.control.Adoption;
import io.berth.scheduler.control.AttributeCommands;
import io.berth.scheduler.control.BalancerCommands;
import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.control.DefinitionCommands;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.ListenerCommands;
import io.berth.scheduler.control.ProxyReports;
import io.berth.scheduler.control.RuleCommands;
import io.berth.scheduler.control.ServiceCommands;
import io.berth.scheduler.control.TagCommands;
import io.berth.scheduler.control.TargetCommands;
import io.berth.scheduler.control.TargetGroupCommands;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.feed.FeedTimes;
import io.berth.scheduler.feed.ProxyService;
import io.berth.scheduler.history.Expiry;
import io.berth.scheduler.history.History;
import io.berth.scheduler.identity.ApiKeyRing;
import io.berth.scheduler.identity.Authorities;
import io.berth.scheduler.identity.CertificateAuthority;
import io.berth.scheduler.identity.Enrolment;
import io.berth.scheduler.identity.JoinTokens;
import io.berth.scheduler.identity.MasterKey;
import io.berth.scheduler.identity.MasterKeyException;
import io.berth.scheduler.identity.MasterKeyFile;
import io.berth.scheduler.identity.Outcome;
import io.berth.scheduler.identity.Sealer;
import io.berth.scheduler.identity.ServerNames;
import io.berth.scheduler.identity.SigV4;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Installation;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.peer.Identities;
import io.berth.scheduler.peer.PeerPort;
import io.berth.scheduler.peer.PortLimits;
import io.berth.scheduler.peer.SessionTimes;
import io.berth.scheduler.session.AgentService;
import io.berth.scheduler.store.Archive;
import io.berth.scheduler.store.Journal;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.StoreLimits;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.ThreadedStore;
import io.berth.scheduler.store.rocks.Durability;
import io.berth.scheduler.store.rocks.RocksState;
import io.berth.scheduler.store.rocks.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts a scheduler together: {@link #start} reads top to bottom what it consists of, and {@link
 * #close} ends it in reverse. One thread starts and closes; whatever fails in between is reported
 * to {@code onFailure}, once per part, on a thread that must not be held up.
 */
public final class SchedulerWiring implements AutoCloseable {
  /** Long enough for an engine that is slow to come. */
  private static final Duration TICKET_VALID = Duration.ofHours(1);

  /** More would take the processor from those who really do something. */
  private static final int MOST_QUESTIONS = 2;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final Duration LAST_REQUESTS = Duration.ofSeconds(5);

  private final SchedulerConfig config;
  private final Surroundings surroundings;
  private final UnaryOperator<Journal> journals;
  private final Consumer<Throwable> onFailure;
  private final Deque<Runnable> closings = new ArrayDeque<>();
  private @Nullable StateStore state;
  private @Nullable AccessCommands access;
  private @Nullable InetSocketAddress listening;
  private @Nullable InetSocketAddress agentsListening;

  public SchedulerWiring(
      SchedulerConfig config, Surroundings surroundings, Consumer<Throwable> onFailure) {
    this(config, surroundings, UnaryOperator.identity(), onFailure);
  }

  /** The same with something between the store and its journal. */
  public SchedulerWiring(
      SchedulerConfig config,
      Surroundings surroundings,
      UnaryOperator<Journal> journals,
      Consumer<Throwable> onFailure) {
    this.config = config;
    this.surroundings = surroundings;
    this.journals = journals;
    this.onFailure = onFailure;
  }

  /** Starts everything, or nothing: what had begun when a part refused is closed again. */
  public void start() throws SettingsException, StorageException, MasterKeyException, IOException {
    boolean started = false;
    try {
      open(surroundings.clock().instant());
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  private void open(Instant now)
      throws SettingsException, StorageException, MasterKeyException, IOException {
    prepareDirectory();
    RocksState journal = openJournal(now);
    ThreadedStore store = openStore(journal);
    MasterKey masterKey =
        new MasterKeyFile(config.directory().resolve("master.key"))
            .open(store.snapshot(), surroundings.random());
    Sealer sealer = new Sealer(masterKey, surroundings.random());
    CertificateAuthority authority = new CertificateAuthority(sealer, surroundings.random());
    ApiKeyRing keys = new ApiKeyRing(sealer, surroundings.random());
    FirstStart first = new FirstStart(authority, keys, config.installation());
    Installation fixed = store.update(Lane.LOOPS, tx -> first.run(tx, now));
    config.requireFits(fixed);
    Home home = new Home(fixed.account(), fixed.region());

    PortCertificate certificate = new PortCertificate(authority, store, serverNames(), now);
    KeyUses uses = new KeyUses();
    AuthorityCommands authorities =
        new AuthorityCommands(store, new Authorities(authority), surroundings.clock());
    TrustUpkeep trust =
        new TrustUpkeep(store, authority, authorities, certificate, config.directory());
    trust.turn(now);
    keepHouse(store, new Housekeeping.Chores(uses, new Expiry(journal), trust::turn));
    keepServices(store);

    ProxyReports proxies =
        openPeers(
            new Identities(
                store, authority, new Enrolment(authority, masterKey, surroundings.random())));
    IdentityCommands commands =
        new IdentityCommands(
            store,
            surroundings.clock(),
            new IdentityCommands.Rooms(authority, new JoinTokens(surroundings.random()), keys),
            config.agentEndpoint(agents().getPort()));
    access = commands;
    SigV4 signatures = new SigV4(id -> keys.find(store.snapshot(), id));
    Authentication authentication =
        new Authentication(signatures, surroundings.clock(), uses::note);
    UnknownMembers unknown = new UnknownMembers();
    Documents documents = new JsonDocuments(new JsonCodec(unknown));
    List<Route> routes =
        List.of(
            new HealthRoute(),
            new AwsRoute(home, authentication, operations(store, documents), unknown),
            new ControlRoute(
                home,
                authentication,
                controls(store, journal, documents, new Wishes(commands, authorities), proxies)));
    openFront(certificate, routes);
    new ClientAccess(config, store, keys).write(api(), home);
  }

  private void keepServices(ThreadedStore store) {
    ServiceThread services = new ServiceThread(store, surroundings.random(), surroundings.clock());
    services.start(onFailure);
    closings.push(services::close);
  }

  private RocksState openJournal(Instant now) throws StorageException {
    RocksState journal =
        new StateDirectory(config.directory().resolve("state"), Durability.SYNCED).open(now);
    closings.push(journal::close);
    return journal;
  }

  private ThreadedStore openStore(RocksState journal) throws StorageException {
    ThreadedStore store =
        new ThreadedStore(
            journals.apply(journal), StoreLimits.standard(), surroundings.nanoTime(), onFailure);
    store.start();
    closings.push(store::close);
    state = store;
    return store;
  }

  private void keepHouse(StateStore store, Housekeeping.Chores chores) {
    Housekeeping housekeeping = new Housekeeping(store, chores, surroundings.clock());
    housekeeping.start(onFailure);
    closings.push(housekeeping::close);
  }

  private void openFront(PortCertificate certificate, List<Route> routes) throws IOException {
    HttpFront front =
        new HttpFront(
            new FrontAddress(
                config.api(),
                config.speaksTls() ? Optional.of(certificate.context()) : Optional.empty()),
            FrontLimits.standard(),
            routes,
            surroundings.clock(),
            () -> UUID.randomUUID().toString());
    listening = front.start();
    closings.push(() -> closeFront(front));
  }

  /** Before the API, whose answers name this port. */
  private ProxyReports openPeers(Identities identities) throws SettingsException, IOException {
    StateStore store = identities.store();
    InstantSource clock = surroundings.clock();
    AlarmBook alarms = new AlarmBook(store, clock);
    AgentService agents =
        new AgentService(
            identities,
            new AgentService.Commands(
                new HostCommands(store, clock),
                new TaskCommands(store, clock, surroundings.random()),
                new Adoption(store, clock)),
            SessionTimes.ofAgents(),
            alarms);
    ProxyService proxies = new ProxyService(identities, FeedTimes.standard(), alarms);
    PeerPort port =
        new PeerPort(
            new PeerPort.Settings(config.agents(), serverNames(), PortLimits.standard()),
            identities,
            new PeerPort.Ambient(clock, surroundings.nanoTime(), alarms, onFailure),
            List.of(agents, proxies));
    agentsListening = port.start();
    closings.push(() -> closePeers(port));
    return proxies;
  }

  /** Every operation of the AWS API that is served. */
  private List<Operation<?, ?>> operations(StateStore store, Documents documents) {
    InstantSource clock = surroundings.clock();
    TaskCommands tasks = new TaskCommands(store, clock, surroundings.random());
    ServiceCommands services = new ServiceCommands(store, clock, surroundings.random());
    List<Operation<?, ?>> operations = new ArrayList<>();
    operations.addAll(StsOperations.all());
    operations.addAll(new ClusterOperations(store, new ClusterCommands(store, clock)).all());
    operations.addAll(
        new DefinitionOperations(store, new DefinitionCommands(store, clock), documents).all());
    operations.addAll(new TaskOperations(store, tasks, documents).all());
    operations.addAll(new ServiceOperations(store, services, documents).all());
    operations.addAll(new HostOperations(store, new HostCommands(store, clock)).all());
    operations.addAll(new AttributeOperations(store, new AttributeCommands(store, clock)).all());
    operations.addAll(new TagOperations(store, new TagCommands(store)).all());
    operations.addAll(new BalancingOperations(store, balancing(store)).all());
    return operations;
  }

  private BalancingOperations.Commands balancing(StateStore store) {
    InstantSource clock = surroundings.clock();
    RandomGenerator random = surroundings.random();
    return new BalancingOperations.Commands(
        new BalancerCommands(store, clock, random, config.balancerDomain()),
        new ListenerCommands(store, clock, random),
        new RuleCommands(store, clock, random),
        new TargetGroupCommands(store, clock, random),
        new TargetCommands(store, clock, random),
        new TagCommands(store));
  }

  /** Who carries out what operators wish about those who speak with us. */
  private record Wishes(AccessCommands access, TrustCommands trust) {}

  /** Every method of our own API that is served. */
  private List<ControlOperation<?, ?>> controls(
      StateStore store, Archive archive, Documents documents, Wishes wishes, ProxyReports proxies) {
    List<ControlOperation<?, ?>> controls = new ArrayList<>();
    controls.addAll(new JoinTokenOperations(store, wishes.access(), surroundings.clock()).all());
    controls.addAll(new ApiKeyOperations(store, wishes.access()).all());
    controls.addAll(new TrustOperations(store, wishes.trust()).all());
    controls.addAll(new ProxyOperations(store, proxies).all());
    controls.addAll(new HistoryOperations(store, new History(archive)).all());
    HostCommands hosts = new HostCommands(store, surroundings.clock());
    controls.addAll(new HostViewOperations(store, hosts).all());
    RunTaskDocuments requests = new RunTaskDocuments(documents);
    Questions questions = new Questions(MOST_QUESTIONS, LONGEST_WAIT, surroundings.nanoTime());
    controls.addAll(new ExplainOperations(store, requests, surroundings.clock(), questions).all());
    controls.addAll(
        new ForesightOperations(store, documents, surroundings.clock(), questions).all());
    return controls;
  }

  /** Where the API is answered: a port of zero has become a real one. */
  public InetSocketAddress api() {
    InetSocketAddress address = listening;
    if (address == null) {
      throw new IllegalStateException("not started");
    }
    return address;
  }

  /** Where agents connect: a port of zero has become a real one. */
  public InetSocketAddress agents() {
    InetSocketAddress address = agentsListening;
    if (address == null) {
      throw new IllegalStateException("not started");
    }
    return address;
  }

  /** What a peer shows when it joins, and by what it knows us. */
  public record JoinTicket(String token, String caFingerprint) {
    @Override
    public String toString() {
      return "JoinTicket";
    }
  }

  /** A token by which the agent of this very machine joins the cluster named default. */
  public JoinTicket newAgentTicket() {
    return newTicket(
        PeerKind.AGENT, Optional.of(FirstStart.DEFAULT), "the agent beside this scheduler");
  }

  /** A token by which the proxy of this very machine joins. */
  public JoinTicket newProxyTicket() {
    return newTicket(PeerKind.PROXY, Optional.empty(), "the proxy beside this scheduler");
  }

  private JoinTicket newTicket(PeerKind kind, Optional<ClusterName> cluster, String note) {
    AccessCommands commands = access;
    if (commands == null) {
      throw new IllegalStateException("not started");
    }
    AccessCommands.NewToken token =
        commands.createJoinToken(new AccessCommands.TokenWish(kind, cluster, TICKET_VALID, note));
    return new JoinTicket(token.secret(), token.authority());
  }

  /** Whether this host is there for tasks: active, connected, and with an engine that answers. */
  public boolean isReady(String hostId) {
    StateStore store = state;
    if (store == null) {
      throw new IllegalStateException("not started");
    }
    return store
        .snapshot()
        .find(Tables.HOSTS, HostId.parse(hostId))
        .filter(host -> host.status() == Host.Status.ACTIVE && host.isReachable())
        .isPresent();
  }

  /** Where its state lies, and what clients on this machine need. */
  public Path directory() {
    return config.directory();
  }

  /** The address of the API as clients on this machine write it. */
  public String endpoint() {
    return ClientAccess.endpoint(config, api());
  }

  /** Ends what was started, the last first; a second time there is nothing left to end. */
  @Override
  public void close() {
    while (!closings.isEmpty()) {
      closings.pop().run();
    }
  }

  private ServerNames serverNames() throws SettingsException {
    List<String> names = new ArrayList<>(config.names());
    for (InetSocketAddress listening : List.of(config.api(), config.agents())) {
      if (!listening.getAddress().isAnyLocalAddress()) {
        names.add(Endpoint.of(listening).host());
      }
    }
    return switch (ServerNames.withLoopback(names)) {
      case Outcome.Done<ServerNames>(var all) -> all;
      case Outcome.Refused<ServerNames>(_, var sentence) ->
          throw new SettingsException("'names': " + sentence);
    };
  }

  private void prepareDirectory() throws IOException {
    Path directory = config.directory();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static void closePeers(PeerPort port) {
    try {
      port.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeFront(HttpFront front) {
    try {
      front.close(LAST_REQUESTS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
