package io.berth.scheduler.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A stream in memory: what is on its way either way, and whether it takes more. */
public final class MemoryStream<I, O> implements Outbound<O> {
  public final Deque<O> toPeer = new ArrayDeque<>();
  public final Deque<I> toScheduler = new ArrayDeque<>();
  public boolean ready = true;
  public boolean ended;
  private static final int WINDOW = 4;

  @Override
  public boolean isReady() {
    return ready && !ended && toPeer.size() < WINDOW;
  }

  @Override
  public void send(O message) {
    toPeer.add(message);
  }

  @Override
  public void end() {
    ended = true;
  }

  /** Takes all that has arrived. */
  public List<O> received() {
    List<O> all = new ArrayList<>(toPeer);
    toPeer.clear();
    return all;
  }
}
