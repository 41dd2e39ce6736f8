package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The answer to a request that carried a token of its client, remembered so that the same request,
 * sent again because its answer was lost, starts nothing twice.
 *
 * @param request what the token stood for, so that another request under it is noticed
 */
public record ClientToken(Key key, Fingerprint request, List<TaskId> tasks, Instant at) {
  public ClientToken {
    tasks = List.copyOf(tasks);
  }

  /** A token means something within one cluster. */
  public record Key(ClusterName cluster, String token) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::cluster).thenComparing(Key::token);

    public Key {
      Require.identifier(token, "a client's token");
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }
}
