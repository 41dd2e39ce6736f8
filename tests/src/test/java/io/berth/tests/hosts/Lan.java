package io.berth.tests.hosts;

import io.berth.agent.engine.docker.TestTools;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A switch with this machine on it, and a subnet that nobody else on this machine has. */
final class Lan implements AutoCloseable {
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final int SUBNETS = 256;
  private static final int FIRST_HOST = 11;
  private static final int MOST_HOSTS = 200;
  private static final String SWITCH = "lan";

  private final Namespace hub;
  private final String subnet;
  private final String machineEnd;

  private Lan(Namespace hub, String subnet, String machineEnd) {
    this.hub = hub;
    this.subnet = subnet;
    this.machineEnd = machineEnd;
  }

  static Lan open() throws IOException {
    Namespace hub = Namespace.open();
    // The kernel takes fifteen characters; whoever cleans up knows them by what they begin with.
    var lan = new Lan(hub, freeSubnet(), "bl" + TestTools.runName() + MADE.incrementAndGet());
    try {
      lan.build();
      return lan;
    } catch (IOException failure) {
      hub.close();
      throw failure;
    }
  }

  private void build() throws IOException {
    String _ = hub.run("ip", "link", "add", SWITCH, "up", "type", "bridge");
    join(machineEnd, "machine");
    String _ = TestTools.run("ip", "address", "add", address() + "/24", "dev", machineEnd);
    String _ = TestTools.run("ip", "link", "set", machineEnd, "up");
  }

  /** A cable from this end, in the network of whoever runs it, to a port of the switch. */
  private void join(String end, String port) throws IOException {
    String _ =
        TestTools.run(
            "ip", "link", "add", end, "type", "veth", "peer", "name", port, "netns", hub.pid());
    String _ = hub.run("ip", "link", "set", port, "master", SWITCH, "up");
  }

  /** This machine's own address on it. */
  String address() {
    return subnet + ".1";
  }

  /** Puts a host on it; numbers begin with 0. */
  Cable plug(Namespace host, int number) throws IOException {
    if (number < 0 || number >= MOST_HOSTS) {
      throw new IllegalArgumentException("hosts have numbers from 0 to " + (MOST_HOSTS - 1));
    }
    String port = "port" + number;
    // Made at this machine, since a namespace does not see the switch's.
    String end = machineEnd + "h";
    join(end, port);
    String _ = TestTools.run("ip", "link", "set", end, "name", Cable.HOST_END, "netns", host.pid());
    String address = subnet + "." + (FIRST_HOST + number);
    String _ = host.run("ip", "address", "add", address + "/24", "dev", Cable.HOST_END);
    String _ = host.run("ip", "link", "set", Cable.HOST_END, "up");
    String _ = host.run("ip", "route", "add", "default", "via", address());
    return new Cable(hub, port, host, address);
  }

  private static String freeSubnet() throws IOException {
    var taken =
        NetworkInterface.networkInterfaces()
            .map(NetworkInterface::getInterfaceAddresses)
            .flatMap(list -> list.stream().map(InterfaceAddress::getAddress))
            .map(address -> address.getHostAddress())
            .toList();
    int first = Math.floorMod((int) ProcessHandle.current().pid() * 31, SUBNETS);
    return Stream.iterate(0, attempt -> attempt < SUBNETS, attempt -> attempt + 1)
        .map(attempt -> "10.215." + (first + attempt) % SUBNETS)
        .filter(subnet -> taken.stream().noneMatch(one -> one.startsWith(subnet + ".")))
        .findFirst()
        .orElseThrow(() -> new IOException("every subnet below 10.215.0.0/16 is taken"));
  }

  /** Removes this machine's end, and with it the last that anybody outside sees. */
  @Override
  public void close() throws IOException {
    try {
      String _ = TestTools.run("ip", "link", "delete", machineEnd);
    } finally {
      hub.close();
    }
  }
}
