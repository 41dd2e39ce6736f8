package io.berth.scheduler.api;

import io.berth.proto.control.ConfirmLossRequest;
import io.berth.proto.control.ConfirmLossResponse;
import io.berth.proto.control.DescribeHostRequest;
import io.berth.proto.control.DescribeHostResponse;
import io.berth.proto.control.DrainHostsRequest;
import io.berth.proto.control.DrainHostsResponse;
import io.berth.proto.control.ListHostsRequest;
import io.berth.proto.control.ListHostsResponse;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.control.HostCommands.Emptying;
import io.berth.scheduler.model.Cluster;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The methods of our own API by which operators see hosts, and let them be emptied. */
public final class HostViewOperations {
  private static final String LIST = "ListHosts";
  private static final int MOST_DRAINED = 10;
  private static final int MOST_SHOWN = 100;

  private final StateStore store;
  private final HostCommands commands;

  public HostViewOperations(StateStore store, HostCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  public List<ControlOperation<?, ?>> all() {
    return List.of(
        new ControlOperation<>(LIST, ListHostsRequest.getDefaultInstance(), this::list),
        new ControlOperation<>(
            "DescribeHost", DescribeHostRequest.getDefaultInstance(), this::describe),
        new ControlOperation<>("DrainHosts", DrainHostsRequest.getDefaultInstance(), this::drain),
        new ControlOperation<>(
            "ConfirmLoss", ConfirmLossRequest.getDefaultInstance(), this::confirmLoss));
  }

  private ListHostsResponse list(Caller caller, ListHostsRequest request) {
    Paging paging =
        Paging.of(
            LIST,
            request.hasMaxResults() ? Integer.valueOf(request.getMaxResults()) : null,
            request.getNextToken());
    Optional<HostId> after = paging.after().map(HostViewOperations::hostAfter);
    Arns arns = Arns.of(caller);
    ReadTx state = store.snapshot();
    Cluster cluster = Lookups.activeCluster(state, arns, request.getCluster());
    var rows = state.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, cluster.name());
    Paging.Page<Host> page =
        paging.cut(
            StreamSupport.stream(rows.spliterator(), false)
                .filter(host -> after.isEmpty() || host.id().compareTo(after.get()) > 0)
                .filter(host -> host.status() != Host.Status.INACTIVE)
                .iterator(),
            host -> host.id().text());
    HostViewWire wire = new HostViewWire(state, arns);
    ListHostsResponse.Builder response =
        ListHostsResponse.newBuilder().setNextToken(Objects.requireNonNullElse(page.token(), ""));
    page.items().forEach(host -> response.addHosts(wire.host(host)));
    cluster.brake().map(HostViewWire::brake).ifPresent(response::setBrake);
    return response.build();
  }

  private ConfirmLossResponse confirmLoss(Caller caller, ConfirmLossRequest request) {
    Arns arns = Arns.of(caller);
    ClusterName cluster =
        Lookups.activeCluster(store.snapshot(), arns, request.getCluster()).name();
    List<Host> lost = Refusals.done(commands.by(caller.asker()).confirmLoss(cluster));
    HostViewWire wire = new HostViewWire(store.snapshot(), arns);
    ConfirmLossResponse.Builder response = ConfirmLossResponse.newBuilder().setCount(lost.size());
    lost.stream().limit(MOST_SHOWN).forEach(host -> response.addHosts(wire.host(host)));
    return response.build();
  }

  private static HostId hostAfter(String text) {
    try {
      return HostId.parse(text);
    } catch (IllegalArgumentException _) {
      throw Paging.badToken();
    }
  }

  private DescribeHostResponse describe(Caller caller, DescribeHostRequest request) {
    Arns arns = Arns.of(caller);
    ReadTx state = store.snapshot();
    Host host = new HostNames(arns, state, request.getCluster()).find(request.getHost());
    return new HostViewWire(state, arns).described(host);
  }

  private DrainHostsResponse drain(Caller caller, DrainHostsRequest request) {
    if (request.getHostsCount() < 1 || request.getHostsCount() > MOST_DRAINED) {
      throw Lookups.invalid("Name 1 to " + MOST_DRAINED + " hosts.");
    }
    Arns arns = Arns.of(caller);
    HostNames names = new HostNames(arns, store.snapshot(), request.getCluster());
    Map<HostId, Host> meant = new LinkedHashMap<>();
    for (String given : request.getHostsList()) {
      Host host = names.find(given);
      if (host.status() == Host.Status.INACTIVE) {
        throw Lookups.invalid("The host " + host.id() + " was deregistered: nothing can be there.");
      }
      meant.put(host.id(), host);
    }
    List<ClusterName> clusters = meant.values().stream().map(Host::cluster).distinct().toList();
    if (clusters.size() > 1) {
      throw Lookups.invalid("The hosts are of several clusters: name those of one at a time.");
    }
    HostCommands.Changed changed =
        commands
            .by(caller.asker())
            .empty(
                clusters.getFirst(),
                List.copyOf(meant.keySet()),
                request.getUndo() ? Emptying.END : Emptying.BEGIN);
    if (!changed.failures().isEmpty()) {
      throw Lookups.invalid(
          "The host "
              + changed.failures().keySet().iterator().next()
              + " was deregistered in this very moment; what else was named is as it was asked.");
    }
    HostViewWire wire = new HostViewWire(store.snapshot(), arns);
    DrainHostsResponse.Builder response = DrainHostsResponse.newBuilder();
    changed.hosts().forEach(host -> response.addHosts(wire.host(host)));
    return response.build();
  }
}
