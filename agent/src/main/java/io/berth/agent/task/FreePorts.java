package io.berth.agent.task;

import io.berth.agent.model.HostFacts.PortRange;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.HostPort.Protocol;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * The free ports of one protocol, least recently freed first; before them, by number, those that
 * nobody ever had. Only what was had once costs memory: of a range of ten thousands a host uses
 * few.
 */
final class FreePorts {
  private final PortRange range;
  private final Protocol protocol;

  /** By distance from the range's first: those that are not fresh any more. */
  private final BitSet had;

  private final SequencedSet<HostPort> freed = new LinkedHashSet<>();

  FreePorts(PortRange range, Protocol protocol) {
    this.range = range;
    this.protocol = protocol;
    this.had = new BitSet(size());
  }

  int count() {
    return size() - had.cardinality() + freed.size();
  }

  /** The first in the order, which is free no more; one must be there. */
  HostPort takeFirst() {
    int fresh = had.nextClearBit(0);
    if (fresh >= size()) {
      return freed.removeFirst();
    }
    had.set(fresh);
    return new HostPort(range.first() + fresh, protocol);
  }

  /** This one is free no more, if it was. */
  void take(HostPort port) {
    had.set(index(port));
    freed.remove(port);
  }

  /** Free from now on, after all others. */
  void add(HostPort port) {
    had.set(index(port));
    freed.addLast(port);
  }

  private int index(HostPort port) {
    return port.port() - range.first();
  }

  private int size() {
    return range.last() - range.first() + 1;
  }
}
