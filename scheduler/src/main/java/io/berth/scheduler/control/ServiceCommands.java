package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.control.ServiceOrder.Change;
import io.berth.scheduler.control.ServiceOrder.Content;
import io.berth.scheduler.control.ServiceOrder.Creation;
import io.berth.scheduler.control.ServiceOrder.Force;
import io.berth.scheduler.control.ServiceOrder.Redeploy;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.Begun;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.Deployment.Recipe;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.Transactions;
import io.berth.scheduler.store.WriteTx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes, changes and deletes services. Only what is wanted changes here; the loop over services
 * does the rest. Any thread may call.
 */
public final class ServiceCommands {
  private final Transactions store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Asker asker;

  /** Chance is used on the store's writer alone. */
  public ServiceCommands(Transactions store, InstantSource clock, RandomGenerator random) {
    this(store, clock, random, new Asker.Itself());
  }

  private ServiceCommands(
      Transactions store, InstantSource clock, RandomGenerator random, Asker asker) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.asker = asker;
  }

  /** The same for somebody who asks. */
  public ServiceCommands by(Asker newAsker) {
    return new ServiceCommands(store, clock, random, newAsker);
  }

  /** The same request under the same token answers with the service that it made. */
  public Outcome<Service> create(Creation wanted) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> create(tx, wanted, now));
  }

  /** Begins a deployment if the tasks shall run something else, or if that is asked for. */
  public Outcome<Service> update(ServiceId id, Change change) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> update(tx, id, change, now));
  }

  /** Its tasks end, in the order in which all tasks do, and then it is over. */
  public Outcome<Service> delete(ServiceId id, Force force) {
    Instant now = clock.instant();
    return store.update(Lane.API, tx -> delete(tx, id, force, now));
  }

  private Outcome<Service> create(WriteTx tx, Creation wanted, Instant now) {
    if (ClusterCommands.active(tx, wanted.id().cluster()).isEmpty()) {
      return ClusterCommands.notFound();
    }
    Optional<Service> known = tx.find(Tables.SERVICES, wanted.id());
    if (known.filter(service -> service.overAt().isEmpty()).isPresent()) {
      return createAgain(known.get(), wanted);
    }
    Optional<Outcome<Service>> refused = refused(tx, wanted.content());
    if (refused.isPresent()) {
      return refused.get();
    }
    Ask ask = new Ask("CreateService", asker, now);
    Service service =
        new Service(
            wanted.id(),
            new Service.State.Active(),
            wanted.wish(),
            Service.Progress.NONE,
            new Service.Origin(now, wanted.token()),
            ask,
            wanted.tags());
    if (known.isPresent()) {
      ServiceSteps.forget(tx, known.get());
    }
    service = deploy(tx, service, wanted.content().recipe(wanted.ports()));
    remember(tx, wanted.content());
    tx.insert(Tables.SERVICES, service);
    tell(tx, service, 0, newest(tx, service));
    return Outcome.done(service);
  }

  private static Outcome<Service> createAgain(Service known, Creation wanted) {
    Optional<Service.Token> first = known.origin().token();
    if (first.isPresent() && first.equals(wanted.token())) {
      return Outcome.done(known);
    }
    return known.isActive()
        ? Outcome.refused(Code.SERVICE_EXISTS, "Creation of service was not idempotent.")
        : Outcome.refused(
            Code.SERVICE_DRAINING, "Unable to Start a service that is still Draining.");
  }

  private Outcome<Service> update(WriteTx tx, ServiceId id, Change change, Instant now) {
    Optional<Service> known = tx.find(Tables.SERVICES, id);
    if (known.isEmpty()) {
      return notFound();
    }
    if (!known.get().isActive()) {
      return notActive();
    }
    Optional<Outcome<Service>> refused = change.content().flatMap(content -> refused(tx, content));
    if (refused.isPresent()) {
      return refused.get();
    }
    Service changed = known.get().wanted(change.wish().apply(known.get().wish()));
    Ask ask = new Ask("UpdateService", asker, now);
    Recipe before = ServiceViews.newest(tx, id).recipe();
    List<BalancedPort> ports = change.ports().orElse(before.ports());
    Recipe after =
        change.content().map(content -> content.recipe(ports)).orElseGet(() -> before.with(ports));
    if (!after.equals(before) || change.redeploy() == Redeploy.YES) {
      changed = deploy(tx, changed.asked(ask), after);
      change.content().ifPresent(content -> remember(tx, content));
    }
    if (!changed.equals(known.get())) {
      changed = changed.asked(ask);
      tx.update(Tables.SERVICES, changed);
      boolean isDeployed = changed.progress().deployments() > known.get().progress().deployments();
      tell(
          tx,
          changed,
          known.get().desiredCount(),
          isDeployed ? newest(tx, changed) : Optional.empty());
    }
    return Outcome.done(changed);
  }

  private Outcome<Service> delete(WriteTx tx, ServiceId id, Force force, Instant now) {
    Optional<Service> known = tx.find(Tables.SERVICES, id);
    if (known.isEmpty()) {
      return notFound();
    }
    return switch (known.get().state()) {
      case Service.State.Inactive(_) -> notActive();
      case Service.State.Draining() -> Outcome.done(known.get());
      case Service.State.Active() -> {
        if (known.get().wish().desiredCount() > 0 && force == Force.NO) {
          yield Outcome.refused(
              Code.SERVICE_SCALED, "The service cannot be stopped while it is scaled above 0.");
        }
        Service deleted = known.get().deleted().asked(new Ask("DeleteService", asker, now));
        tell(tx, deleted, known.get().desiredCount(), Optional.empty());
        if (ServiceViews.hasNoTask(tx, id)) {
          deleted = ServiceSteps.ended(tx, deleted, now);
        }
        tx.update(Tables.SERVICES, deleted);
        yield Outcome.done(deleted);
      }
    };
  }

  /** Adds the newest deployment; the service that is answered is not written yet. */
  private Service deploy(WriteTx tx, Service service, Recipe recipe) {
    Service redeployed = service.redeployed();
    tx.insert(
        Tables.DEPLOYMENTS,
        new Deployment(
            // Of 63 bits no two are ever the same; the store would refuse the second.
            new DeploymentId(random.nextLong() >>> 1),
            service.id(),
            redeployed.progress().deployments(),
            recipe,
            Deployment.Rollout.IN_PROGRESS,
            Deployment.Setbacks.NONE,
            service.asked(),
            service.asked().at()));
    return redeployed;
  }

  private static Optional<Begun> newest(WriteTx tx, Service service) {
    Deployment newest = ServiceViews.newest(tx, service.id());
    return Optional.of(new Begun(newest.id(), newest.recipe().definition()));
  }

  private static void tell(WriteTx tx, Service changed, int before, Optional<Begun> begun) {
    Ask ask = changed.asked();
    Happening asked = new Happening.ServiceAsked(ask, before, changed.desiredCount(), begun);
    new Line(Subject.of(changed.id()), ask.at(), asked).write(tx);
  }

  /** The plan stays as long as a deployment or a task names it. */
  private static void remember(WriteTx tx, Content content) {
    AdoptedPlans.keep(tx, content.plan());
  }

  private static Optional<Outcome<Service>> refused(WriteTx tx, Content content) {
    DefinitionId id = content.plan().definition();
    Optional<TaskDefinition> definition = tx.find(Tables.DEFINITIONS, id);
    if (definition.isEmpty()) {
      return Optional.of(Outcome.refused(Code.DEFINITION_NOT_FOUND, "TaskDefinition not found."));
    }
    return definition.get().status() == TaskDefinition.Status.ACTIVE
        ? Optional.empty()
        : Optional.of(
            Outcome.refused(Code.SERVICE_DEFINITION_INACTIVE, "TaskDefinition is inactive"));
  }

  private static Outcome<Service> notFound() {
    return Outcome.refused(Code.SERVICE_NOT_FOUND, "Service not found.");
  }

  private static Outcome<Service> notActive() {
    return Outcome.refused(Code.SERVICE_NOT_ACTIVE, "Service was not ACTIVE.");
  }
}
