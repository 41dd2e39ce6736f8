package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.proto.state.EndCause;
import io.berth.proto.state.SightedPhase;
import io.berth.proto.state.StoredContainerSight;
import io.berth.proto.state.StoredSighting;
import io.berth.scheduler.model.ContainerSight;
import io.berth.scheduler.model.Sighting;
import io.berth.scheduler.model.Sighting.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What hosts told of tasks, in stored form. */
final class Sightings {
  private static final Names<Phase, SightedPhase> PHASES =
      Names.of(
          Phase.class,
          Map.of(
              Phase.UNSEEN, SightedPhase.SIGHTED_PHASE_UNSPECIFIED,
              Phase.ACCEPTED, SightedPhase.SIGHTED_PHASE_ACCEPTED,
              Phase.PULLING, SightedPhase.SIGHTED_PHASE_PULLING,
              Phase.CREATING, SightedPhase.SIGHTED_PHASE_CREATING,
              Phase.STARTING, SightedPhase.SIGHTED_PHASE_STARTING,
              Phase.RUNNING, SightedPhase.SIGHTED_PHASE_RUNNING,
              Phase.STOPPING, SightedPhase.SIGHTED_PHASE_STOPPING,
              Phase.STOPPED, SightedPhase.SIGHTED_PHASE_STOPPED));

  private static final Names<Sighting.Cause, EndCause> CAUSES =
      Names.of(
          Sighting.Cause.class,
          Map.of(
              Sighting.Cause.WANTED, EndCause.END_CAUSE_WANTED,
              Sighting.Cause.FAILED_TO_START, EndCause.END_CAUSE_FAILED_TO_START,
              Sighting.Cause.ESSENTIAL_EXITED, EndCause.END_CAUSE_ESSENTIAL_EXITED,
              Sighting.Cause.LEASE_ENDED, EndCause.END_CAUSE_LEASE_ENDED,
              Sighting.Cause.REFUSED, EndCause.END_CAUSE_REFUSED));

  private Sightings() {}

  static StoredSighting stored(Sighting sighting) {
    StoredSighting.Builder stored =
        StoredSighting.newBuilder()
            .setPhase(PHASES.stored(sighting.phase()))
            .setSession(sighting.order().session())
            .setSequence(sighting.order().sequence());
    sighting.containers().stream().map(ContainerSights::stored).forEach(stored::addContainers);
    sighting
        .end()
        .ifPresent(
            end -> stored.setEndCause(CAUSES.stored(end.cause())).setEndSentence(end.sentence()));
    Sighting.Times times = sighting.times();
    times.pullStartedAt().map(Times::stored).ifPresent(stored::setPullStartedAt);
    times.pullStoppedAt().map(Times::stored).ifPresent(stored::setPullStoppedAt);
    times.startedAt().map(Times::stored).ifPresent(stored::setStartedAt);
    times.stoppingAt().map(Times::stored).ifPresent(stored::setStoppingAt);
    times.executionStoppedAt().map(Times::stored).ifPresent(stored::setExecutionStoppedAt);
    times.stoppedAt().map(Times::stored).ifPresent(stored::setStoppedAt);
    return stored.build();
  }

  static Sighting sighting(StoredSighting stored, Shared shared)
      throws InvalidProtocolBufferException {
    List<ContainerSight> containers = new ArrayList<>(stored.getContainersCount());
    for (StoredContainerSight container : stored.getContainersList()) {
      containers.add(ContainerSights.container(container, shared));
    }
    return new Sighting(
        PHASES.model(stored.getPhase()),
        new Sighting.Order(stored.getSession(), stored.getSequence()),
        containers,
        end(stored),
        times(stored));
  }

  private static Optional<Sighting.End> end(StoredSighting stored)
      throws InvalidProtocolBufferException {
    return stored.getEndCause() == EndCause.END_CAUSE_UNSPECIFIED
        ? Optional.empty()
        : Optional.of(
            new Sighting.End(CAUSES.model(stored.getEndCause()), stored.getEndSentence()));
  }

  private static Sighting.Times times(StoredSighting stored) {
    return new Sighting.Times(
        Times.instant(stored.hasPullStartedAt(), stored.getPullStartedAt()),
        Times.instant(stored.hasPullStoppedAt(), stored.getPullStoppedAt()),
        Times.instant(stored.hasStartedAt(), stored.getStartedAt()),
        Times.instant(stored.hasStoppingAt(), stored.getStoppingAt()),
        Times.instant(stored.hasExecutionStoppedAt(), stored.getExecutionStoppedAt()),
        Times.instant(stored.hasStoppedAt(), stored.getStoppedAt()));
  }
}
