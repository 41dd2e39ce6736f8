package io.berth.proxy.feed;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where tables are stored and served; used by one thread at a time. */
public interface TablePlace {

  /** The table that is served now, and on disk. */
  Optional<Served> served();

  /**
   * Takes the place of the served table. When this returns, it is on disk and every request that is
   * read later uses it; after an exception the old one is served on, whole.
   */
  void serve(Served next) throws IOException;

  /** Listeners of the served table on which no traffic is taken. */
  List<ListenerProblem> problems();
}
