package io.berth.scheduler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** So many handshakes at once, and the next connection is accepted when one is over. */
final class HandshakesTest {
  private final AtomicInteger resumed = new AtomicInteger();
  private final Handshakes handshakes = new Handshakes(2);

  @Test
  void nobodyIsAcceptedWhileTooManyAreUnderWay() {
    assertTrue(begin(1));
    assertFalse(begin(2));
    assertEquals(0, resumed.get());
    handshakes.ended(peer(1));
    assertEquals(1, resumed.get());
  }

  @Test
  void whoeverWasAcceptedBeforeThePauseEndsItNot() {
    begin(1);
    begin(2);
    begin(3);
    handshakes.ended(peer(3));
    assertEquals(0, resumed.get());
    handshakes.ended(peer(2));
    assertEquals(1, resumed.get());
  }

  @Test
  void endThatIsToldTwiceCountsOnce() {
    begin(1);
    begin(2);
    handshakes.ended(peer(1));
    handshakes.ended(peer(1));
    assertFalse(begin(3));
    assertEquals(1, resumed.get());
  }

  private boolean begin(int number) {
    return handshakes.begun(peer(number), resumed::incrementAndGet);
  }

  private static SocketAddress peer(int number) {
    return InetSocketAddress.createUnresolved("peer", number);
  }
}
