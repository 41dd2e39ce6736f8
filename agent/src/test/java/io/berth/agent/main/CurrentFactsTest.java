package io.berth.agent.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.FakeEngine;
import io.berth.agent.engine.FakeHost;
import io.berth.agent.engine.Program;
import io.berth.agent.model.HostFacts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host whose address changes while its agent runs is told of and used by the new one. */
class CurrentFactsTest {
  private String address = "10.0.0.1";
  private boolean isAway;
  private final FakeEngine engine =
      new FakeEngine("agent-1", new FakeHost(() -> Instant.EPOCH, Program.OBEDIENT, _ -> {}));

  private InetAddress route(InetSocketAddress scheduler) throws IOException {
    assertEquals(7_071, scheduler.getPort());
    if (isAway) {
      throw new ConnectException("Network is unreachable");
    }
    return InetAddress.ofLiteral(address);
  }

  private CurrentFacts read(String... more) throws Exception {
    var values = new java.util.LinkedHashMap<>(Map.of("scheduler", "127.0.0.1:7071"));
    for (int index = 0; index < more.length; index += 2) {
      values.put(more[index], more[index + 1]);
    }
    return CurrentFacts.read(new HostReader(AgentConfig.of(values), "1", this::route), engine);
  }

  @Test
  void nothingNewIsNotTold() throws Exception {
    CurrentFacts facts = read();
    HostFacts before = facts.get();
    assertFalse(facts.look(engine));
    assertEquals(before, facts.get());
  }

  @Test
  void newAddressIsToldAndBoundTo() throws Exception {
    CurrentFacts facts = read();
    assertEquals(List.of("10.0.0.1"), facts.addresses());
    address = "10.0.0.2";
    assertTrue(facts.look(engine));
    assertEquals(List.of("10.0.0.2"), facts.addresses());
    assertEquals(List.of("10.0.0.2"), facts.get().addresses().all());
    assertFalse(facts.look(engine));
  }

  @Test
  void namedGpusAreOffered() throws Exception {
    List<HostFacts.Device> gpus = read("gpus", "GPU-1,GPU-2").get().capacity().devices();
    assertEquals(List.of("GPU-1", "GPU-2"), gpus.stream().map(HostFacts.Device::deviceId).toList());
    assertEquals(List.of("gpu", "gpu"), gpus.stream().map(HostFacts.Device::kind).toList());
  }

  @Test
  void networkThatIsAwayTakesNoAddressAway() throws Exception {
    CurrentFacts facts = read();
    isAway = true;
    assertFalse(facts.look(engine));
    isAway = false;
    address = "127.0.0.1";
    assertFalse(facts.look(engine));
    assertEquals(List.of("10.0.0.1"), facts.addresses());
  }

  @Test
  void advertisedAddressesStayWhateverTheRoutesSay() throws Exception {
    CurrentFacts facts = read("advertise", "192.0.2.7");
    address = "10.0.0.2";
    assertFalse(facts.look(engine));
    assertEquals(List.of("192.0.2.7"), facts.addresses());
  }
}
