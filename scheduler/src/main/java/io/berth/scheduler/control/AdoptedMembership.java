package io.berth.scheduler.control;

import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.BalancedPort;
import io.berth.scheduler.model.Deployment;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.Plan;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * To which service and which deployment an adopted task belongs. A deployment that nobody knows
 * becomes one before the newest, so that its tasks are replaced by the rules of any update.
 */
final class AdoptedMembership {
  /** A service that updates has few; one host must not give it thousands. */
  private static final int MOST_DEPLOYMENTS = 20;

  private final WriteTx tx;
  private final Instant now;

  AdoptedMembership(WriteTx tx, Instant now) {
    this.tx = tx;
    this.now = now;
  }

  /** What it belongs to, if to anything, and what is odd about it. */
  record Found(Optional<Membership> membership, List<String> notes) {
    static Found alone(String note) {
      return new Found(Optional.empty(), List.of(note));
    }
  }

  Found find(Claim claim, Plan plan) {
    if (claim.origin().service().isEmpty()) {
      return new Found(Optional.empty(), List.of());
    }
    Claim.Member member = claim.origin().service().get();
    ServiceId id = new ServiceId(claim.origin().cluster(), member.service());
    Optional<Service> service =
        tx.find(Tables.SERVICES, id).filter(known -> known.overAt().isEmpty());
    if (service.isEmpty()) {
      return Found.alone(
          "its service " + member.service() + " is not known here, so it stands for itself");
    }
    List<Deployment> deployments = ServiceViews.deployments(tx, id);
    Optional<Deployment> known = known(member, plan, deployments);
    if (known.isPresent()) {
      return new Found(Optional.of(new Membership(id, known.get().id())), List.of());
    }
    if (deployments.size() >= MOST_DEPLOYMENTS) {
      return Found.alone(
          "its service " + id.name() + " has too many deployments, so it stands for itself");
    }
    DeploymentId own = member.deployment().orElseGet(() -> nameless(plan));
    if (tx.find(Tables.DEPLOYMENTS, own).isPresent()) {
      return Found.alone(
          "its deployment " + own + " is another service's, so it stands for itself");
    }
    insert(service.get(), deployments.getFirst(), own, recipe(claim, plan, member));
    return new Found(
        Optional.of(new Membership(id, own)),
        List.of("its deployment " + own + " is not known here and counts as an old one"));
  }

  /** By its name; without one, what runs the same plan is the same. */
  private static Optional<Deployment> known(
      Claim.Member member, Plan plan, List<Deployment> deployments) {
    return deployments.stream()
        .filter(deployment ->
            member
                .deployment()
                .map(deployment.id()::equals)
                .orElseGet(() -> deployment.recipe().plan().equals(plan.hash())))
        .findFirst();
  }

  /** All tasks of one plan whose deployment nobody can name are of one. */
  private static DeploymentId nameless(Plan plan) {
    return new DeploymentId(ByteBuffer.wrap(plan.hash().toArray()).getLong() >>> 1);
  }

  /** It takes the newest one's place, which moves up by one. */
  private void insert(
      Service service, Deployment newest, DeploymentId id, Deployment.Recipe recipe) {
    tx.insert(
        Tables.DEPLOYMENTS,
        new Deployment(
            id,
            service.id(),
            newest.place(),
            recipe,
            Deployment.Rollout.COMPLETED,
            Deployment.Setbacks.NONE,
            new Ask("", new Asker.Unknown(), now),
            now));
    tx.update(Tables.DEPLOYMENTS, newest.movedUp());
    tx.update(Tables.SERVICES, service.redeployed());
  }

  private Deployment.Recipe recipe(Claim claim, Plan plan, Claim.Member member) {
    Set<String> checked =
        claim.content().stream()
            .flatMap(content -> content.parts().stream())
            .filter(part -> part.isEssential() && part.isChecked())
            .map(Claim.Part::name)
            .collect(Collectors.toSet());
    List<BalancedPort> ports = new ArrayList<>(member.ports());
    ports.removeIf(port -> tx.find(Tables.TARGET_GROUPS, port.group()).isEmpty());
    return new Deployment.Recipe(plan.definition(), plan.hash(), checked, ports);
  }
}
