package io.berth.scheduler.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** Something that users are told of a service; the newest ones are kept. */
public record ServiceEvent(Key key, UUID id, Instant at, String message) {
  public ServiceEvent {
    Require.notEmpty(message, "message");
  }

  /** The events of a service count up from 1. */
  public record Key(ServiceId service, long number) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::service).thenComparingLong(Key::number);

    public Key {
      Require.positive(number, "the number of an event");
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }
}
