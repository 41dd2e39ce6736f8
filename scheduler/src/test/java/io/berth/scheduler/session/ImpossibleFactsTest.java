package io.berth.scheduler.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.Device;
import io.berth.proto.agent.HostFacts;
import io.berth.proto.agent.HostPort;
import io.berth.proto.agent.PortRange;
import io.berth.proto.common.TransportProtocol;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.peer.Alarm;
import io.berth.scheduler.store.Tables;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An agent that claims what no host can have: refused with an alarm that says what it was, whether
 * it says so at first or later, and nothing of it is believed.
 */
class ImpossibleFactsTest {
  private static final long MOST_MEMORY = 1L << 53;

  private final SessionWorld world = new SessionWorld();

  record Claim(String words, HostFacts facts) {
    @Override
    public String toString() {
      return words;
    }
  }

  static Stream<Claim> claims() {
    return Stream.of(amounts(), ports(), devices()).flatMap(claims -> claims);
  }

  private static Stream<Claim> amounts() {
    return Stream.of(
        claim("the cpu units is 0", it -> it.setCpuUnits(0)),
        claim("the cpu units is 4194305", it -> it.setCpuUnits(4_194_305)),
        claim("the cpu units is 4294967295", it -> it.setCpuUnits(-1)),
        claim("the memory in bytes is 0", it -> it.setMemoryBytes(0)),
        claim("the memory in bytes is 4194303", it -> it.setMemoryBytes((4 << 20) - 1)),
        claim("the memory in bytes is 9007199254740993", it -> it.setMemoryBytes(MOST_MEMORY + 1)),
        claim("the memory in bytes is 18446744073709551615", it -> it.setMemoryBytes(-1)));
  }

  private static Stream<Claim> ports() {
    return Stream.of(
        claim("the first dynamic port is 0", it -> it.setDynamicPorts(range(0, 100))),
        claim("the last dynamic port is 65536", it -> it.setDynamicPorts(range(20_000, 65_536))),
        claim("the last dynamic port is 4294967295", it -> it.setDynamicPorts(range(1, -1))),
        claim("end before they begin", it -> it.setDynamicPorts(range(20_001, 20_000))),
        claim("a host port is 65536", it -> it.addReservedPorts(tcp(65_536))),
        claim("a host port is 0", it -> it.addReservedPorts(tcp(0))),
        claim("neither TCP nor UDP", it -> it.addReservedPorts(HostPort.newBuilder().setPort(22))),
        claim(
            "there are 101 reserved ports",
            it -> IntStream.rangeClosed(1, 101).forEach(port -> it.addReservedPorts(tcp(port)))));
  }

  private static Stream<Claim> devices() {
    return Stream.of(
        claim("two devices have one id", it -> it.addDevices(gpu("a")).addDevices(gpu("a"))),
        claim("a device's id is empty", it -> it.addDevices(gpu(""))),
        claim("a device's id has more than 128 bytes", it -> it.addDevices(gpu("ä".repeat(65)))),
        claim("a device's kind is empty", it -> it.addDevices(gpu("a").clearKind())),
        claim(
            "a device's memory is 18446744073709551615",
            it -> it.addDevices(gpu("a").setMemoryBytes(-1))),
        claim(
            "there are 257 devices",
            it -> IntStream.range(0, 257).forEach(each -> it.addDevices(gpu("id-" + each)))));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void hostThatBeginsWithItIsNotLetIn(Claim claim) {
    var line = world.connect(SessionWorld.HOST);
    world.deliver(line, Messages.hello(Messages.anyHello().setFacts(claim.facts()).build()));

    assertTrue(line.session().isOver());
    assertAlarm(Alarm.Kind.HELLO_INVALID, claim);
    assertTrue(world.store.snapshot().find(Tables.HOSTS, SessionWorld.HOST).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("claims")
  void hostThatSaysItLaterIsSentAwayAndStaysWhatItWas(Claim claim) {
    var line = world.opened();
    Host before = world.host();

    world.deliver(line, AgentMessage.newBuilder().setFacts(claim.facts()).build());

    assertTrue(line.session().isOver());
    assertAlarm(Alarm.Kind.CONTRACT_BROKEN, claim);
    assertEquals(before.facts(), world.host().facts());
  }

  private void assertAlarm(Alarm.Kind kind, Claim claim) {
    Alarm alarm = world.alarms.getLast();
    assertEquals(kind, alarm.kind());
    assertTrue(alarm.sentence().contains(claim.words()), alarm::sentence);
  }

  private static Claim claim(String words, Consumer<HostFacts.Builder> change) {
    HostFacts.Builder facts = Messages.facts().toBuilder();
    change.accept(facts);
    return new Claim(words, facts.build());
  }

  private static PortRange range(int first, int last) {
    return PortRange.newBuilder().setFirst(first).setLast(last).build();
  }

  private static HostPort tcp(int port) {
    return HostPort.newBuilder()
        .setPort(port)
        .setProtocol(TransportProtocol.TRANSPORT_PROTOCOL_TCP)
        .build();
  }

  private static Device.Builder gpu(String id) {
    return Device.newBuilder().setDeviceId(id).setKind("gpu");
  }
}
