package io.berth.tests.sim;

import io.berth.scheduler.model.HostLoad;
import io.berth.scheduler.store.ArchiveEntry;
import io.berth.scheduler.store.Index;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.Mirror;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tally;
import io.berth.scheduler.store.Transaction;
import io.berth.scheduler.store.Watch;
import io.berth.scheduler.store.WriteTx;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A planted bug: whoever decides in a transaction hears of no port that tasks of a host name. */
record PortBlindStore(StateStore real) implements StateStore {

  @Override
  public <T extends @Nullable Object> T update(Lane lane, Transaction<T> transaction) {
    return real.update(lane, tx -> transaction.run(new Blind(tx)));
  }

  @Override
  public Snapshot snapshot() {
    return real.snapshot();
  }

  @Override
  public Watch watch(Set<Table<?, ?>> tables, int mostPendingChanges) {
    return real.watch(tables, mostPendingChanges);
  }

  private record Blind(WriteTx real) implements WriteTx {
    @Override
    @SuppressWarnings("unchecked") // a load in the place of a load
    public <V extends Comparable<? super V>, K extends Comparable<? super K>, E, S> S sum(
        Table<K, E> table, Tally<V, E, S> tally, V value) {
      S sum = real.sum(table, tally, value);
      return sum instanceof HostLoad load
          ? (S) new HostLoad(load.taken(), Set.of(), load.devices(), load.tasks())
          : sum;
    }

    @Override
    public <K extends Comparable<? super K>, E> Optional<E> find(Table<K, E> table, K key) {
      return real.find(table, key);
    }

    @Override
    public <K extends Comparable<? super K>, E> Iterable<E> rows(Table<K, E> table) {
      return real.rows(table);
    }

    @Override
    public <K extends Comparable<? super K>, E> Iterable<E> rowsFrom(Table<K, E> table, K key) {
      return real.rowsFrom(table, key);
    }

    @Override
    public <V extends Comparable<? super V>, K extends Comparable<? super K>, E>
        Iterable<E> rowsWith(Table<K, E> table, Index<V, K, E> index, V value) {
      return real.rowsWith(table, index, value);
    }

    @Override
    public <V extends Comparable<? super V>, K extends Comparable<? super K>, E> Iterable<E> rowsBy(
        Table<K, E> table, Index<V, K, E> index) {
      return real.rowsBy(table, index);
    }

    @Override
    public int count(Table<?, ?> table) {
      return real.count(table);
    }

    @Override
    public <K extends Comparable<? super K>, E> void insert(Table<K, E> table, E row) {
      real.insert(table, row);
    }

    @Override
    public <K extends Comparable<? super K>, E> void update(Table<K, E> table, E row) {
      real.update(table, row);
    }

    @Override
    public <K extends Comparable<? super K>, E> void remove(Table<K, E> table, K key) {
      real.remove(table, key);
    }

    @Override
    public <M extends Mirror> M mirror(Mirror.Kind<M> kind) {
      return real.mirror(kind);
    }

    @Override
    public void archive(ArchiveEntry entry) {
      real.archive(entry);
    }

    @Override
    public void beginEpoch(long epoch) {
      real.beginEpoch(epoch);
    }
  }
}
