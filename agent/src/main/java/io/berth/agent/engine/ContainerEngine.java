package io.berth.agent.engine;

import io.berth.agent.model.ContainerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the agent asks of a container engine. Each verb blocks until it is done or its
 * deadline has passed, may be called from any thread, ends with an {@link EngineException} of kind
 * INTERRUPTED when its thread is interrupted, and never tries again by itself.
 *
 * <p>What is made carries our labels. A container or volume without the labels of this agent is
 * never started, stopped, killed or removed: such a call is refused as FOREIGN.
 *
 * <p>There is no verb to wait for an end: open {@link #events()}, then {@link #list()} and {@link
 * #inspect}, and look again when an event says so.
 */
public interface ContainerEngine extends AutoCloseable {

  /** What the engine and its host are. */
  EngineDescription describe() throws EngineException;

  /** Answers when the engine does. */
  void ping() throws EngineException;

  /**
   * Pulls an image and returns when it is there. Slow is no failure as long as there is progress.
   * PULL, PULL_DENIED.
   */
  Image pull(String reference) throws EngineException;

  /** The image, if the engine has it. */
  Optional<Image> image(String reference) throws EngineException;

  /** Makes a container. IMAGE_MISSING, NAME_TAKEN, VOLUME, CREATE. */
  ContainerId create(ContainerSpec spec) throws EngineException;

  /**
   * Starts a container, also one that has ended; a running one stays as it is. PORT_TAKEN (start
   * again with the same ports later, or make it anew with others), NO_CONTAINER, VOLUME, START.
   */
  void start(ContainerId id) throws EngineException;

  /** Looks at one container, ours or not. NO_CONTAINER. */
  ContainerDetails inspect(ContainerId id) throws EngineException;

  /**
   * Sends the stop signal that the container was made with, waits as long as said, then kills;
   * returns when the container has ended. One that has already ended stays as it is. NO_CONTAINER,
   * STOP.
   */
  void stop(ContainerId id, Duration timeout) throws EngineException;

  /** Ends a container at once; one that has already ended stays as it is. NO_CONTAINER, STOP. */
  void kill(ContainerId id) throws EngineException;

  /** Removes a container, also a running one, and its anonymous volumes; gone already is fine. */
  void remove(ContainerId id) throws EngineException;

  /** Every container of this agent, running or not: how a new agent finds what runs. */
  List<ContainerSummary> list() throws EngineException;

  /** Makes a volume, or finds the one of that name if it is this agent's. VOLUME. */
  void createVolume(VolumeSpec spec) throws EngineException;

  /** Removes a volume; gone already is fine. VOLUME when a container still has it. */
  void removeVolume(String engineName) throws EngineException;

  /** Every volume of this agent. */
  List<VolumeSummary> listVolumes() throws EngineException;

  /** Whether the engine has a volume of that name, ours or not. */
  boolean hasVolume(String engineName) throws EngineException;

  /**
   * Opens the stream of this agent's container events: nothing that happens after this call has
   * returned is missing, and events from just before may come, too. The caller closes it.
   */
  EventStream events() throws EngineException;

  /** Ends all calls and streams that are under way. */
  @Override
  void close();
}
