package io.berth.agent.task;

import io.berth.agent.model.HeldPort;
import io.berth.agent.model.HostFacts.PortRange;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.agent.model.TaskId;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Picks ports of the host for tasks: those that were free for the longest time first, never one
 * that is another task's, held, reserved, or listened on. A port within its range that a plan fixes
 * is its task's as one that was picked is, and may be so while it is still held for the one before:
 * two tasks of the same requests follow each other at once. May be called from any thread; asks the
 * probe under its lock, so that no two tasks are given one port.
 */
public final class DynamicPorts {
  private final PortRange range;
  private final PortProbe probe;

  private final Set<HostPort> reserved;
  private final Map<Protocol, FreePorts> free = new EnumMap<>(Protocol.class);
  private final Map<HostPort, Set<TaskId>> taken = new HashMap<>();
  private final Map<HostPort, HeldPort> held = new TreeMap<>();

  public DynamicPorts(PortRange range, Set<HostPort> reserved, PortProbe probe) {
    this.range = range;
    this.reserved = Set.copyOf(reserved);
    this.probe = probe;
    for (Protocol protocol : Protocol.values()) {
      free.put(protocol, new FreePorts(range, protocol));
    }
    this.reserved.stream().filter(this::isOurs).forEach(port -> free(port.protocol()).take(port));
  }

  /** One port for each protocol of the list, in its order; all of them or none. */
  synchronized Optional<List<HostPort>> pick(TaskId task, List<Protocol> protocols) {
    var picked = new LinkedHashSet<HostPort>();
    for (Protocol protocol : protocols) {
      Optional<HostPort> port = pick(protocol);
      if (port.isEmpty()) {
        picked.forEach(this::giveBack);
        return Optional.empty();
      }
      picked.add(port.get());
    }
    picked.forEach(port -> claim(task, port));
    return Optional.of(List.copyOf(picked));
  }

  /** One that somebody listens on goes to the end, as if it had just been freed. */
  private Optional<HostPort> pick(Protocol protocol) {
    FreePorts candidates = free(protocol);
    for (int left = candidates.count(); left > 0; left--) {
      HostPort port = candidates.takeFirst();
      if (!probe.isListening(port)) {
        return Optional.of(port);
      }
      candidates.add(port);
    }
    return Optional.empty();
  }

  /**
   * These are the task's already, as its plan, a journal or the engine tells. Should another one
   * have it, too, the engine tells the later one; it is free when both have given it back.
   */
  synchronized void take(TaskId task, Collection<HostPort> ports) {
    for (HostPort port : ports) {
      if (isOurs(port)) {
        free(port.protocol()).take(port);
        claim(task, port);
      }
    }
  }

  private void claim(TaskId task, HostPort port) {
    taken.computeIfAbsent(port, _ -> new HashSet<>()).add(task);
  }

  /** Answers whether the task had it. */
  private boolean unclaim(TaskId task, HostPort port) {
    Set<TaskId> having = taken.get(port);
    if (having == null || !having.remove(task)) {
      return false;
    }
    if (having.isEmpty()) {
      taken.remove(port);
    }
    return true;
  }

  /** The task gives these back; they may be picked again after all others. */
  synchronized void free(TaskId task, Collection<HostPort> ports) {
    for (HostPort port : ports) {
      if (unclaim(task, port)) {
        giveBack(port);
      }
    }
  }

  /** The task gives these back, but nobody may have them before they are released. */
  synchronized void hold(TaskId task, Collection<HostPort> ports, Instant freedAt) {
    for (HostPort port : ports) {
      if (unclaim(task, port)) {
        hold(new HeldPort(port, task, freedAt));
      }
    }
  }

  /** This one is held already, as a journal tells. */
  synchronized void hold(HeldPort port) {
    if (isOurs(port.port())) {
      free(port.port().protocol()).take(port.port());
      held.put(port.port(), port);
    }
  }

  /** Whether nobody has it or holds it, so that it can be held on the scheduler's word. */
  synchronized boolean isUnheard(HostPort port) {
    return isOurs(port) && !taken.containsKey(port) && !held.containsKey(port);
  }

  /** Frees a held port; a word about another task's changes nothing. */
  synchronized void release(HeldPort.Release release) {
    HeldPort port = held.get(release.port());
    if (port != null && port.taskId().equals(release.taskId())) {
      held.remove(release.port());
      giveBack(release.port());
    }
  }

  public synchronized List<HeldPort> held() {
    return List.copyOf(held.values());
  }

  private void giveBack(HostPort port) {
    // A task of former settings may have had it.
    if (!reserved.contains(port) && !taken.containsKey(port) && !held.containsKey(port)) {
      free(port.protocol()).add(port);
    }
  }

  private FreePorts free(Protocol protocol) {
    return Objects.requireNonNull(free.get(protocol));
  }

  private boolean isOurs(HostPort port) {
    return range.contains(port);
  }
}
