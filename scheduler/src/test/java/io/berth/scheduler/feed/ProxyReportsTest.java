package io.berth.scheduler.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.proxy.HealthState;
import io.berth.scheduler.control.ProxyReports.ProxyReport;
import io.berth.scheduler.control.ProxyReports.ProxyState;
import io.berth.scheduler.control.ProxyReports.TargetView;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.TargetHealth.Verdict;
import io.berth.scheduler.model.TargetId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What operators see of each proxy. */
final class ProxyReportsTest {
  private static final Duration SILENCE = FeedWorld.TIMES.session().silence();

  private final FeedWorld world = new FeedWorld(FeedWorld.PROXY, FeedWorld.OTHER_PROXY);
  private final ModelProxy one = new ModelProxy(FeedWorld.PROXY);
  private final ModelProxy other = new ModelProxy(FeedWorld.OTHER_PROXY);
  private final Map<FeedWorld.Line, ModelProxy> lines = new HashMap<>();

  @Test
  void proxyIsAwaitedUntilItComesConnectedWhileItSpeaksAndSilentWhenItsLeaseIsOver() {
    assertEquals(ProxyState.AWAITED, shown(one).state());
    assertEquals(List.of(), shown(one).listens());
    assertEquals(Optional.empty(), shown(one).serving());

    FeedWorld.Line line = connect(one);
    assertEquals(ProxyState.CONNECTED, shown(one).state());
    assertEquals(List.of("127.0.0.1"), shown(one).listens());
    assertEquals(ProxyState.AWAITED, shown(other).state());

    world.cut(line);
    lines.clear();
    assertEquals(ProxyState.AWAITED, shown(one).state());
    world.pass(SILENCE.plusSeconds(1));
    assertEquals(ProxyState.SILENT, shown(one).state());
  }

  @Test
  void proxyThatHasJoinedAndNeverSpokenIsSilent() {
    world.enrol(new PeerId(0, 73));
    assertEquals(ProxyState.SILENT, shown(new PeerId(0, 73)).state());
  }

  @Test
  void tableIsTheNewestUntilThereIsAnotherOne() {
    FeedWorld.Line _ = connect(one);
    assertTrue(shown(one).serving().orElseThrow().isNewest());
    long number = shown(one).serving().orElseThrow().number();

    world.newTarget();
    world.settle();
    assertFalse(shown(one).serving().orElseThrow().isNewest());
    assertEquals(number, shown(one).serving().orElseThrow().number());

    world.pass(RoutingState.PACE);
    Pump.all(world, lines);
    assertTrue(shown(one).serving().orElseThrow().isNewest());
    assertTrue(shown(one).serving().orElseThrow().number() > number);
  }

  @Test
  void eachProxySaysWhatItThinksOfATarget() {
    TargetId target = world.newTarget();
    other.findings.put(target.text(), HealthState.HEALTH_STATE_UNHEALTHY);
    FeedWorld.Line _ = connect(one);
    FeedWorld.Line _ = connect(other);

    assertEquals(Optional.of(Verdict.HEALTHY), view(one, target).opinion());
    assertEquals(Optional.of(Verdict.UNHEALTHY), view(other, target).opinion());
    assertEquals(OptionalInt.empty(), view(one, target).inFlight());
  }

  @Test
  void targetThatIsNotCheckedHasNoOpinion() {
    TargetId target = world.newTarget();
    one.findings.put(target.text(), HealthState.HEALTH_STATE_UNCHECKED);
    FeedWorld.Line _ = connect(one);

    assertEquals(Optional.empty(), view(one, target).opinion());
  }

  @Test
  void requestsInFlightAreToldOfTargetsThatDrain() {
    TargetId target = world.newTarget();
    FeedWorld.Line _ = connect(one);
    one.request(target.text());
    one.request(target.text());
    world.drain(target, Duration.ofMinutes(5));
    world.pass(RoutingState.PACE);
    Pump.all(world, lines);
    one.drains();
    Pump.all(world, lines);
    assertEquals(OptionalInt.of(2), view(one, target).inFlight());

    one.finish(target.text());
    Pump.all(world, lines);
    assertEquals(OptionalInt.of(1), view(one, target).inFlight());
  }

  @Test
  void proxyWithoutTheTargetSaysNothingOfIt() {
    FeedWorld.Line _ = connect(one);
    TargetId target = world.newTarget();
    world.settle();

    assertEquals(List.of(), views(one, target));
  }

  private FeedWorld.Line connect(ModelProxy proxy) {
    FeedWorld.Line line = world.connect(proxy.id);
    lines.put(line, proxy);
    proxy.connect(line.stream());
    Pump.all(world, lines);
    return line;
  }

  private ProxyReport shown(ModelProxy proxy) {
    return shown(proxy.id);
  }

  private ProxyReport shown(PeerId proxy) {
    return world.shown().stream()
        .filter(report -> report.proxy().equals(proxy))
        .findFirst()
        .orElseThrow();
  }

  private TargetView view(ModelProxy proxy, TargetId target) {
    List<TargetView> views = views(proxy, target);
    assertEquals(1, views.size(), views::toString);
    return views.getFirst();
  }

  private List<TargetView> views(ModelProxy proxy, TargetId target) {
    return world.fleet().views(FeedWorld.GROUP).stream()
        .filter(view -> view.proxy().equals(proxy.id) && view.target().equals(target))
        .toList();
  }
}
