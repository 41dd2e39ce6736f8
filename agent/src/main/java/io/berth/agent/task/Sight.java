package io.berth.agent.task;

import io.berth.agent.engine.ContainerDetails;
import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.ContainerState;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.ContainerStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the engine has shown of one container. */
sealed interface Sight {

  /** It may or may not be there, as after a create whose end nobody saw. */
  record Unsearched() implements Sight {}

  /** The engine does not have it. */
  record Absent() implements Sight {}

  /** The engine has it; the details are as of the last look, current until something happens. */
  record Made(ContainerId id, Optional<ContainerDetails> details, boolean current)
      implements Sight {

    /** Known by its id alone. */
    static Made unseen(ContainerId id) {
      return new Made(id, Optional.empty(), false);
    }

    /** Made this moment: what was asked for is what is there, until something happens to it. */
    static Made fresh(ContainerId id, ContainerSpec spec, Instant now) {
      var labels = new HashMap<>(spec.furtherLabels());
      labels.putAll(spec.labels().write());
      var details =
          new ContainerDetails(
              id,
              spec.engineName(),
              labels,
              ContainerState.CREATED,
              OptionalInt.empty(),
              false,
              ContainerStatus.Health.NONE,
              "",
              List.of(),
              now,
              Optional.empty(),
              Optional.empty(),
              "");
      return new Made(id, Optional.of(details), true);
    }

    boolean is(ContainerState state) {
      return details.map(ContainerDetails::state).filter(state::equals).isPresent();
    }

    Made outdated() {
      return new Made(id, details, false);
    }

    Made beingLookedAt() {
      return new Made(id, details, true);
    }
  }
}
