package io.berth.scheduler.placement;

import io.berth.scheduler.query.AlteredHost;
import io.berth.scheduler.query.QueriedHost;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** A host that has got a task of a group, which does not run yet. */
record WithTaskOf(String group, QueriedHost before) implements AlteredHost {

  @Override
  public Collection<String> taskGroups() {
    Set<String> groups = new TreeSet<>(before.taskGroups());
    groups.add(group);
    return groups;
  }
}
