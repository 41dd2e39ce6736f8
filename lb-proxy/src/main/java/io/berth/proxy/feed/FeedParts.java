package io.berth.proxy.feed;

import io.berth.peer.ClockOffset;

/** What feeds work with; all of it outlives each of them. */
public record FeedParts(
    TablePlace place,
    HealthSource health,
    DrainSource drains,
    Contact contact,
    ClockOffset offset,
    Greeting greeting) {}
