package io.berth.scheduler.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostFacts;
import io.berth.scheduler.model.Peer;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.PeerKind;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What history tells of hosts that become others, and of agents that say what cannot be. */
class HostAlarmsTest {
  private static final PeerId AGENT = new PeerId(0, 1);
  private static final PeerId PROXY = new PeerId(0, 2);
  private static final Resources SIZE = new Resources(1_024, 1_000, 100, 0);

  private final ControlWorld world = new ControlWorld();
  private final HostAlarms alarms = new HostAlarms(world.store, world::now);

  HostAlarmsTest() {
    world.store.update(
        Lane.API,
        tx -> {
          tx.insert(Tables.PEERS, peer(AGENT, PeerKind.AGENT));
          tx.insert(Tables.PEERS, peer(PROXY, PeerKind.PROXY));
          return true;
        });
  }

  private Peer peer(PeerId id, PeerKind kind) {
    return new Peer(
        id,
        kind,
        kind == PeerKind.AGENT ? Optional.of(ControlWorld.CLUSTER) : Optional.empty(),
        "rack",
        new Peer.Certificate(Fingerprint.of(new byte[] {1}), "1", world.now(), world.now()),
        new Peer.State.Active(),
        world.now());
  }

  private List<Happening> told(PeerId peer) throws StorageException {
    return world.history.page(Subject.of(peer.host()), Optional.empty(), 100).lines().stream()
        .map(Line::what)
        .toList();
  }

  @Test
  void alarmAboutAnAgentIsInTheHistoryOfItsHostOnceAnHour() throws Exception {
    for (int time = 0; time < 3; time++) {
      alarms.note(AGENT, "HELLO_INVALID", "the cpu units is 0");
    }
    alarms.note(AGENT, "HELLO_INVALID", "the cpu units is 1");
    world.pass(Duration.ofMinutes(61));
    alarms.note(AGENT, "HELLO_INVALID", "the cpu units is 0");

    assertEquals(
        List.of(
            new Happening.Alarmed("HELLO_INVALID", "the cpu units is 0"),
            new Happening.Alarmed("HELLO_INVALID", "the cpu units is 1"),
            new Happening.Alarmed("HELLO_INVALID", "the cpu units is 0")),
        told(AGENT));
  }

  @Test
  void oneHostDoesNotFillTheHistory() throws Exception {
    for (int number = 0; number < 1_000; number++) {
      alarms.note(AGENT, "CONTRACT_BROKEN", "number " + number);
    }

    assertEquals(20, told(AGENT).size());
  }

  @Test
  void nothingIsWrittenOfProxiesAndStrangers() throws Exception {
    alarms.note(PROXY, "TABLE_REFUSED", "no");
    alarms.note(new PeerId(9, 9), "HELLO_INVALID", "no");

    assertEquals(List.of(), told(PROXY));
    assertEquals(List.of(), told(new PeerId(9, 9)));
  }

  @Test
  void hostThatIsAnotherOneTellsWhatHasChanged() throws Exception {
    Host host = world.join(1, SIZE);
    HostFacts facts = host.facts();
    world.join(1, SIZE);
    var after =
        new HostFacts(
            new Resources(2_048, 900, 100, 0),
            facts.dynamicPorts(),
            facts.reservedPorts(),
            List.of("192.0.2.9"),
            List.of(new HostFacts.Device("gpu-1", HostFacts.Device.GPU, "", 0)),
            facts.attributes(),
            facts.machine(),
            new HostFacts.Software("2", HostFacts.Engine.PODMAN, "5.4", "1.41"),
            facts.defaults(),
            facts.features());
    world.hosts.facts(host.id(), 2, after);
    world.hosts.facts(host.id(), 2, after);

    assertEquals(
        List.of(
            new Happening.Joined("default"),
            new Happening.FactsChanged(
                List.of(
                    new Happening.Fact("cpu units", "1024", "2048"),
                    new Happening.Fact("memory MiB", "1000", "900"),
                    new Happening.Fact("addresses", "192.0.2.1", "192.0.2.9"),
                    new Happening.Fact("devices", "", "gpu-1"),
                    new Happening.Fact("agent", "1", "2"),
                    new Happening.Fact("engine", "DOCKER 28.0", "PODMAN 5.4")))),
        told(new PeerId(host.id().high(), host.id().low())));
  }
}
