package io.berth.tests.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One direction of one stream: what is sent arrives in its order, or the stream ends. */
final class Pipe<M> {
  /** So much may be on its way before the sender is told to wait. */
  private static final int WINDOW = 16;

  private final Surroundings world;
  private final Network network;
  private final Network.Route route;
  private final long number;
  private final Sink<M> sink;
  private final Deque<Flight<M>> flying = new ArrayDeque<>();
  private Duration last = Duration.ZERO;
  private boolean ended;

  /** Where it leads to. */
  interface Sink<M> {

    /** Takes a message, or has no room for it: then the pipe is to be pumped again. */
    boolean take(M message);

    /** Nothing more comes. */
    void end();

    /** What was said to leave now, after a time in which the sender had to wait. */
    void ready();
  }

  /** A message on its way; an empty one is the end. */
  private record Flight<M>(Duration arrival, Optional<M> message) {}

  Pipe(Surroundings world, Network network, Network.Route route, long number, Sink<M> sink) {
    this.world = world;
    this.network = network;
    this.route = route;
    this.number = number;
    this.sink = sink;
    network.add(this);
  }

  long number() {
    return number;
  }

  /** Nothing is sent any more. */
  boolean isEnded() {
    return ended;
  }

  boolean isReady() {
    return !ended && flying.size() < WINDOW;
  }

  /** Leaves at that time, which is not before anything that was sent earlier. */
  void send(Duration departure, M message) {
    fly(departure, Optional.of(message));
  }

  /** The sender ends the stream; what it has sent still arrives. */
  void end(Duration departure) {
    fly(departure, Optional.empty());
    ended = true;
  }

  /** What is on its way still arrives, so much later, and nothing follows. */
  void endLate(Duration delay) {
    last = last.plus(delay);
    fly(last, Optional.empty());
    ended = true;
    List<Flight<M>> late = new ArrayList<>();
    flying.forEach(one -> late.add(new Flight<>(one.arrival().plus(delay), one.message())));
    flying.clear();
    flying.addAll(late);
    late.forEach(one -> world.time().at(one.arrival(), this::pump));
  }

  /** What is on its way is lost, and nothing follows. */
  void drop() {
    flying.clear();
    ended = true;
    network.remove(this);
  }

  private void fly(Duration departure, Optional<M> message) {
    if (ended) {
      return;
    }
    Duration arrival = departure.plus(network.latency(route));
    last = arrival.compareTo(last) > 0 ? arrival : last;
    flying.addLast(new Flight<>(last, message));
    world.time().at(last, this::pump);
  }

  /** Delivers what has arrived, if the way is free and somebody takes it. */
  void pump() {
    boolean wasFull = flying.size() >= WINDOW;
    while (!flying.isEmpty() && isThere(flying.getFirst())) {
      // Taken out before it is handed over: what follows from it may pump, too.
      Flight<M> first = flying.removeFirst();
      if (first.message().isEmpty()) {
        drop();
        sink.end();
        return;
      }
      if (!sink.take(first.message().get())) {
        flying.addFirst(first);
        return;
      }
    }
    if (wasFull && isReady()) {
      sink.ready();
    }
  }

  private boolean isThere(Flight<M> flight) {
    return flight.arrival().compareTo(world.time().now()) <= 0 && network.passes(route);
  }
}
