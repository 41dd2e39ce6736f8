package io.berth.proxy.main;

import static java.util.stream.Collectors.toSet;

import io.berth.base.Moment;
import io.berth.peer.ClockOffset;
import io.berth.proxy.balance.Balance;
import io.berth.proxy.balance.TargetLoad;
import io.berth.proxy.feed.Contact;
import io.berth.proxy.feed.DrainSource;
import io.berth.proxy.feed.FeedDialect;
import io.berth.proxy.feed.FeedParts;
import io.berth.proxy.feed.Greeting;
import io.berth.proxy.feed.ListenerProblem;
import io.berth.proxy.feed.Served;
import io.berth.proxy.feed.TableFile;
import io.berth.proxy.feed.TableForm;
import io.berth.proxy.feed.TablePlace;
import io.berth.proxy.health.Check;
import io.berth.proxy.health.CheckResult;
import io.berth.proxy.health.HealthBook;
import io.berth.proxy.health.HealthState;
import io.berth.proxy.health.TargetHealth;
import io.berth.proxy.route.Abilities;
import io.berth.proxy.route.Protocol;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TargetKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One process of a proxy on virtual time: its real feed, tables, health and balance, without
 * socket, thread or file. Its world makes its checks, carries its requests and messages, and says
 * when time has passed; one caller drives it all. It does what {@link ProxyWiring} and the thin
 * parts around the loops do, and decides nothing of its own.
 */
public final class VirtualProxy {
  public static final Abilities ABILITIES = new Abilities(Set.of(), Set.of(Protocol.HTTP));

  private static final int MOST_CHECKS = 256;
  private static final int LOOPS = 2;

  private final Ambient ambient;
  private final HealthNews news = new HealthNews();
  private final HealthBook book = new HealthBook(MOST_CHECKS);
  private final Set<TargetKey> healthy = new HashSet<>();
  private final List<Balance> loops = new ArrayList<>();
  private final Contact contact;
  private final FeedDialect dialect;
  private RoutingTable table = RoutingTable.empty();
  private Optional<Served> served = Optional.empty();
  private boolean idleNews;

  /** What surrounds the process; the world may stand between the feed and the rest of it. */
  public record Ambient(
      Supplier<Moment> clock, RandomGenerator random, Disk disk, Checker checker, Seams seams) {}

  /** The file of the table: when this returns, it is on disk. */
  public interface Disk {
    void write(byte[] table) throws IOException;
  }

  /** Makes one check; the result is told later, once. */
  public interface Checker {
    void check(Check check, Consumer<CheckResult> result);
  }

  /** Where the world looks in, and may stand in between. */
  public interface Seams {
    TablePlace place(TablePlace real);

    DrainSource drains(DrainSource real);

    /** There is something to tell, or checks are due at another time. */
    void news();
  }

  public VirtualProxy(Ambient ambient, Greeting greeting, ClockOffset offset, Duration maxStale) {
    this.ambient = ambient;
    for (int loop = 0; loop < LOOPS; loop++) {
      loops.add(new Balance(ambient.random()));
    }
    contact = new Contact(ambient.clock().get(), maxStale);
    dialect =
        new FeedDialect(
            new FeedParts(
                ambient.seams().place(new Place()),
                news,
                ambient.seams().drains(new Drains()),
                contact,
                offset,
                greeting));
  }

  /** What was on disk at the start, before anything else. */
  public void resume(byte[] stored) {
    if (TableForm.read(stored, ABILITIES) instanceof TableFile.Found.Table(Served found)) {
      put(found);
    }
  }

  public FeedDialect dialect() {
    return dialect;
  }

  public Contact contact() {
    return contact;
  }

  /** What it serves. */
  public RoutingTable table() {
    return table;
  }

  /** What it serves, with the version that it has acknowledged or will. */
  public Optional<Served> served() {
    return served;
  }

  /** What it thinks of a target. */
  public Optional<TargetHealth> health(TargetKey key) {
    return book.of(key);
  }

  // ------------------------------------------------------------------ tables

  private final class Place implements TablePlace {
    @Override
    public Optional<Served> served() {
      return served;
    }

    @Override
    public void serve(Served next) throws IOException {
      ambient.disk().write(TableForm.write(next));
      put(next);
    }

    @Override
    public List<ListenerProblem> problems() {
      return List.of();
    }
  }

  /** In the order of the real place: requests, checks, views, and then the version. */
  private void put(Served next) {
    loops.forEach(loop -> loop.serve(next.table(), healthy::contains));
    book.serve(next.table(), ambient.clock().get());
    healthy.removeIf(key -> book.of(key).isEmpty());
    news.keepOnly(next.table());
    table = next.table();
    served = Optional.of(next);
    ambient.seams().news();
  }

  // ------------------------------------------------------------------ checks

  /** Begins the checks that are due and tells what has changed; answers when the next is due. */
  public Optional<Duration> check() {
    for (Check check : book.due(ambient.clock().get())) {
      ambient.checker().check(check, result -> ended(check, result));
    }
    tellChanges();
    return book.nextDue();
  }

  private void ended(Check check, CheckResult result) {
    book.result(check, result, ambient.clock().get());
    tellChanges();
    ambient.seams().news();
  }

  private void tellChanges() {
    List<TargetHealth> changed = book.takeChanged();
    if (changed.isEmpty()) {
      return;
    }
    for (TargetHealth view : changed) {
      if (view.state() == HealthState.HEALTHY) {
        healthy.add(view.key());
      } else {
        healthy.remove(view.key());
      }
    }
    news.add(changed);
    Set<TargetKey> keys = changed.stream().map(TargetHealth::key).collect(toSet());
    loops.forEach(loop -> loop.judge(keys, healthy::contains));
    ambient.seams().news();
  }

  // ------------------------------------------------------------------ requests

  /** One of its loops; a request stays on that which took it. */
  public Balance loop(long number) {
    return loops.get(Math.floorMod(number, LOOPS));
  }

  /** A request is over. */
  public void ended(TargetLoad load) {
    if (load.end()) {
      idleNews = true;
      ambient.seams().news();
    }
  }

  private final class Drains implements DrainSource {
    @Override
    public Map<TargetKey, Integer> leaving() {
      Map<TargetKey, Integer> counts = new HashMap<>();
      for (Balance loop : loops) {
        loop.leaving().forEach((key, count) -> counts.merge(key, count, Integer::sum));
      }
      return counts;
    }

    @Override
    public boolean takeNews() {
      boolean taken = idleNews;
      idleNews = false;
      return taken;
    }
  }
}
