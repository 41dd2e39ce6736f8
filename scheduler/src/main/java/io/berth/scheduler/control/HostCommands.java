package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Transactions;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Lets hosts in, keeps what is known of them, and takes them out. What a session tells counts only
 * while it is its host's newest one. Any thread may call.
 */
public final class HostCommands {
  private final Transactions store;
  private final InstantSource clock;
  private final Asker asker;

  public HostCommands(Transactions store, InstantSource clock) {
    this(store, clock, new Asker.Itself());
  }

  private HostCommands(Transactions store, InstantSource clock, Asker asker) {
    this.store = store;
    this.clock = clock;
    this.asker = asker;
  }

  /** Gives hosts up that stay away; each has a memory of its own. */
  public HostLosses losses(StateStore state, HostLosses.Terms terms) {
    return new HostLosses(state, clock, terms);
  }

  /** Somebody says that the silent hosts of a cluster are gone, so that nobody waits for them. */
  public Outcome<List<Host>> confirmLoss(ClusterName name) {
    Ask ask = new Ask("ConfirmLoss", asker, clock.instant());
    return store.update(Lane.API, tx -> HostLosses.confirm(tx, name, ask));
  }

  /** The same for somebody who asks. */
  public HostCommands by(Asker newAsker) {
    return new HostCommands(store, clock, newAsker);
  }

  /** What an agent says when it connects; the tags count only the first time. */
  public record Hello(
      HostFacts facts,
      Contact.Incarnation incarnation,
      Contact.Engine engine,
      Map<String, String> firstTags) {
    public Hello {
      firstTags = Map.copyOf(firstTags);
    }
  }

  /** A new host registers, a known one is there again; the row names the new session. */
  public Outcome<Host> hello(HostId id, ClusterName cluster, Hello hello) {
    Instant now = clock.instant();
    return store.update(
        Lane.REPORTS,
        tx -> {
          Optional<Host> known = tx.find(Tables.HOSTS, id);
          if (known.isPresent()) {
            return helloAgain(tx, known.get(), hello, now);
          }
          if (ClusterCommands.active(tx, cluster).isEmpty()) {
            return ClusterCommands.notFound();
          }
          Contact contact =
              new Contact(1, hello.incarnation(), new Contact.Link.Connected(now), hello.engine());
          Host host =
              new Host(
                  id,
                  cluster,
                  Host.Status.ACTIVE,
                  hello.facts(),
                  Map.of(),
                  contact,
                  now,
                  1,
                  hello.firstTags());
          tx.insert(Tables.HOSTS, host);
          tell(tx, id, new Happening.Joined(cluster.text()), now);
          return Outcome.done(host);
        });
  }

  /** The facts of the host have changed. */
  public void facts(HostId id, long session, HostFacts facts) {
    change(id, session, host -> host.facts().equals(facts) ? host : host.with(facts));
  }

  /** The engine has come, gone or become slow. */
  public void engine(HostId id, long session, Contact.Engine engine) {
    change(
        id,
        session,
        host ->
            host.contact().engine().equals(engine) ? host : host.with(host.contact().with(engine)));
  }

  /** The machine of the host is about to end: the host is to be emptied until it starts anew. */
  public void shutsDown(HostId id, long session) {
    change(id, session, HostShutdowns::begun);
  }

  /** The host has missed its heartbeats. */
  public void silent(HostId id, long session) {
    Instant now = clock.instant();
    change(id, session, host -> host.isConnected() ? host.with(host.contact().silent(now)) : host);
  }

  /** The host answers again within its session. */
  public void heard(HostId id, long session) {
    Instant now = clock.instant();
    change(id, session, host -> host.isConnected() ? host : host.with(host.contact().heard(now)));
  }

  /**
   * Takes a host out of its cluster for good; its identity ends with it. With force, its tasks
   * count as ended, whatever they do over there.
   */
  public Outcome<Host> deregister(ClusterName cluster, HostId id, Force force) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> deregister(tx, cluster, id, force, now));
  }

  /** Which hosts are what was asked now, and why the others are not, in ECS's words. */
  public record Changed(List<Host> hosts, Map<HostId, String> failures) {
    public Changed {
      hosts = List.copyOf(hosts);
      failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }
  }

  /** Lets hosts take tasks, or be emptied; what their services do then is no part of this. */
  public Changed empty(ClusterName cluster, List<HostId> ids, Emptying wanted) {
    Host.Status status =
        switch (wanted) {
          case BEGIN -> Host.Status.DRAINING;
          case END -> Host.Status.ACTIVE;
        };
    Ask ask = new Ask("UpdateContainerInstancesState", asker, clock.instant());
    return store.update(
        Lane.API,
        tx -> {
          List<Host> hosts = new ArrayList<>();
          Map<HostId, String> failures = new LinkedHashMap<>();
          for (HostId id : ids) {
            Optional<Host> known =
                tx.find(Tables.HOSTS, id).filter(host -> host.cluster().equals(cluster));
            if (known.isEmpty()) {
              failures.put(id, "MISSING");
            } else if (known.get().status() == Host.Status.INACTIVE) {
              failures.put(id, "INACTIVE");
            } else {
              hosts.add(inStatus(tx, known.get(), status, ask));
            }
          }
          return new Changed(hosts, failures);
        });
  }

  private static Host inStatus(WriteTx tx, Host host, Host.Status status, Ask ask) {
    if (host.status() == status) {
      return host;
    }
    Host changed = host.with(status);
    tx.update(Tables.HOSTS, changed);
    tell(tx, host.id(), new Happening.HostAsked(ask, status), ask.at());
    return changed;
  }

  /** Whether a host is to be emptied. */
  public enum Emptying {
    BEGIN,
    END
  }

  /** Whether tasks are no obstacle. */
  public enum Force {
    NO,
    YES
  }

  private static Outcome<Host> helloAgain(WriteTx tx, Host known, Hello hello, Instant now) {
    if (known.status() == Host.Status.INACTIVE) {
      return Outcome.refused(
          Code.HOST_INACTIVE,
          "the host " + known.id() + " was deregistered; it can only join anew, with a new token");
    }
    Host again =
        HostShutdowns.greeted(
            known,
            known
                .with(hello.facts())
                .with(known.contact().opened(hello.incarnation(), hello.engine(), now)));
    tx.update(Tables.HOSTS, again);
    tellDifference(tx, known, again, now);
    TargetMoves.follow(tx, known, again, now);
    return Outcome.done(again);
  }

  private void change(HostId id, long session, UnaryOperator<Host> change) {
    Instant now = clock.instant();
    store.update(
        Lane.REPORTS,
        tx -> {
          Optional<Host> known =
              tx.find(Tables.HOSTS, id)
                  .filter(host -> host.contact().session() == session)
                  .filter(host -> host.status() != Host.Status.INACTIVE);
          if (known.isEmpty()) {
            return false;
          }
          Host changed = change.apply(known.get());
          if (!changed.equals(known.get())) {
            tx.update(Tables.HOSTS, changed);
            tellDifference(tx, known.get(), changed, now);
            TargetMoves.follow(tx, known.get(), changed, now);
          }
          return true;
        });
  }

  private Outcome<Host> deregister(
      WriteTx tx, ClusterName cluster, HostId id, Force force, Instant now) {
    Optional<Host> known = tx.find(Tables.HOSTS, id).filter(host -> host.cluster().equals(cluster));
    if (known.isEmpty()) {
      return Outcome.refused(
          Code.HOST_NOT_FOUND, "The referenced container instance was not found.");
    }
    if (known.get().status() == Host.Status.INACTIVE) {
      return Outcome.done(known.get());
    }
    List<Task> alive = alive(tx, id);
    if (!alive.isEmpty() && force == Force.NO) {
      return Outcome.refused(Code.HOST_HAS_TASKS, "Found running tasks on the instance.");
    }
    StopCause cause =
        new StopCause(
            StopCause.Code.USER_INITIATED, "Container instance deregistration forced by user");
    Ask ask = new Ask("DeregisterContainerInstance", asker, now);
    for (Task task : alive) {
      TaskEnds.abandon(tx, task, cause, now);
      new Line(Subject.of(task.id()), now, new Happening.Abandoned(id, ask)).write(tx);
    }
    tell(tx, id, new Happening.HostAsked(ask, Host.Status.INACTIVE), now);
    Host gone = known.get().with(known.get().contact().silent(now)).with(Host.Status.INACTIVE);
    tx.update(Tables.HOSTS, gone);
    revoke(tx, id, now);
    return Outcome.done(gone);
  }

  private static void tell(WriteTx tx, HostId host, Happening what, Instant now) {
    new Line(Subject.of(host), now, what).write(tx);
  }

  private static void tellDifference(WriteTx tx, Host before, Host after, Instant now) {
    if (before.isConnected() != after.isConnected()) {
      tell(
          tx,
          after.id(),
          after.isConnected() ? new Happening.CameBack() : new Happening.WentSilent(),
          now);
    }
    HostShutdowns.told(before, after).ifPresent(what -> tell(tx, after.id(), what, now));
    FactsChange.of(before.facts(), after.facts()).ifPresent(it -> tell(tx, after.id(), it, now));
    AttributeChange change =
        AttributeChange.of(before.facts().attributes(), after.facts().attributes());
    if (!change.isNone()) {
      tell(tx, after.id(), new Happening.AgentAttributed(change.given(), change.taken()), now);
    }
  }

  private static List<Task> alive(WriteTx tx, HostId id) {
    List<Task> alive = new ArrayList<>();
    for (Task task : tx.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, id)) {
      if (!task.isOver()) {
        alive.add(task);
      }
    }
    return alive;
  }

  private static void revoke(WriteTx tx, HostId id, Instant now) {
    Optional<Peer> peer = tx.find(Tables.PEERS, new PeerId(id.high(), id.low()));
    if (peer.isPresent() && peer.get().state() instanceof Peer.State.Active) {
      tx.update(Tables.PEERS, peer.get().revoked(now));
    }
  }
}
