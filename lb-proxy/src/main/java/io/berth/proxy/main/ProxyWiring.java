package io.berth.proxy.main;

import static java.util.stream.Collectors.toSet;

import io.berth.base.StateLock;
import io.berth.peer.ClockOffset;
import io.berth.peer.JoinRefusedException;
import io.berth.peer.Joining;
import io.berth.peer.LinkFiles;
import io.berth.peer.LinkParts;
import io.berth.peer.PeerIdentity;
import io.berth.peer.PeerRole;
import io.berth.peer.Rejoining;
import io.berth.peer.SchedulerLink;
import io.berth.peer.SchedulerTrust;
import io.berth.proxy.feed.Contact;
import io.berth.proxy.feed.DrainSource;
import io.berth.proxy.feed.FeedDialect;
import io.berth.proxy.feed.FeedParts;
import io.berth.proxy.feed.Greeting;
import io.berth.proxy.feed.Served;
import io.berth.proxy.feed.TableFile;
import io.berth.proxy.health.HealthChecks;
import io.berth.proxy.health.TargetHealth;
import io.berth.proxy.http.HttpLimits;
import io.berth.proxy.http.HttpPlane;
import io.berth.proxy.route.Abilities;
import io.berth.proxy.route.Protocol;
import io.berth.proxy.route.TargetKey;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One proxy: builds every object from top to bottom, starts them in order and closes them in
 * reverse. Several may live in one process, each with a directory of its own. What it served last
 * it serves again before it speaks with anybody.
 */
public final class ProxyWiring implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(ProxyWiring.class.getName());

  /** What a table can ask for and an older proxy could not do; there is no older one yet. */
  private static final Abilities ABILITIES = new Abilities(Set.of(), Set.of(Protocol.HTTP));

  /** Until the scheduler says more. */
  private static final Duration USUAL_MAX_STALE = Duration.ofMinutes(15);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** What requests in flight get when this proxy is told to end. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final ProxyConfig config;
  private final Consumer<Throwable> onBug;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final AtomicBoolean idleNews = new AtomicBoolean();
  private volatile @Nullable SchedulerLink link;
  private boolean closed;

  /** A bug is told to whoever owns the process, which is to end then. */
  public ProxyWiring(ProxyConfig config, Consumer<Throwable> onBug) {
    this.config = config;
    this.onBug = onBug;
  }

  /**
   * Returns when this proxy has its identity and all is under way; with an identity on disk that
   * needs no scheduler. Blocks while a scheduler that shall give one is away; ends when its thread
   * is interrupted. After an exception, close it.
   */
  public void start() throws IOException, JoinRefusedException, InterruptedException {
    var clock = new BootClock();
    var random = new SecureRandom();
    open(StateLock.take(config.directory()));
    String version =
        Objects.requireNonNullElse(
            ProxyWiring.class.getPackage().getImplementationVersion(), "development");
    var linkParts =
        new LinkParts(
            PeerRole.PROXY,
            new LinkFiles(config.directory()),
            clock,
            new ClockOffset(),
            random,
            version);
    StartRecord start = StartRecord.next(config.directory(), random);

    var news = new HealthNews();
    HttpPlane plane =
        new HttpPlane(
            new HttpPlane.Parts(
                config.listen(),
                config.loops(),
                HttpLimits.usual(),
                InstantSource.system(),
                new SplittableRandom(random.nextLong()),
                this::becameIdle));
    open(() -> plane.close(FAREWELL));
    plane.start();
    HealthChecks checks = healthChecks(clock, plane, news);
    open(checks::close);
    TableFile file = new TableFile(config.directory());
    ServingPlace place = new ServingPlace(file, plane, checks, news);
    resume(file, place);

    var contact = new Contact(clock.now(), USUAL_MAX_STALE);
    var greeting =
        new Greeting(
            BootClock.bootId(),
            start.journalId(),
            start.startCounter(),
            config.listen().stream().map(InetAddress::getHostAddress).toList(),
            ABILITIES,
            InetAddress.getLocalHost().getHostName(),
            version);
    var feed = new FeedParts(place, news, drains(plane), contact, linkParts.offset(), greeting);
    connect(linkParts, new FeedDialect(feed), place);
    open(new Looking(place, contact, clock));
  }

  /** The views reach the requests at once, and the scheduler with the next report. */
  private HealthChecks healthChecks(BootClock clock, HttpPlane plane, HealthNews news) {
    return new HealthChecks(
        clock::now,
        (views, healthy) -> {
          news.add(views);
          plane.judge(views.stream().map(TargetHealth::key).collect(toSet()), healthy);
          wake();
        });
  }

  /** What was served before the restart; one that cannot be used waits for the scheduler. */
  private static void resume(TableFile file, ServingPlace place) throws IOException {
    switch (file.read(ABILITIES)) {
      case TableFile.Found.Table(Served stored) -> place.resume(stored);
      case TableFile.Found.Nothing _ -> {}
      case TableFile.Found.Unusable(String sentence) ->
          LOGGER.log(Level.ERROR, "The stored table is not served: cause={0}", sentence);
    }
  }

  private DrainSource drains(HttpPlane plane) {
    return new DrainSource() {
      @Override
      public Map<TargetKey, Integer> leaving() {
        return plane.leaving();
      }

      @Override
      public boolean takeNews() {
        return idleNews.getAndSet(false);
      }
    };
  }

  /** Called by event loops, which must not wait. */
  private void becameIdle() {
    idleNews.set(true);
    wake();
  }

  private void wake() {
    SchedulerLink current = link;
    if (current != null) {
      current.wake();
    }
  }

  // ------------------------------------------------------------------ the scheduler

  private void connect(LinkParts parts, FeedDialect dialect, ServingPlace place)
      throws IOException, JoinRefusedException, InterruptedException {
    SchedulerLink next = new SchedulerLink(config.scheduler(), parts, onBug);
    open(next);
    PeerIdentity identity = next.joining().identity(ticket());
    var trust = new SchedulerTrust(parts.files(), parts.files().trust());
    link = next;
    next.start(
        identity, trust, dialect, new Rejoining(ticket(), () -> beginAnew(parts, dialect, place)));
  }

  /** With another identity, on a thread of its own: the caller is one of those that end. */
  private void beginAnew(LinkParts parts, FeedDialect dialect, ServingPlace place) {
    Thread _ =
        Thread.ofVirtual()
            .name("begin-anew")
            .start(() -> {
              try {
                reconnect(parts, dialect, place);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } catch (JoinRefusedException | IOException | RuntimeException e) {
                // A proxy that nobody feeds is none; whoever owns the process starts a whole one.
                LOGGER.log(Level.ERROR, "The proxy could not begin anew", e);
                onBug.accept(e);
              }
            });
  }

  /** The traffic goes on meanwhile. */
  private synchronized void reconnect(LinkParts parts, FeedDialect dialect, ServingPlace place)
      throws IOException, JoinRefusedException, InterruptedException {
    SchedulerLink before = link;
    if (closed || before == null) {
      return;
    }
    before.close();
    opened.remove(before);
    place.forgetVersion();
    connect(parts, dialect, place);
  }

  private Optional<Joining.Ticket> ticket() throws IOException {
    String hostName = InetAddress.getLocalHost().getHostName();
    return config
        .ticket()
        .map(given -> new Joining.Ticket(given.token(), given.caFingerprint(), hostName));
  }

  /** Whether the scheduler feeds this proxy now. */
  public boolean isConnected() {
    SchedulerLink current = link;
    return current != null && current.isConnected();
  }

  // ------------------------------------------------------------------ looking

  /** Tries ports again, and tells when nobody has spoken with this proxy for too long. */
  private final class Looking implements AutoCloseable {
    private final Thread thread;
    private boolean stale;

    Looking(ServingPlace place, Contact contact, BootClock clock) {
      thread = Thread.ofVirtual().name("proxy-look").start(() -> look(place, contact, clock));
    }

    private void look(ServingPlace place, Contact contact, BootClock clock) {
      var never = new Semaphore(0);
      try {
        while (!never.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
          if (place.retryPorts()) {
            wake();
          }
          tell(contact.isStale(clock.now()));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void tell(boolean isStale) {
      if (isStale && !stale) {
        LOGGER.log(
            Level.WARNING,
            "The scheduler was away for too long: addresses of the served table may belong to"
                + " others by now");
      }
      stale = isStale;
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  // ------------------------------------------------------------------ the end

  private synchronized <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // The others are to be closed all the same.
        LOGGER.log(Level.WARNING, "A part of the proxy did not close", e);
      }
    }
  }
}
