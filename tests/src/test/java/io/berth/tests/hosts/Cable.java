package io.berth.tests.hosts;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What joins one host to the others. Cut in one way or both, packets are lost without a word, as
 * with a broken switch; the host keeps its addresses and routes.
 */
public final class Cable {
  static final String HOST_END = "eth0";

  /** What is lost, as the host sees it. */
  public enum Cut {
    BOTH_WAYS,
    HOST_HEARS_NOTHING,
    NOBODY_HEARS_HOST
  }

  private static final List<String> ALL = List.of();

  /** Where packets are lost: a table with its chain, and the way through the host's end. */
  private static final List<String> HEARD = List.of("raw", "PREROUTING", "-i", HOST_END);

  private static final List<String> SAID = List.of("mangle", "POSTROUTING", "-o", HOST_END);

  private final Namespace hub;
  private final String port;
  private final Namespace host;
  private final String address;

  /** What heals each cut, the last first. */
  private final Deque<Remedy> remedies = new ArrayDeque<>();

  Cable(Namespace hub, String port, Namespace host, String address) {
    this.hub = hub;
    this.port = port;
    this.host = host;
    this.address = address;
  }

  private record Remedy(Namespace place, List<String> command) {
    void apply() throws IOException {
      String _ = place.run(command.toArray(String[]::new));
    }
  }

  /** The host's address on the switch. */
  String address() {
    return address;
  }

  /** Loses everything of this kind from now on, what is open already included. */
  public void cut(Cut kind) throws IOException {
    switch (kind) {
      case BOTH_WAYS -> {
        String _ = hub.run("ip", "link", "set", port, "down");
        remedies.push(new Remedy(hub, List.of("ip", "link", "set", port, "up")));
      }
      // Tables that an engine leaves alone, and through which its containers' packets pass as well.
      case HOST_HEARS_NOTHING -> drop(HEARD, ALL);
      case NOBODY_HEARS_HOST -> drop(SAID, ALL);
    }
  }

  /** Loses what passes between the host and this port of others, both ways. */
  public void cutPort(int port) throws IOException {
    drop(HEARD, List.of("-p", "tcp", "--sport", Integer.toString(port)));
    drop(SAID, List.of("-p", "tcp", "--dport", Integer.toString(port)));
  }

  private void drop(List<String> where, List<String> what) throws IOException {
    String _ = host.run(rule("-A", where, what).toArray(String[]::new));
    remedies.push(new Remedy(host, rule("-D", where, what)));
  }

  private static List<String> rule(String verb, List<String> where, List<String> what) {
    // -w: the engine may be busy with its own rules.
    List<String> words = new ArrayList<>(List.of("iptables", "-w", "20", "-t", where.get(0), verb));
    words.addAll(where.subList(1, where.size()));
    words.addAll(what);
    words.addAll(List.of("-j", "DROP"));
    return words;
  }

  /** Undoes every cut. */
  public void heal() throws IOException {
    while (!remedies.isEmpty()) {
      remedies.pop().apply();
    }
  }
}
