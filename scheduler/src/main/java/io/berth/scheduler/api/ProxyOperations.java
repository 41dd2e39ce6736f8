package io.berth.scheduler.api;

import io.berth.proto.control.ListProxiesRequest;
import io.berth.proto.control.ListProxiesResponse;
import io.berth.proto.control.ListTargetViewsRequest;
import io.berth.proto.control.ListTargetViewsResponse;
import io.berth.scheduler.control.ProxyReports;
import io.berth.scheduler.control.ProxyReports.ProxyReport;
import io.berth.scheduler.control.ProxyReports.TargetView;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.Target;
import io.berth.scheduler.model.TargetGroup;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The methods of our own API that show what each proxy says, where ELB's show what all think. */
public final class ProxyOperations {
  private static final int LONGEST_GROUP = 512;
  private static final String ARN = ":targetgroup/";

  private final StateStore store;
  private final ProxyReports reports;

  public ProxyOperations(StateStore store, ProxyReports reports) {
    this.store = store;
    this.reports = reports;
  }

  public List<ControlOperation<?, ?>> all() {
    return List.of(
        new ControlOperation<>(
            "ListProxies",
            ListProxiesRequest.getDefaultInstance(),
            (_, request) -> proxies(request)),
        new ControlOperation<>(
            "ListTargetViews",
            ListTargetViewsRequest.getDefaultInstance(),
            (_, request) -> views(request)));
  }

  private ListProxiesResponse proxies(ListProxiesRequest request) {
    Paging paging =
        Paging.of(
            "ListProxies",
            request.hasMaxResults() ? Integer.valueOf(request.getMaxResults()) : null,
            request.getNextToken());
    ReadTx state = store.snapshot();
    Map<PeerId, ProxyReport> told = new HashMap<>();
    reports.proxies().forEach(report -> told.put(report.proxy(), report));
    List<Peer> proxies = new ArrayList<>();
    for (Peer peer : state.rows(Tables.PEERS)) {
      if (peer.kind() == PeerKind.PROXY) {
        proxies.add(peer);
      }
    }
    proxies.sort(Comparator.comparing(peer -> peer.id().text()));
    Paging.Page<Peer> page = page(paging, proxies, peer -> peer.id().text());
    ProxyWire wire = new ProxyWire(state);
    ListProxiesResponse.Builder response =
        ListProxiesResponse.newBuilder().setNextToken(Objects.requireNonNullElse(page.token(), ""));
    page.items()
        .forEach(peer ->
            response.addProxies(wire.proxy(peer, Optional.ofNullable(told.get(peer.id())))));
    return response.build();
  }

  private ListTargetViewsResponse views(ListTargetViewsRequest request) {
    Paging paging =
        Paging.of(
            "ListTargetViews",
            request.hasMaxResults() ? Integer.valueOf(request.getMaxResults()) : null,
            request.getNextToken());
    ReadTx state = store.snapshot();
    TargetGroup group = group(state, request.getTargetGroup());
    Map<TargetId, List<TargetView>> views = new HashMap<>();
    for (TargetView view : reports.views(group.id())) {
      views.computeIfAbsent(view.target(), _ -> new ArrayList<>()).add(view);
    }
    List<Target> targets = new ArrayList<>();
    state.rowsWith(Tables.TARGETS, Tables.TARGETS_BY_GROUP, group.id()).forEach(targets::add);
    targets.sort(Comparator.comparing(target -> target.id().text()));
    Paging.Page<Target> page = page(paging, targets, target -> target.id().text());
    ListTargetViewsResponse.Builder response =
        ListTargetViewsResponse.newBuilder()
            .setNextToken(Objects.requireNonNullElse(page.token(), ""));
    page.items()
        .forEach(target ->
            response.addTargets(
                ProxyWire.target(target, views.getOrDefault(target.id(), List.of()))));
    return response.build();
  }

  /** By its name, or by its ARN, which ends with the name and the id. */
  private static TargetGroup group(ReadTx state, String given) {
    if (given.isEmpty() || given.length() > LONGEST_GROUP) {
      throw ApiError.sender(
          "InvalidParameterException", "targetGroup is the name or the ARN of a target group");
    }
    int arn = given.indexOf(ARN);
    String[] parts = given.substring(arn < 0 ? 0 : arn + ARN.length()).split("/", 2);
    Iterator<TargetGroup> named =
        state.rowsWith(Tables.TARGET_GROUPS, Tables.TARGET_GROUPS_BY_NAME, parts[0]).iterator();
    if (named.hasNext()) {
      TargetGroup group = named.next();
      if (parts.length == 1 || group.id().text().equals(parts[1])) {
        return group;
      }
    }
    throw ApiError.sender(
        "TargetGroupNotFound", "There is no target group of the name that was given");
  }

  private static <T> Paging.Page<T> page(
      Paging paging, List<T> inOrder, Function<T, String> nameOf) {
    String after = paging.after().orElse("");
    return paging.cut(
        inOrder.stream().filter(item -> nameOf.apply(item).compareTo(after) > 0).iterator(),
        nameOf);
  }
}
