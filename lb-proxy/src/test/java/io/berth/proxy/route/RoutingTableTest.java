package io.berth.proxy.route;

import static io.berth.proxy.route.Tables.forward;
import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.hash;
import static io.berth.proxy.route.Tables.host;
import static io.berth.proxy.route.Tables.listener;
import static io.berth.proxy.route.Tables.path;
import static io.berth.proxy.route.Tables.rule;
import static io.berth.proxy.route.Tables.table;
import static io.berth.proxy.route.Tables.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proxy.route.Action.WeightedGroup;
import io.berth.proxy.route.HealthCheck.StatusRange;
import io.berth.proxy.route.HealthCheck.Way;
import io.berth.proxy.route.RoutingRefusal.Code;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes a table and what is refused; a refusal leaves nothing behind. */
final class RoutingTableTest {
  private static final RoutingTable TABLE =
      table(
          List.of(balancer("web", 1)),
          List.of(listener("http", Tables.at("web", 80), forward("a"), rule(1, "b", path("/b")))),
          List.of(group("a", target("t1", 8001)), group("b"), group("unused")));

  // ------------------------------------------------------------------ differences

  @Test
  void differenceReplacesAddsAndDropsWholeItems() {
    RoutingTable next =
        Tables.made(
            TABLE.apply(
                new RoutingChange(
                    List.of(balancer("other", 2)),
                    List.of(listener("http", Tables.at("web", 8080), forward("a"))),
                    List.of(group("a")),
                    List.of(),
                    List.of(),
                    List.of(new GroupId("b"), new GroupId("unknown"))),
                Tables.HTTP));
    assertEquals(
        table(
                List.of(balancer("web", 1), balancer("other", 2)),
                List.of(listener("http", Tables.at("web", 8080), forward("a"))),
                List.of(group("a"), group("unused")))
            .hash(),
        next.hash());
    assertEquals(Set.of(8080), next.ports().keySet());
    assertEquals(List.of(), next.group(new GroupId("a")).orElseThrow().targets());
    assertEquals(Set.of(80), TABLE.ports().keySet(), "the old table is as it was");
  }

  @Test
  void groupsThatNoActionNamesAreNotCarried() {
    assertTrue(TABLE.carries(new GroupId("a")));
    assertTrue(TABLE.carries(new GroupId("b")));
    assertFalse(TABLE.carries(new GroupId("unused")));
  }

  @Test
  void listenersFollowTheirBalancerWhenItIsReplaced() {
    Balancer patient =
        new Balancer(
            new BalancerId("web"),
            hash("patient"),
            "web.elb.localhost",
            1,
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Set.of());
    RoutingTable next =
        Tables.made(
            TABLE.apply(RoutingChange.having(List.of(patient), List.of(), List.of()), Tables.HTTP));
    PortRoutes routes = next.ports().get(80);
    assertTrue(routes != null && routes.choose("", "/").balancer().equals(patient));
  }

  @Test
  void everythingMayBeDroppedAtOnce() {
    RoutingTable next =
        Tables.made(
            TABLE.apply(
                new RoutingChange(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(new BalancerId("web")),
                    List.of(new ListenerId("http")),
                    List.of(new GroupId("a"), new GroupId("b"), new GroupId("unused"))),
                Tables.HTTP));
    assertEquals(RoutingTable.empty().hash(), next.hash());
  }

  // ------------------------------------------------------------------ refusals

  private static Arguments invalid(String name, RoutingChange change) {
    return Arguments.of(name, change, Code.INVALID);
  }

  private static Arguments unknown(String name, RoutingChange change) {
    return Arguments.of(name, change, Code.FEATURE_UNKNOWN);
  }

  static Stream<Arguments> refusedChanges() {
    return Stream.of(
            brokenBalancers(),
            brokenListeners(),
            brokenRules(),
            brokenGroups(),
            brokenTargets(),
            brokenTables())
        .flatMap(each -> each);
  }

  private static Stream<Arguments> brokenBalancers() {
    Duration minute = Duration.ofMinutes(1);
    Duration hour = Duration.ofHours(1);
    return Stream.of(
        invalid("balancer without id", of(balancer("", "x", 1, minute, hour))),
        invalid("long id", of(balancer("i".repeat(256), "x", 1, minute, hour))),
        invalid("long id of wide letters", of(balancer("ü".repeat(128), "x", 1, minute, hour))),
        invalid("no DNS name", of(balancer("i", "", 1, minute, hour))),
        invalid("long DNS name", of(balancer("i", "n".repeat(254), 1, minute, hour))),
        invalid("upper case name", of(balancer("i", "X.y", 1, minute, hour))),
        invalid("order of zero", of(balancer("i", "x", 0, minute, hour))),
        invalid("order beyond 63 bits", of(balancer("i", "x", -1, minute, hour))),
        invalid("idle for 999 ms", of(balancer("i", "x", 1, Duration.ofMillis(999), hour))),
        invalid("idle for long", of(balancer("i", "x", 1, Duration.ofSeconds(4_001), hour))),
        invalid("keep-alive of 1 s", of(balancer("i", "x", 1, minute, Duration.ofSeconds(1)))),
        invalid("keep-alive of 8 d", of(balancer("i", "x", 1, minute, Duration.ofDays(8)))),
        invalid("name of another", of(balancer("i", "web.elb.localhost", 1, minute, hour))),
        unknown("unknown feature", of(requiring("i", Set.of("known", "tea")))),
        invalid(
            "65 features",
            of(
                requiring(
                    "i",
                    IntStream.range(0, 65)
                        .mapToObj(number -> "f" + number)
                        .collect(java.util.stream.Collectors.toSet())))));
  }

  private static Stream<Arguments> brokenListeners() {
    return Stream.of(
        invalid("listener without id", of(listener("", Tables.at("web", 81), forward("a")))),
        invalid("port 0", of(listener("l", Tables.at("web", 0), forward("a")))),
        invalid("port 65,536", of(listener("l", Tables.at("web", 65_536), forward("a")))),
        invalid("unknown balancer", of(listener("l", Tables.at("none", 81), forward("a")))),
        invalid("port twice in a balancer", of(listener("l", Tables.at("web", 80), forward("a")))),
        invalid("unknown group", of(listener("l", Tables.at("web", 81), forward("none")))),
        invalid("no group", of(listener("l", Tables.at("web", 81), forward()))),
        invalid(
            "6 groups",
            of(listener("l", Tables.at("web", 81), forward("a", "b", "1", "2", "3", "4")))),
        invalid("group twice", of(listener("l", Tables.at("web", 81), forward("a", "a")))),
        invalid("weight of 1,000", of(listener("l", Tables.at("web", 81), weighted(1_000)))),
        invalid("weight below 0", of(listener("l", Tables.at("web", 81), weighted(-1)))),
        unknown("TCP where it is not served", of(tcp("l", 81))),
        unknown(
            "unknown feature of a listener",
            of(
                new Listener(
                    new ListenerId("l"),
                    hash("l"),
                    new BalancerId("web"),
                    81,
                    Protocol.HTTP,
                    List.of(),
                    forward("a"),
                    Set.of("tea")))));
  }

  private static Stream<Arguments> brokenRules() {
    Condition[] many = new Condition[11];
    Arrays.fill(many, path("/x"));
    Rule[] rules =
        IntStream.rangeClosed(1, 201)
            .mapToObj(number -> rule(number, "a", path("/x")))
            .toArray(Rule[]::new);
    return Stream.of(
        invalid("rule without condition", ruled(rule(1, "a"))),
        invalid("11 conditions", ruled(rule(1, "a", many))),
        invalid("no pattern", ruled(rule(1, "a", path()))),
        invalid("11 patterns", ruled(rule(1, "a", path("1 2 3 4 5 6 7 8 9 10 11".split(" "))))),
        invalid("pattern of 129 bytes", ruled(rule(1, "a", path("x".repeat(129))))),
        invalid("pattern with a space", ruled(rule(1, "a", path("/a b")))),
        invalid("pattern with an accent", ruled(rule(1, "a", host("é.org")))),
        invalid("priority 0", ruled(rule(0, "a", path("/")))),
        invalid("priority 50,001", ruled(rule(50_001, "a", path("/")))),
        invalid("priority twice", ruled(rule(1, "a", path("/")), rule(1, "a", path("/x")))),
        invalid("priorities fall", ruled(rule(2, "a", path("/")), rule(1, "a", path("/x")))),
        invalid("unknown group of a rule", ruled(rule(1, "none", path("/")))),
        invalid("201 rules", ruled(rules)),
        invalid(
            "rule id twice",
            ruled(
                new Rule(new RuleId("r"), 1, List.of(path("/")), forward("a")),
                new Rule(new RuleId("r"), 2, List.of(path("/")), forward("a")))));
  }

  private static Stream<Arguments> brokenGroups() {
    Duration ten = Duration.ofSeconds(10);
    return Stream.of(
        invalid("group without id", of(group(""))),
        invalid(
            "path without slash", of(checked(Way.HTTP, asked("health", ten, ten), 1, 200, 299))),
        invalid(
            "path with a line end", of(checked(Way.HTTP, asked("/a\r\nb", ten, ten), 1, 200, 299))),
        invalid(
            "long path", of(checked(Way.HTTP, asked("/".repeat(1_025), ten, ten), 1, 200, 299))),
        invalid("path of TCP", of(checked(Way.TCP, asked("/", ten, ten), 1, 200, 299))),
        invalid(
            "interval of 0", of(checked(Way.HTTP, asked("/", Duration.ZERO, ten), 1, 200, 299))),
        invalid("timeout of 0", of(checked(Way.HTTP, asked("/", ten, Duration.ZERO), 1, 200, 299))),
        invalid(
            "timeout above interval",
            of(checked(Way.HTTP, asked("/", ten, ten.plusMillis(1)), 1, 200, 299))),
        invalid("threshold of 0", of(checked(Way.HTTP, asked("/", ten, ten), 0, 200, 299))),
        invalid("threshold of 11", of(checked(Way.HTTP, asked("/", ten, ten), 11, 200, 299))),
        invalid("status 99", of(checked(Way.HTTP, asked("/", ten, ten), 1, 99, 299))),
        invalid("status 600", of(checked(Way.HTTP, asked("/", ten, ten), 1, 200, 600))),
        invalid("statuses that fall", of(checked(Way.HTTP, asked("/", ten, ten), 1, 300, 200))));
  }

  private static Stream<Arguments> brokenTargets() {
    Target[] many =
        IntStream.range(0, 1_001)
            .mapToObj(number -> target("t" + number, 80))
            .toArray(Target[]::new);
    return Stream.of(
        invalid("target without id", of(group("g", target("", 80)))),
        invalid("long target id", of(group("g", target("t".repeat(65), 80)))),
        invalid("target port 0", of(group("g", target("t", 0)))),
        invalid("target twice", of(group("g", target("t", 80), target("t", 81)))),
        invalid("1,001 targets", of(group("g", many))),
        invalid("no address", of(group("g", at("", 100)))),
        invalid("long address", of(group("g", at("1".repeat(46), 100)))),
        invalid("no weight", of(group("g", at("127.0.0.1", 0)))),
        invalid("weight of 1,001", of(group("g", at("127.0.0.1", 1_001)))));
  }

  private static Stream<Arguments> brokenTables() {
    return Stream.of(
        invalid(
            "item twice",
            RoutingChange.having(List.of(), List.of(), List.of(group("g"), group("g")))),
        invalid(
            "item to have and to drop",
            new RoutingChange(
                List.of(),
                List.of(),
                List.of(group("g")),
                List.of(),
                List.of(),
                List.of(new GroupId("g")))),
        invalid(
            "item dropped twice",
            new RoutingChange(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new GroupId("g"), new GroupId("g")))),
        invalid(
            "group dropped that an action names",
            new RoutingChange(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(new GroupId("b")))),
        invalid(
            "balancer dropped, but not its listeners",
            new RoutingChange(
                List.of(),
                List.of(),
                List.of(),
                List.of(new BalancerId("web")),
                List.of(),
                List.of())),
        invalid(
            "1,001 balancers",
            RoutingChange.having(
                IntStream.range(0, 1_000).mapToObj(number -> balancer("b" + number, 7)).toList(),
                List.of(),
                List.of())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedChanges")
  void changeIsRefusedAndTheTableStays(String name, RoutingChange change, Code code) {
    TableHash before = TABLE.hash();
    switch (TABLE.apply(change, Tables.HTTP)) {
      case TableOutcome.Made _ -> throw new AssertionError(name + " was taken");
      case TableOutcome.Refused(RoutingRefusal refusal) -> {
        assertEquals(code, refusal.code(), refusal.sentence());
        assertTrue(refusal.sentence().length() <= 1_000, refusal.sentence());
        assertTrue(
            refusal.sentence().chars().allMatch(one -> one >= ' ' && one < 127),
            refusal.sentence());
      }
    }
    assertEquals(before, TABLE.hash());
  }

  @Test
  void protocolsOfOnePortMustAgree() {
    Balancer other = balancer("other", 2);
    Listener tcp =
        new Listener(
            new ListenerId("tcp"),
            hash("tcp"),
            other.id(),
            80,
            Protocol.TCP,
            List.of(),
            forward("t"),
            Set.of());
    TargetGroup ofTcp = tcpGroup("t");
    RoutingChange change = RoutingChange.having(List.of(other), List.of(tcp), List.of(ofTcp));
    assertTrue(TABLE.apply(change, Tables.ALL) instanceof TableOutcome.Refused);
  }

  @Test
  void listenerAndGroupMustSpeakTheSame() {
    RoutingChange change =
        RoutingChange.having(
            List.of(),
            List.of(listener("l", Tables.at("web", 81), forward("t"))),
            List.of(tcpGroup("t")));
    assertTrue(TABLE.apply(change, Tables.ALL) instanceof TableOutcome.Refused);
  }

  // ------------------------------------------------------------------ hash

  /** The bytes were hashed by another program. */
  @Test
  void hashIsTheOneOfTheContract() {
    RoutingTable table =
        table(
            List.of(
                new Balancer(
                    new BalancerId("b"),
                    ContentHash.of(bytes(1)),
                    "x",
                    1,
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    Set.of())),
            List.of(
                new Listener(
                    new ListenerId("l"),
                    ContentHash.of(bytes(2)),
                    new BalancerId("b"),
                    80,
                    Protocol.HTTP,
                    List.of(),
                    forward("g"),
                    Set.of())),
            List.of(hashed("g", 3), hashed("\uFF5E", 4), hashed("\uD83D\uDE00", 5)));
    assertEquals(
        "e7e0c51b79e38a9aac484a1c8247d4ab1607e1de937f207529e4097d39eb6cb2", table.hash().hex());
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        RoutingTable.empty().hash().hex());
  }

  @Test
  void otherContentIsAnotherHash() {
    RoutingTable next =
        Tables.made(
            TABLE.apply(
                RoutingChange.having(List.of(), List.of(), List.of(group("a"))), Tables.HTTP));
    assertNotEquals(TABLE.hash(), next.hash());
  }

  // ------------------------------------------------------------------ builders

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[ContentHash.BYTES];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static TargetGroup hashed(String id, int value) {
    TargetGroup usual = group(id);
    return new TargetGroup(
        usual.id(),
        ContentHash.of(bytes(value)),
        usual.name(),
        usual.protocol(),
        usual.targets(),
        usual.healthCheck(),
        usual.deregistrationDelay(),
        usual.connectTimeout(),
        usual.requires());
  }

  private static RoutingChange of(Balancer item) {
    return RoutingChange.having(List.of(item), List.of(), List.of());
  }

  private static RoutingChange of(Listener item) {
    return RoutingChange.having(List.of(), List.of(item), List.of());
  }

  private static RoutingChange of(TargetGroup item) {
    return RoutingChange.having(List.of(), List.of(), List.of(item));
  }

  private static RoutingChange ruled(Rule... rules) {
    return of(listener("http", Tables.at("web", 80), forward("a"), rules));
  }

  private static Balancer balancer(
      String id, String name, long order, Duration idle, Duration keepAlive) {
    return new Balancer(new BalancerId(id), hash(id), name, order, idle, keepAlive, Set.of());
  }

  private static Balancer balancer(String name, long order) {
    return Tables.balancer(name, order);
  }

  private static Balancer requiring(String name, Set<String> features) {
    Balancer usual = balancer(name, 1);
    return new Balancer(
        usual.id(),
        usual.contentHash(),
        usual.dnsName(),
        1,
        usual.idleTimeout(),
        usual.clientKeepAlive(),
        features);
  }

  private static Action weighted(int weight) {
    return new Action.Forward(List.of(new WeightedGroup(new GroupId("a"), weight)));
  }

  private static Listener tcp(String id, int port) {
    return new Listener(
        new ListenerId(id),
        hash(id),
        new BalancerId("web"),
        port,
        Protocol.TCP,
        List.of(),
        forward("a"),
        Set.of());
  }

  private static TargetGroup tcpGroup(String id) {
    TargetGroup usual = group(id);
    return new TargetGroup(
        usual.id(),
        usual.contentHash(),
        usual.name(),
        Protocol.TCP,
        usual.targets(),
        usual.healthCheck(),
        usual.deregistrationDelay(),
        usual.connectTimeout(),
        Set.of());
  }

  private record Asked(String path, Duration interval, Duration timeout) {}

  private static Asked asked(String path, Duration interval, Duration timeout) {
    return new Asked(path, interval, timeout);
  }

  private static TargetGroup checked(Way way, Asked asked, int threshold, int from, int to) {
    return group(
        "g",
        new HealthCheck(
            way,
            OptionalInt.empty(),
            asked.path(),
            asked.interval(),
            asked.timeout(),
            threshold,
            2,
            List.of(new StatusRange(from, to))));
  }

  private static Target at(String address, int weight) {
    return new Target(new TargetId("t"), address, 80, TargetState.ACTIVE, weight);
  }
}
