package io.berth.scheduler.store;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the writer keeps in memory beside the tables, in a form that suits one kind of decision. It
 * hears of every change as it is made, and of the reverse when a transaction is undone, so within a
 * transaction it is never behind. It belongs to the writer's thread, is not published and not
 * stored.
 */
public interface Mirror {

  /** A row came, changed or went; one of both is always there. */
  void moved(Table<?, ?> table, @Nullable Object before, @Nullable Object after);

  /**
   * One kind of mirror, known by identity alone.
   *
   * @param <M> the mirror
   */
  final class Kind<M extends Mirror> {
    private final Supplier<M> empty;
    private final List<Table<?, ?>> tables;

    /** A new mirror hears first of the rows that are there, table by table in this order. */
    public Kind(Supplier<M> empty, List<Table<?, ?>> tables) {
      this.empty = empty;
      this.tables = List.copyOf(tables);
    }

    List<Table<?, ?>> tables() {
      return tables;
    }

    /** One that shows these rows. */
    M filled(ReadTx rows) {
      M mirror = empty.get();
      for (Table<?, ?> table : tables) {
        rows.rows(table).forEach(row -> mirror.moved(table, null, row));
      }
      return mirror;
    }
  }
}
