package io.berth.agent.engine;

import org.jspecify.annotations.Nullable;

/**
 * An engine's failure or refusal. The message is in ECS's words, such as "CannotPullContainerError:
 * …"; the detail is mostly the engine's own. Temporary: the same call may pass later.
 */
public final class EngineException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST_DETAIL_CHARACTERS = 900;

  private final Kind kind;
  private final boolean temporary;
  private final String detail;

  public EngineException(Kind kind, boolean temporary, String detail) {
    this(kind, temporary, detail, null);
  }

  public EngineException(Kind kind, boolean temporary, String detail, @Nullable Throwable cause) {
    super(null, cause);
    this.kind = kind;
    this.temporary = temporary;
    this.detail = bounded(detail);
  }

  @Override
  public String getMessage() {
    return kind.ecsWord + ": " + detail;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isTemporary() {
    return temporary;
  }

  /** The sentence without ECS's word in front. */
  public String detail() {
    return detail;
  }

  private static String bounded(String text) {
    return text.length() <= MOST_DETAIL_CHARACTERS
        ? text
        : text.substring(0, MOST_DETAIL_CHARACTERS) + "…";
  }

  /** What went wrong, with ECS's word for it. */
  public enum Kind {
    /** The engine does not answer: not there, starting, or the connection broke. */
    UNAVAILABLE("DockerStateError"),
    /** The watchdog ended the call; whether it took effect is unknown. */
    TIMED_OUT("DockerTimeoutError"),
    /** The calling thread was interrupted; whether the call took effect is unknown. */
    INTERRUPTED("ContainerRuntimeError"),
    /** Closed by this side. */
    CLOSED("ContainerRuntimeError"),
    /** The engine has no such container. */
    NO_CONTAINER("DockerStateError"),
    /** The engine has no such image. */
    IMAGE_MISSING("CannotCreateContainerError"),
    /** The image could not be pulled. */
    PULL("CannotPullContainerError"),
    /** The registry refused the credentials, or wants some. */
    PULL_DENIED("CannotPullContainerAuthError"),
    /** Another container has the name. */
    NAME_TAKEN("CannotCreateContainerError"),
    /** The engine refused to make the container. */
    CREATE("CannotCreateContainerError"),
    /** A port of the host is taken, by a container or by another program. */
    PORT_TAKEN("CannotStartContainerError"),
    /** The engine could not start the container. */
    START("CannotStartContainerError"),
    /** The engine could not stop or kill the container. */
    STOP("CannotStopContainerError"),
    /** The engine could not remove the container. */
    REMOVE("CannotRemoveContainerError"),
    /** A volume could not be made, mounted or removed. */
    VOLUME("CannotCreateVolumeError"),
    /** It is not ours, so it is not touched. */
    FOREIGN("DockerStateError"),
    /** Anything else that the engine answered. */
    FAULT("ContainerRuntimeError");

    private final String ecsWord;

    Kind(String ecsWord) {
      this.ecsWord = ecsWord;
    }

    public String ecsWord() {
      return ecsWord;
    }
  }
}
