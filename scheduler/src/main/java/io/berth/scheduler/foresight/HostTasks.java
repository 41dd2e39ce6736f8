package io.berth.scheduler.foresight;

import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.HostCommands.Force;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Membership;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What would go with a host.
 *
 * @param ofServices the services that have tasks there, in the order of these
 * @param inServices wanted tasks of services
 * @param alone wanted tasks without a service
 */
record HostTasks(Set<ServiceId> ofServices, int inServices, int alone) {

  static HostTasks of(ReadTx rows, HostId host) {
    Set<ServiceId> ofServices = new LinkedHashSet<>();
    int inServices = 0;
    int alone = 0;
    for (Task task : rows.rowsWith(Tables.TASKS, Tables.TASKS_BY_HOST, host)) {
      Optional<ServiceId> service = task.order().membership().map(Membership::service);
      if (!task.isOver()) {
        service.ifPresent(ofServices::add);
      }
      if (task.isWanted()) {
        inServices += service.isPresent() ? 1 : 0;
        alone += service.isPresent() ? 0 : 1;
      }
    }
    return new HostTasks(ofServices, inServices, alone);
  }

  /** A host that is lost for good is one that an operator takes out of its cluster by force. */
  static void lose(HostCommands hosts, ClusterName cluster, HostId host) {
    if (hosts.deregister(cluster, host, Force.YES) instanceof Outcome.Refused<Host>(var refusal)) {
      throw new IllegalStateException(refusal.sentence());
    }
  }
}
