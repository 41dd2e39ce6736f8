package io.berth.tests.sim;

import io.berth.proxy.feed.Served;
import io.berth.proxy.route.RoutingTable;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetHealth.Verdict;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares what proxies serve with what is stored, once faults are over. */
final class ProxyLook {
  private final SimScheduler scheduler;
  private final List<SimProxy> proxies;

  ProxyLook(SimScheduler scheduler, List<SimProxy> proxies) {
    this.scheduler = scheduler;
    this.proxies = proxies;
  }

  /** What is not yet as it shall be. */
  List<String> unsettled() {
    List<String> unsettled = new ArrayList<>();
    Snapshot state = scheduler.snapshot();
    Set<String> wanted = new TreeSet<>();
    for (Target target : state.rows(Tables.TARGETS)) {
      if (target.isActive() && target.health().verdict() == Verdict.HEALTHY) {
        wanted.add(
            "%s of %s at %s:%d is ACTIVE"
                .formatted(
                    target.id().text(),
                    target.group().text(),
                    target.address().host(),
                    target.address().port()));
      } else {
        unsettled.add("target " + target);
      }
    }
    for (SimProxy proxy : proxies) {
      Set<String> served =
          served(
              proxy
                  .process()
                  .flatMap(process -> process.served())
                  .map(Served::table)
                  .orElse(RoutingTable.empty()));
      if (!proxy.holdsLease()) {
        unsettled.add(proxy.name() + " is not in touch");
      } else if (!served.equals(wanted)) {
        unsettled.add(proxy.name() + " serves " + served + " and shall serve " + wanted);
      }
    }
    return unsettled;
  }

  private static Set<String> served(RoutingTable table) {
    Set<String> served = new TreeSet<>();
    table
        .groups()
        .forEach(group ->
            group
                .targets()
                .forEach(target ->
                    served.add(
                        "%s of %s at %s:%d is %s"
                            .formatted(
                                target.id().text(),
                                group.id().text(),
                                target.address(),
                                target.port(),
                                target.state()))));
    return served;
  }
}
