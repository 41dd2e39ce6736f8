package io.berth.agent.engine;

import io.berth.agent.model.ContainerPlan;
import java.util.OptionalInt;

/** What programs in a fake engine do of their own accord, decided by their plan. */
public interface Program {

  /** Runs until told to stop, then ends as processes do without a handler for SIGTERM. */
  Program OBEDIENT =
      new Program() {
        @Override
        public OptionalInt exitWhenStarted(ContainerPlan plan) {
          return OptionalInt.empty();
        }

        @Override
        public OptionalInt exitWhenToldToStop(ContainerPlan plan) {
          return OptionalInt.of(143);
        }
      };

  /** The exit code with which it ends at once; nothing: it runs on. */
  OptionalInt exitWhenStarted(ContainerPlan plan);

  /** The exit code with which it answers its stop signal; nothing: it does not and is killed. */
  OptionalInt exitWhenToldToStop(ContainerPlan plan);

  /** Whether it takes more memory than it may as soon as it is started. */
  default boolean eatsMemory(ContainerPlan plan) {
    return false;
  }
}
