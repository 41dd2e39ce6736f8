package io.berth.scheduler.store;

import java.util.Comparator;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sum over a table's rows for each value in them, kept in step with every change, so that nobody
 * counts rows to know it. Never stored: a load builds it anew. The sum of a value that no row has
 * is zero, and a row without the value (null) counts nowhere.
 *
 * @param <V> the value by which rows are put together
 * @param <E> the row
 * @param <S> the sum
 */
public final class Tally<V extends Comparable<? super V>, E, S> {
  private final String name;
  private final Function<E, @Nullable V> valueOf;
  private final S zero;
  private final BiFunction<S, E, S> plus;
  private final BiFunction<S, E, S> minus;
  private final Moving<E, S> moving;

  /**
   * How a row changes a sum; taking it away must undo what adding it did.
   *
   * @param moving the same as to take the row away and to add what became of it
   */
  record Arithmetic<E, S>(
      S zero, BiFunction<S, E, S> plus, BiFunction<S, E, S> minus, Moving<E, S> moving) {}

  /** What a sum is once a row has changed. */
  interface Moving<E, S> {
    S moved(S sum, E before, E after);
  }

  Tally(String name, Function<E, @Nullable V> valueOf, Arithmetic<E, S> arithmetic) {
    this.name = name;
    this.valueOf = valueOf;
    this.zero = arithmetic.zero();
    this.plus = arithmetic.plus();
    this.minus = arithmetic.minus();
    this.moving = arithmetic.moving();
  }

  @Nullable V valueOf(E row) {
    return valueOf.apply(row);
  }

  S zero() {
    return zero;
  }

  S plus(S sum, E row) {
    return plus.apply(sum, row);
  }

  S minus(S sum, E row) {
    return minus.apply(sum, row);
  }

  S moved(S sum, E before, E after) {
    return moving.moved(sum, before, after);
  }

  SortedTree<V, Sum<V, S>> newTree() {
    return new SortedTree<>(Sum::value, Comparator.naturalOrder(), SortedTree::rankOf);
  }

  @Override
  public String toString() {
    return name;
  }

  /** One value's sum. */
  record Sum<V extends Comparable<? super V>, S>(V value, S amount) {}
}
