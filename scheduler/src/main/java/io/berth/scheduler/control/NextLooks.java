package io.berth.scheduler.control;

import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.PlacementTags;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Which services are to be looked at, in rounds. Within a round the more important ones come first,
 * and of equal ones those that have waited longest for room: whoever is looked at first gets what
 * room there is. Everybody of a round has had a look before the next one begins, so that nobody is
 * passed over for good, however often something happens to others. What it remembers only says
 * where to look.
 */
public final class NextLooks {
  private final LinkedHashSet<ServiceId> round = new LinkedHashSet<>();
  private final LinkedHashSet<ServiceId> later = new LinkedHashSet<>();
  private final Map<ClusterName, Map<ServiceId, Instant>> waiting = new HashMap<>();

  public void mark(ServiceId id) {
    if (!round.contains(id)) {
      later.add(id);
    }
  }

  public void mark(Collection<ServiceId> ids) {
    ids.forEach(this::mark);
  }

  /** There may be room now for those that wait for it. */
  void markWaiting(ClusterName cluster) {
    mark(waiting.getOrDefault(cluster, Map.of()).keySet());
  }

  public boolean isEmpty() {
    return round.isEmpty() && later.isEmpty();
  }

  /** Some of those that are next. */
  public List<ServiceId> first(ReadTx state, int most) {
    if (round.isEmpty()) {
      later.stream().map(id -> standing(state, id)).sorted().forEach(each -> round.add(each.id));
      later.clear();
    }
    return round.stream().limit(most).toList();
  }

  public void looked(ServiceId id, boolean lacksRoom, Instant now) {
    round.remove(id);
    if (lacksRoom) {
      waiting.computeIfAbsent(id.cluster(), _ -> new LinkedHashMap<>()).putIfAbsent(id, now);
    } else {
      waiting.computeIfPresent(
          id.cluster(),
          (_, ofCluster) -> {
            ofCluster.remove(id);
            return ofCluster.isEmpty() ? null : ofCluster;
          });
    }
  }

  /** Who stands where in a round; those that are equal stay in the order in which they came. */
  private record Standing(ServiceId id, int priority, Instant waitsSince, Instant madeAt)
      implements Comparable<Standing> {
    private static final Comparator<Standing> ORDER =
        Comparator.comparingInt(Standing::priority)
            .reversed()
            .thenComparing(Standing::waitsSince)
            .thenComparing(Standing::madeAt);

    @Override
    public int compareTo(Standing other) {
      return ORDER.compare(this, other);
    }
  }

  private Standing standing(ReadTx state, ServiceId id) {
    return state
        .find(Tables.SERVICES, id)
        .map(service ->
            new Standing(
                id,
                PlacementTags.priority(service.tags()),
                waitsSince(service),
                service.origin().createdAt()))
        .orElseGet(() -> new Standing(id, 0, Instant.MAX, Instant.MAX));
  }

  /** After a start nobody is known to wait yet; what was said of a service tells since when. */
  private Instant waitsSince(Service service) {
    Instant known = waiting.getOrDefault(service.id().cluster(), Map.of()).get(service.id());
    return known != null
        ? known
        : service.progress().complaint().map(Service.Complaint::at).orElse(Instant.MAX);
  }
}
