package io.berth.tests.sim;

import io.berth.proxy.feed.ListenerProblem;
import io.berth.proxy.feed.Served;
import io.berth.proxy.feed.TablePlace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A place of tables after which somebody looks at the requests that are under way. */
record CuttingPlace(TablePlace real, Runnable afterwards) implements TablePlace {
  @Override
  public Optional<Served> served() {
    return real.served();
  }

  @Override
  public void serve(Served next) throws IOException {
    real.serve(next);
    afterwards.run();
  }

  @Override
  public List<ListenerProblem> problems() {
    return real.problems();
  }
}
