package io.berth.agent.task;

import io.berth.agent.model.ContainerStatus.Failure;
import java.util.Optional;

/**
 * What a running agent remembers of one container beside its status: how the engine shows it, where
 * its image is, and whether it must be made anew. All of it can be found out again.
 */
record ContainerMemory(Sight sight, Image image, boolean makeAnew) {

  static final ContainerMemory NOT_MADE =
      new ContainerMemory(new Sight.Absent(), new Unasked(), false);

  static final ContainerMemory UNSEARCHED =
      new ContainerMemory(new Sight.Unsearched(), new Unasked(), false);

  ContainerMemory seen(Sight now) {
    return new ContainerMemory(now, image, makeAnew);
  }

  ContainerMemory with(Image now) {
    return new ContainerMemory(sight, now, makeAnew);
  }

  ContainerMemory makingAnew(boolean anew) {
    return new ContainerMemory(sight, image, anew);
  }

  /** Where the image is. */
  sealed interface Image {}

  /** Nobody has asked yet. */
  record Unasked() implements Image {}

  /** The engine does not have it, so it must be pulled. */
  record Missing() implements Image {}

  /** It could not be pulled; a copy that is there will do. */
  record PullFailed(Failure failure) implements Image {}

  /** It is there. */
  record Ready() implements Image {}

  boolean hasImage() {
    return image instanceof Ready;
  }

  Optional<Failure> pullFailure() {
    return image instanceof PullFailed(Failure failure) ? Optional.of(failure) : Optional.empty();
  }
}
