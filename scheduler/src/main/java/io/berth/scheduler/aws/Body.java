package io.berth.scheduler.aws;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/**
 * The bytes of one body as they come, within its own limit and within the budget of all. Confined
 * to its event loop until complete.
 */
final class Body {
  private final int most;
  private final BodyBudget budget;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  Body(int most, BodyBudget budget) {
    this.most = most;
    this.budget = budget;
  }

  /** Copies the bytes, whose buffer stays with the caller. */
  Growth add(ByteBuf more) {
    int count = more.readableBytes();
    if (count > most - bytes.size()) {
      return Growth.TOO_LARGE;
    }
    if (!budget.tryTake(count)) {
      return Growth.NO_ROOM;
    }
    byte[] copy = new byte[count];
    more.getBytes(more.readerIndex(), copy);
    bytes.writeBytes(copy);
    return Growth.FINE;
  }

  byte[] complete() {
    return bytes.toByteArray();
  }

  void giveBack() {
    budget.giveBack(bytes.size());
  }

  /** How adding ended. */
  enum Growth {
    FINE,
    TOO_LARGE,
    NO_ROOM
  }
}
