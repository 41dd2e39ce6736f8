package io.berth.scheduler.foresight;

import java.util.List;

/**
 * What would happen, up to where an agent has to report first.
 *
 * @param isWhole whether there was time to see all of it
 */
public record Foreseen(List<Move> moves, List<Lack> lacks, boolean isWhole) {
  public Foreseen {
    moves = List.copyOf(moves);
    lacks = List.copyOf(lacks);
  }
}
