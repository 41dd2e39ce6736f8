package io.berth.tests.sim;

import io.berth.proxy.feed.ListenerProblem;
import io.berth.proxy.feed.Served;
import io.berth.proxy.feed.TablePlace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A planted bug: says that a table is served, and serves it some time later. */
final class LatePlace implements TablePlace {
  private final TablePlace real;
  private final Consumer<Runnable> later;
  private Optional<Served> promised = Optional.empty();

  LatePlace(TablePlace real, Consumer<Runnable> later) {
    this.real = real;
    this.later = later;
  }

  @Override
  public Optional<Served> served() {
    return promised.or(real::served);
  }

  @Override
  public void serve(Served next) {
    promised = Optional.of(next);
    later.accept(() -> serveNow(next));
  }

  private void serveNow(Served next) {
    try {
      real.serve(next);
    } catch (IOException _) {
      // The disk refused, and the word is out.
    }
  }

  @Override
  public List<ListenerProblem> problems() {
    return real.problems();
  }
}
