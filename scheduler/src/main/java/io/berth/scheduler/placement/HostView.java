package io.berth.scheduler.placement;

import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.HostPort;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.query.QueriedHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One host as placement sees it. What is free already leaves out every task that has not ended,
 * stopping ones included: their memory and ports are still in use.
 *
 * @param dynamicPorts where its agent picks; a port there that a task names is one fewer to pick
 * @param heldPorts those that nobody uses, and that such a task may not have yet: a proxy that has
 *     not heard of it would send it the requests of others
 * @param freeDevices those that are no task's, the lowest id first
 * @param traits what constraints and strategies may ask for
 */
public record HostView(
    HostId id,
    Standing standing,
    Resources free,
    HostFacts.PortRange dynamicPorts,
    Set<HostPort> takenPorts,
    Set<HostPort> heldPorts,
    List<HostFacts.Device> freeDevices,
    TasksOfGroup tasksOfGroup,
    QueriedHost traits) {

  public HostView {
    takenPorts = Set.copyOf(takenPorts);
    heldPorts = Set.copyOf(heldPorts);
    freeDevices = freeDevices.stream().sorted(Comparator.comparing(HostFacts.Device::id)).toList();
  }

  /**
   * How many tasks of the group of the request the host has.
   *
   * @param wanted those that shall run: by these, tasks are spread
   * @param living those that are not over, which may stop already
   */
  public record TasksOfGroup(int wanted, int living) {
    /** The host has none. */
    public static final TasksOfGroup NONE = new TasksOfGroup(0, 0);

    TasksOfGroup plus(int moreWanted, int moreLiving) {
      return new TasksOfGroup(wanted + moreWanted, living + moreLiving);
    }
  }

  /**
   * Whether the host may have such a task at all, whatever is free on it.
   *
   * @param isReachable whether its agent can be told of a task now
   * @param missing what the task must have and the host has not
   */
  public record Standing(boolean isReachable, List<Obstacle.Unsuited> missing) {
    /** It may. */
    public static final Standing READY = new Standing(true, List.of());

    /** Its agent cannot be told. */
    public static final Standing SILENT = new Standing(false, List.of());

    public Standing {
      missing = List.copyOf(missing);
    }

    /**
     * By what the task must have; an attribute that is asked without a value may have any.
     *
     * @param asked attributes with their values
     * @param has the value of an attribute of the host
     */
    public static Standing of(
        boolean isReachable,
        Collection<String> missingFeatures,
        Map<String, String> asked,
        Function<String, Optional<String>> has) {
      List<Obstacle.Unsuited> missing = new ArrayList<>();
      missingFeatures.forEach(feature -> missing.add(new Obstacle.NoFeature(feature)));
      asked.forEach((name, value) -> {
        Optional<String> found = has.apply(name);
        if (found.filter(known -> value.isEmpty() || value.equals(known)).isEmpty()) {
          missing.add(new Obstacle.NoAttribute(name, value, found));
        }
      });
      if (missing.isEmpty()) {
        return isReachable ? READY : SILENT;
      }
      missing.sort(Comparator.comparing(Obstacle.Unsuited::name));
      return new Standing(isReachable, missing);
    }

    /** Whether nothing that the task must have is missing. */
    public boolean isSuited() {
      return missing.isEmpty();
    }
  }

  /** The same host in another standing. */
  public HostView with(Standing other) {
    return new HostView(
        id, other, free, dynamicPorts, takenPorts, heldPorts, freeDevices, tasksOfGroup, traits);
  }

  /** The same host of which other things can be asked. */
  public HostView with(QueriedHost other) {
    return new HostView(
        id, standing, free, dynamicPorts, takenPorts, heldPorts, freeDevices, tasksOfGroup, other);
  }
}
