package io.berth.scheduler.session;

import io.berth.proto.agent.AgentMessage;
import io.berth.proto.agent.SchedulerMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A stream in memory: what is on its way either way, and whether it takes more. */
final class MemoryStream implements Outbound {
  final Deque<SchedulerMessage> toAgent = new ArrayDeque<>();
  final Deque<AgentMessage> toScheduler = new ArrayDeque<>();
  boolean ready = true;
  boolean ended;
  private static final int WINDOW = 4;

  @Override
  public boolean isReady() {
    return ready && !ended && toAgent.size() < WINDOW;
  }

  @Override
  public void send(SchedulerMessage message) {
    toAgent.add(message);
  }

  @Override
  public void end() {
    ended = true;
  }

  /** Takes all that has arrived. */
  List<SchedulerMessage> received() {
    List<SchedulerMessage> all = new ArrayList<>(toAgent);
    toAgent.clear();
    return all;
  }
}
