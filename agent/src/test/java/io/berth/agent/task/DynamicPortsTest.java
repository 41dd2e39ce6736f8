package io.berth.agent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.agent.model.HeldPort;
import io.berth.agent.model.HostFacts.PortRange;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.HostPort.Protocol;
import io.berth.agent.model.TaskId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In which order ports are picked, and which never. */
class DynamicPortsTest {
  private static final TaskId ONE = new TaskId("1".repeat(32));
  private static final TaskId OTHER = new TaskId("2".repeat(32));

  private final Set<HostPort> listening = new HashSet<>();
  private final DynamicPorts ports = ports(tcp(11));

  private DynamicPorts ports(HostPort... reserved) {
    return new DynamicPorts(new PortRange(10, 13), Set.of(reserved), listening::contains);
  }

  private static HostPort tcp(int number) {
    return new HostPort(number, Protocol.TCP);
  }

  private Optional<HostPort> pick() {
    return ports.pick(ONE, List.of(Protocol.TCP)).map(List::getFirst);
  }

  @Test
  void portsAreGivenByNumberThenInTheOrderOfTheirFreeing() {
    ports.pick(ONE, List.of(Protocol.TCP, Protocol.TCP, Protocol.TCP));
    ports.free(ONE, List.of(tcp(13)));
    ports.free(ONE, List.of(tcp(10)));
    ports.free(ONE, List.of(tcp(12)));
    assertEquals(
        Optional.of(List.of(tcp(13), tcp(10), tcp(12))),
        ports.pick(ONE, List.of(Protocol.TCP, Protocol.TCP, Protocol.TCP)));
    assertEquals(Optional.empty(), pick());
  }

  @Test
  void freedPortComesAfterThoseThatNobodyHad() {
    assertEquals(Optional.of(tcp(10)), pick());
    ports.free(ONE, List.of(tcp(10)));
    assertEquals(Optional.of(tcp(12)), pick());
    assertEquals(Optional.of(tcp(13)), pick());
    assertEquals(Optional.of(tcp(10)), pick());
  }

  @Test
  void eachProtocolHasItsOwnNumbers() {
    var udp = new HostPort(11, Protocol.UDP);
    assertEquals(
        Optional.of(List.of(tcp(10), new HostPort(10, Protocol.UDP), udp)),
        ports.pick(ONE, List.of(Protocol.TCP, Protocol.UDP, Protocol.UDP)));
  }

  @Test
  void portThatSomebodyListensOnIsPassedOverUntilNobodyDoes() {
    listening.addAll(List.of(tcp(10), tcp(12), tcp(13)));
    assertEquals(Optional.empty(), pick());
    listening.remove(tcp(12));
    assertEquals(Optional.of(tcp(12)), pick());
  }

  @Test
  void pickThatCannotBeWholeTakesNothing() {
    List<Protocol> tooMany = List.of(Protocol.TCP, Protocol.TCP, Protocol.TCP, Protocol.TCP);
    assertEquals(Optional.empty(), ports.pick(ONE, tooMany));
    assertEquals(
        Optional.of(List.of(tcp(10), tcp(12), tcp(13))), ports.pick(ONE, tooMany.subList(0, 3)));
  }

  @Test
  void takenPortIsNotPickedAndOnlyItsTaskFreesIt() {
    ports.take(ONE, List.of(tcp(10), tcp(9_999)));
    ports.free(OTHER, List.of(tcp(10)));
    assertEquals(Optional.of(tcp(12)), pick());
    assertEquals(Optional.of(tcp(13)), pick());
    assertEquals(Optional.empty(), pick());
    ports.free(ONE, List.of(tcp(10)));
    assertEquals(Optional.of(tcp(10)), pick());
  }

  @Test
  void portThatTwoTasksHaveIsFreeWhenBothHaveGivenItBack() {
    ports.take(ONE, List.of(tcp(10)));
    ports.take(OTHER, List.of(tcp(10), tcp(12), tcp(13)));
    ports.free(ONE, List.of(tcp(10)));
    assertEquals(Optional.empty(), pick());
    ports.free(OTHER, List.of(tcp(10)));
    assertEquals(Optional.of(tcp(10)), pick());
  }

  @Test
  void heldPortThatAnotherTaskHasIsFreeWhenBothAreDone() {
    ports.take(OTHER, List.of(tcp(12), tcp(13)));
    ports.hold(new HeldPort(tcp(10), ONE, Instant.EPOCH));
    ports.take(OTHER, List.of(tcp(10)));
    ports.release(new HeldPort.Release(tcp(10), ONE));
    assertEquals(Optional.empty(), pick());
    ports.free(OTHER, List.of(tcp(10)));
    assertEquals(Optional.of(tcp(10)), pick());
  }

  @Test
  void reservedPortIsNeverPickedNotEvenAfterATaskThatHadIt() {
    ports.take(ONE, List.of(tcp(11)));
    ports.free(ONE, List.of(tcp(11)));
    assertEquals(Optional.of(tcp(10)), pick());
    assertEquals(Optional.of(tcp(12)), pick());
    assertEquals(Optional.of(tcp(13)), pick());
    assertEquals(Optional.empty(), pick());
  }

  @Test
  void heldPortIsPickedOnceItsTasksHoldIsReleased() {
    ports.hold(new HeldPort(tcp(10), ONE, Instant.EPOCH));
    ports.take(ONE, List.of(tcp(12), tcp(13)));
    assertEquals(Optional.empty(), pick());
    ports.release(new HeldPort.Release(tcp(10), OTHER));
    assertEquals(Optional.empty(), pick());
    ports.release(new HeldPort.Release(tcp(10), ONE));
    assertEquals(Optional.of(tcp(10)), pick());
  }
}
