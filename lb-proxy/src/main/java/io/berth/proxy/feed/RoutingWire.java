package io.berth.proxy.feed;

import com.google.protobuf.ByteString;
import io.berth.peer.Bounds;
import io.berth.proto.common.StateVersion;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.RoutingRefusalCode;
import io.berth.proxy.route.Balancer;
import io.berth.proxy.route.BalancerId;
import io.berth.proxy.route.ContentHash;
import io.berth.proxy.route.GroupId;
import io.berth.proxy.route.Listener;
import io.berth.proxy.route.ListenerId;
import io.berth.proxy.route.RoutingChange;
import io.berth.proxy.route.RoutingRefusal;
import io.berth.proxy.route.TableHash;
import io.berth.proxy.route.TableVersion;
import io.berth.proxy.route.TargetGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes of the table and words about versions, between the wire and our records. */
final class RoutingWire {
  private static final int MOST_PROBLEMS = 1_000;

  private RoutingWire() {}

  static RoutingChange read(io.berth.proto.proxy.RoutingChange change) throws MalformedException {
    List<Balancer> balancers = new ArrayList<>();
    for (var one : change.getBalancersList()) {
      balancers.add(balancer(one));
    }
    List<Listener> listeners = new ArrayList<>();
    for (var one : change.getListenersList()) {
      listeners.add(ListenerWire.read(one));
    }
    List<TargetGroup> groups = new ArrayList<>();
    for (var one : change.getGroupsList()) {
      groups.add(GroupWire.read(one));
    }
    return new RoutingChange(
        balancers,
        listeners,
        groups,
        change.getRemovedBalancerIdsList().stream().map(BalancerId::new).toList(),
        change.getRemovedListenerIdsList().stream().map(ListenerId::new).toList(),
        change.getRemovedGroupIdsList().stream().map(GroupId::new).toList());
  }

  static io.berth.proto.proxy.Balancer write(Balancer item) {
    return io.berth.proto.proxy.Balancer.newBuilder()
        .setBalancerId(item.id().text())
        .setContentHash(write(item.contentHash()))
        .setDnsName(item.dnsName())
        .setCreationOrder(item.creationOrder())
        .setIdleTimeoutMs(millis(item.idleTimeout()))
        .setClientKeepAliveMs(millis(item.clientKeepAlive()))
        .addAllRequires(sorted(item.requires()))
        .build();
  }

  private static Balancer balancer(io.berth.proto.proxy.Balancer item) throws MalformedException {
    return new Balancer(
        new BalancerId(item.getBalancerId()),
        contentHash(item.getContentHash()),
        item.getDnsName(),
        item.getCreationOrder(),
        millis(item.getIdleTimeoutMs()),
        millis(item.getClientKeepAliveMs()),
        features(item.getRequiresList()));
  }

  static ContentHash contentHash(ByteString bytes) throws MalformedException {
    if (bytes.size() != ContentHash.BYTES) {
      throw MalformedException.invalid("a content hash has " + bytes.size() + " bytes, not 16");
    }
    return ContentHash.of(bytes.toByteArray());
  }

  static TableHash tableHash(ByteString bytes) throws MalformedException {
    if (bytes.size() != TableHash.BYTES) {
      throw MalformedException.invalid("a table's hash has " + bytes.size() + " bytes, not 32");
    }
    return TableHash.of(bytes.toByteArray());
  }

  static Duration millis(int millis) {
    return Duration.ofMillis(Integer.toUnsignedLong(millis));
  }

  static int millis(Duration span) {
    return Math.toIntExact(span.toMillis());
  }

  static ByteString write(ContentHash hash) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hash.hex()));
  }

  static List<String> sorted(Set<String> features) {
    return features.stream().sorted().toList();
  }

  static Set<String> features(List<String> names) {
    return Set.copyOf(names);
  }

  static TableVersion version(StateVersion version) throws MalformedException {
    if (version.getEpoch() < 1 || version.getNumber() < 1) {
      throw MalformedException.invalid("a version without epoch or number");
    }
    return new TableVersion(version.getEpoch(), version.getNumber());
  }

  static StateVersion version(TableVersion version) {
    return StateVersion.newBuilder().setEpoch(version.epoch()).setNumber(version.number()).build();
  }

  // ------------------------------------------------------------------ words about versions

  static RoutingAck refusal(StateVersion version, Optional<Served> served, RoutingRefusal refusal) {
    var ack =
        RoutingAck.newBuilder()
            .setVersion(version)
            .setRefusal(
                io.berth.proto.proxy.RoutingRefusal.newBuilder()
                    .setCode(code(refusal.code()))
                    .setSentence(Bounds.sentence(refusal.sentence())));
    served.ifPresent(one -> ack.setTableHash(ByteString.copyFrom(one.table().hash().bytes())));
    return ack.build();
  }

  private static RoutingRefusalCode code(RoutingRefusal.Code code) {
    return switch (code) {
      case BASE_UNKNOWN -> RoutingRefusalCode.ROUTING_REFUSAL_CODE_BASE_UNKNOWN;
      case VERSION_OLD -> RoutingRefusalCode.ROUTING_REFUSAL_CODE_VERSION_OLD;
      case CHUNKS_MISSING -> RoutingRefusalCode.ROUTING_REFUSAL_CODE_CHUNKS_MISSING;
      case HASH_MISMATCH -> RoutingRefusalCode.ROUTING_REFUSAL_CODE_HASH_MISMATCH;
      case INVALID -> RoutingRefusalCode.ROUTING_REFUSAL_CODE_INVALID;
      case FEATURE_UNKNOWN -> RoutingRefusalCode.ROUTING_REFUSAL_CODE_FEATURE_UNKNOWN;
    };
  }

  static RoutingAck served(Served served, List<ListenerProblem> problems) {
    var ack =
        RoutingAck.newBuilder()
            .setVersion(version(served.version()))
            .setTableHash(ByteString.copyFrom(served.table().hash().bytes()));
    problems.stream()
        .limit(MOST_PROBLEMS)
        .map(ListenerProblem::write)
        .forEach(ack::addListenerProblems);
    return ack.build();
  }
}
