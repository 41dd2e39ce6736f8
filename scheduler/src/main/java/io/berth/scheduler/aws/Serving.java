package io.berth.scheduler.aws;

/** What all connections of a front share. */
record Serving(Routes routes, Workers workers, Exchanges exchanges, HttpDates dates) {}
