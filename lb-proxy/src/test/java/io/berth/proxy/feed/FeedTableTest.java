package io.berth.proxy.feed;

import static io.berth.proxy.feed.FeedWorld.hash;
import static io.berth.proxy.feed.FeedWorld.items;
import static io.berth.proxy.feed.FeedWorld.version;
import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.path;
import static io.berth.proxy.route.Tables.simple;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.proxy.Condition;
import io.berth.proto.proxy.FeedMessage;
import io.berth.proto.proxy.GroupProtocol;
import io.berth.proto.proxy.ListenerProblemCode;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.RoutingChange;
import io.berth.proto.proxy.RoutingRefusalCode;
import io.berth.proto.proxy.RoutingSyncBegin;
import io.berth.proxy.route.GroupId;
import io.berth.proxy.route.ListenerId;
import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.Tables;
import io.berth.proxy.route.TargetState;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of what the scheduler says about the table. */
final class FeedTableTest {
  private static final RoutingTable ONE = simple(80, group("g", target("a", 1)));
  private static final RoutingTable TWO = simple(80, group("g", target("a", 1), target("b", 2)));

  @TempDir Path directory;
  private FeedWorld world;

  @BeforeEach
  void open() {
    world = new FeedWorld(directory).opened();
  }

  private static RoutingChange.Builder groupOf(RoutingTable table) {
    return RoutingChange.newBuilder().addGroups(items(table).getGroups(0));
  }

  @Test
  void fullSyncIsServedWhenItsEndHasCome() {
    world.sync(5, ONE);
    RoutingAck ack = world.ack();
    assertEquals(version(5), ack.getVersion());
    assertEquals(hash(ONE), ack.getTableHash());
    assertFalse(ack.hasRefusal());
    assertEquals(ONE.hash(), world.place.served.orElseThrow().table().hash());
  }

  @Test
  void differenceLeadsToTheNextTable() {
    world.sync(5, ONE);
    world.ack();
    world.difference(5, 9, groupOf(TWO), TWO);
    assertEquals(version(9), world.ack().getVersion());
    assertEquals(TWO.hash(), world.place.served.orElseThrow().table().hash());
  }

  @Test
  void oneWordCoversTheVersionsBefore() {
    world.sync(5, ONE);
    world.difference(5, 6, groupOf(TWO), TWO);
    assertEquals(version(6), world.ack().getVersion());
  }

  @Test
  void whatIsSaidTwiceIsAcknowledgedTwiceAndServedOnce() {
    world.sync(5, ONE);
    world.difference(5, 6, groupOf(TWO), TWO);
    world.ack();
    world.difference(5, 6, groupOf(TWO), TWO);
    assertFalse(world.ack().hasRefusal());
    assertEquals(2, world.place.swaps);
  }

  @Test
  void fullSyncMayBringTheServedVersionWithAnotherHash() {
    world.sync(5, ONE);
    world.sync(5, TWO);
    assertFalse(world.ack().hasRefusal());
    assertEquals(TWO.hash(), world.place.served.orElseThrow().table().hash());
  }

  @Test
  void syncMayBuildOnTheServedVersion() {
    world.sync(5, ONE);
    world.on(
        FeedMessage.newBuilder()
            .setSyncBegin(
                RoutingSyncBegin.newBuilder().setVersion(version(6)).setBase(version(5))));
    world.chunk(0, groupOf(TWO));
    world.chunk(0, groupOf(TWO));
    world.end(6, 1, TWO);
    assertEquals(version(6), world.ack().getVersion());
    assertEquals(TWO.hash(), world.place.served.orElseThrow().table().hash());
  }

  @Test
  void differenceDropsTheSyncBeforeIt() {
    world.sync(5, ONE);
    world.ack();
    world.on(
        FeedMessage.newBuilder()
            .setSyncBegin(RoutingSyncBegin.newBuilder().setVersion(version(7))));
    world.difference(5, 6, groupOf(TWO), TWO);
    world.ack();
    world.end(7, 0, RoutingTable.empty());
    assertEquals(
        RoutingRefusalCode.ROUTING_REFUSAL_CODE_CHUNKS_MISSING, world.ack().getRefusal().getCode());
  }

  // ------------------------------------------------------------------ refusals

  private static Arguments refused(String name, String code, Consumer<FeedWorld> word) {
    return Arguments.of(name, RoutingRefusalCode.valueOf("ROUTING_REFUSAL_CODE_" + code), word);
  }

  static Stream<Arguments> refusals() {
    RoutingTable draining = simple(80, group("g", target("a", 1, TargetState.DRAINING)));
    return Stream.of(
        refused("another base", "BASE_UNKNOWN", w -> w.difference(4, 6, groupOf(TWO), TWO)),
        refused("a later base", "BASE_UNKNOWN", w -> w.difference(6, 7, groupOf(TWO), TWO)),
        refused(
            "the served version, other content",
            "VERSION_OLD",
            w -> w.difference(5, 5, groupOf(TWO), TWO)),
        refused("an older full sync", "VERSION_OLD", w -> w.sync(4, TWO)),
        refused("another hash", "HASH_MISMATCH", w -> w.difference(5, 6, groupOf(TWO), draining)),
        refused("a short hash", "INVALID", w -> w.on(shortHash())),
        refused("version zero", "INVALID", w -> w.difference(5, 0, groupOf(TWO), TWO)),
        refused("an end without begin", "CHUNKS_MISSING", w -> w.end(6, 1, TWO)),
        refused(
            "a chunk missing",
            "CHUNKS_MISSING",
            w -> {
              begin(w);
              w.chunk(1, groupOf(TWO));
              w.end(6, 2, TWO);
            }),
        refused(
            "a chunk fewer",
            "CHUNKS_MISSING",
            w -> {
              begin(w);
              w.chunk(0, items(TWO));
              w.end(6, 2, TWO);
            }),
        refused("a contradiction", "INVALID", w -> w.difference(5, 6, removing("g"), TWO)),
        refused(
            "an address that is a name", "INVALID", w -> w.difference(5, 6, at("localhost"), TWO)),
        refused("an address that is short", "INVALID", w -> w.difference(5, 6, at("127.1"), TWO)),
        refused(
            "an address with a scope", "INVALID", w -> w.difference(5, 6, at("fe80::1%lo"), TWO)),
        refused(
            "a broken chunk",
            "INVALID",
            w -> {
              begin(w);
              w.chunk(0, at("nowhere"));
              w.chunk(1, groupOf(TWO));
              w.end(6, 2, TWO);
            }),
        refused(
            "an unknown condition",
            "FEATURE_UNKNOWN",
            w -> w.difference(5, 6, unknownCondition(), TWO)),
        refused(
            "an unknown protocol",
            "FEATURE_UNKNOWN",
            w -> w.difference(5, 6, unknownProtocol(), TWO)),
        refused("no protocol", "INVALID", w -> w.difference(5, 6, noProtocol(), TWO)),
        refused(
            "an unknown feature", "FEATURE_UNKNOWN", w -> w.difference(5, 6, requiring(), TWO)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusals")
  void versionIsRefusedAndTheServedTableStays(
      String name, RoutingRefusalCode code, Consumer<FeedWorld> word) {
    world.sync(5, ONE);
    world.ack();
    word.accept(world);
    RoutingAck ack = world.ack();
    assertEquals(code, ack.getRefusal().getCode(), () -> name + ": " + ack);
    assertFalse(ack.getRefusal().getSentence().isEmpty());
    assertEquals(hash(ONE), ack.getTableHash());
    assertEquals(1, world.place.swaps);
    assertTrue(world.feed.isOpen());
  }

  private static void begin(FeedWorld world) {
    world.on(
        FeedMessage.newBuilder()
            .setSyncBegin(RoutingSyncBegin.newBuilder().setVersion(version(6))));
  }

  private static FeedMessage.Builder shortHash() {
    var message = FeedMessage.newBuilder();
    message
        .getDifferenceBuilder()
        .setBase(version(5))
        .setVersion(version(6))
        .setTableHash(com.google.protobuf.ByteString.copyFromUtf8("short"));
    return message;
  }

  private static RoutingChange.Builder removing(String group) {
    return RoutingChange.newBuilder().addRemovedGroupIds(new GroupId(group).text());
  }

  private static RoutingChange.Builder at(String address) {
    var change = groupOf(TWO);
    change.getGroupsBuilder(0).getTargetsBuilder(0).setAddress(address);
    return change;
  }

  private static RoutingChange.Builder unknownCondition() {
    var table =
        Tables.table(
            List.of(Tables.balancer("web", 1)),
            List.of(
                Tables.listener(
                    "l",
                    Tables.at("web", 81),
                    Tables.forward("g"),
                    Tables.rule(1, "g", path("/")))),
            List.of(group("g")));
    var change = RoutingChange.newBuilder().addListeners(items(table).getListeners(0));
    change
        .getListenersBuilder(0)
        .getRulesBuilder(0)
        .setConditions(0, Condition.getDefaultInstance());
    return change;
  }

  private static RoutingChange.Builder unknownProtocol() {
    var change = groupOf(TWO);
    change.getGroupsBuilder(0).setProtocolValue(99);
    return change;
  }

  private static RoutingChange.Builder noProtocol() {
    var change = groupOf(TWO);
    change.getGroupsBuilder(0).setProtocol(GroupProtocol.GROUP_PROTOCOL_UNSPECIFIED);
    return change;
  }

  private static RoutingChange.Builder requiring() {
    var change = groupOf(TWO);
    change.getGroupsBuilder(0).addRequires("tea");
    return change;
  }

  @Test
  void targetStateThatIsNotKnownIsFenced() {
    var change = items(ONE);
    change.getGroupsBuilder(0).getTargetsBuilder(0).setStateValue(77);
    world.on(
        FeedMessage.newBuilder()
            .setSyncBegin(RoutingSyncBegin.newBuilder().setVersion(version(5))));
    world.chunk(0, change);
    world.end(5, 1, ONE);
    world.ack();
    assertEquals(
        TargetState.FENCED,
        world
            .place
            .served
            .orElseThrow()
            .table()
            .group(new GroupId("g"))
            .orElseThrow()
            .targets()
            .getFirst()
            .state());
  }

  @Test
  void diskThatDoesNotTakeTheTableEndsTheFeed() {
    world.place.diskIsFull = true;
    world.sync(5, ONE);
    assertTrue(world.feed.ending().orElseThrow().sentence().contains("No space left"));
    assertTrue(world.place.served.isEmpty());
  }

  // ------------------------------------------------------------------ listeners

  @Test
  void listenerProblemsAreToldWithTheVersionAndWhenTheyChange() {
    world.sync(5, ONE);
    assertEquals(0, world.ack().getListenerProblemsCount());
    assertTrue(world.turn().isEmpty());
    world.place.problems =
        List.of(
            new ListenerProblem(
                new ListenerId("web-80"), ListenerProblem.Kind.PORT_DENIED, "not allowed"));
    RoutingAck ack = world.ack();
    assertEquals(version(5), ack.getVersion());
    assertEquals(
        ListenerProblemCode.LISTENER_PROBLEM_CODE_PORT_DENIED,
        ack.getListenerProblems(0).getCode());
    world.place.problems = List.of();
    assertEquals(0, world.ack().getListenerProblemsCount());
    assertTrue(world.turn().isEmpty());
  }
}
