package io.berth.scheduler.control;

import io.berth.scheduler.model.ServiceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** When which service is to be looked at although nothing happens to it; one time for each. */
final class WakeTimes {
  private final Map<ServiceId, Instant> times = new HashMap<>();
  private final TreeSet<Wake> order = new TreeSet<>();

  private record Wake(Instant at, ServiceId id) implements Comparable<Wake> {
    private static final Comparator<Wake> ORDER =
        Comparator.comparing(Wake::at).thenComparing(Wake::id);

    @Override
    public int compareTo(Wake other) {
      return ORDER.compare(this, other);
    }
  }

  /** Forgets the time that was set before. */
  void set(ServiceId id, Optional<Instant> at) {
    Optional.ofNullable(times.remove(id)).ifPresent(before -> order.remove(new Wake(before, id)));
    if (at.isPresent()) {
      times.put(id, at.get());
      order.add(new Wake(at.get(), id));
    }
  }

  /** Those whose time has come; their times are forgotten. */
  List<ServiceId> due(Instant now) {
    List<ServiceId> due = new ArrayList<>();
    while (!order.isEmpty() && !order.first().at().isAfter(now)) {
      due.add(order.first().id());
      set(order.first().id(), Optional.empty());
    }
    return due;
  }

  Optional<Instant> next() {
    return order.isEmpty() ? Optional.empty() : Optional.of(order.first().at());
  }
}
