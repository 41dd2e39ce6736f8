package io.berth.scheduler.store;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the state to try things on: transactions run as they do on the state, and nothing of
 * them is ever written, published or seen by anybody else. It shares what does not change with the
 * snapshot that it was made from, and has mirrors of its own. One thread at a time.
 */
public final class Scratch implements Transactions {
  private final Head head;
  private boolean running;

  Scratch(TableSet tables) {
    this.head = new Head(tables);
  }

  /** Runs the transaction on the caller's thread; all lanes are the same here. */
  @Override
  public <T extends @Nullable Object> T update(Lane lane, Transaction<T> transaction) {
    if (running) {
      throw new IllegalStateException("a transaction must not begin another one");
    }
    running = true;
    try {
      return head.run(transaction);
    } finally {
      running = false;
    }
  }

  /** The rows as they are here; what is read while they change ends with an exception. */
  public ReadTx rows() {
    return head;
  }

  /** Takes back, at the end, all that was changed on the way. */
  public <T extends @Nullable Object> T undone(Supplier<T> trial) {
    Head.Mark before = head.mark();
    try {
      return trial.get();
    } finally {
      head.undoTo(before);
    }
  }

  /** How many changes were made here and not taken back. */
  public int changeCount() {
    return head.rowChangeCount();
  }

  /** The changes after that many, in their order; a row may come several times. */
  public List<Change<?, ?>> changesAfter(int count) {
    return head.changesAfter(count);
  }
}
