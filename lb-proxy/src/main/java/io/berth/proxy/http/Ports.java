package io.berth.proxy.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The ports where clients come in, each on all listen addresses. A port that cannot be bound is a
 * problem of its own and keeps no other from being served. Used by one thread at a time.
 */
final class Ports {
  private final List<InetAddress> addresses;
  private final IntFunction<ServerBootstrap> bootstrap;
  private final Map<Place, Channel> bound = new HashMap<>();
  private final Map<Integer, PortProblem> problems = new HashMap<>();

  private record Place(InetAddress address, int port) {}

  /** The bootstrap of a port has everything but its address. */
  Ports(List<InetAddress> addresses, IntFunction<ServerBootstrap> bootstrap) {
    this.addresses = List.copyOf(addresses);
    this.bootstrap = bootstrap;
  }

  /** Closes what is not wanted any more and tries to open what is not open. */
  void want(Set<Integer> ports) {
    problems.keySet().retainAll(ports);
    bound
        .entrySet()
        .removeIf(entry -> {
          boolean closes = !ports.contains(entry.getKey().port());
          if (closes) {
            entry.getValue().close().syncUninterruptibly();
          }
          return closes;
        });
    ports.forEach(this::open);
  }

  private void open(int port) {
    List<PortProblem> found = new ArrayList<>();
    boolean open = false;
    for (InetAddress address : addresses) {
      Place place = new Place(address, port);
      if (bound.containsKey(place)) {
        open = true;
        continue;
      }
      ChannelFuture binding =
          bootstrap.apply(port).bind(new InetSocketAddress(address, port)).awaitUninterruptibly();
      if (binding.isSuccess()) {
        bound.put(place, binding.channel());
        open = true;
      } else {
        found.add(problem(place, String.valueOf(binding.cause().getMessage())));
      }
    }
    note(port, open, found);
  }

  /** An address that is not there matters only when none is. */
  private void note(int port, boolean open, List<PortProblem> found) {
    if (open) {
      found.removeIf(problem -> problem.kind() == PortProblem.Kind.ADDRESS_MISSING);
    }
    if (found.isEmpty()) {
      problems.remove(port);
    } else {
      problems.put(port, found.getFirst());
    }
  }

  /** The system tells the kinds apart by its words alone. */
  private static PortProblem problem(Place place, String words) {
    String sentence =
        "cannot listen on "
            + place.address().getHostAddress()
            + " port "
            + place.port()
            + ": "
            + words;
    if (words.contains("Permission denied")) {
      return new PortProblem(PortProblem.Kind.DENIED, sentence);
    }
    return words.contains("Cannot assign requested address")
        ? new PortProblem(PortProblem.Kind.ADDRESS_MISSING, sentence)
        : new PortProblem(PortProblem.Kind.TAKEN, sentence);
  }

  Map<Integer, PortProblem> problems() {
    return Map.copyOf(problems);
  }

  void close() {
    want(Set.of());
  }
}
