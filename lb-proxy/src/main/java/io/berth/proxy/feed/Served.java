package io.berth.proxy.feed;

import io.berth.proxy.route.RoutingTable;
import io.berth.proxy.route.TableVersion;

/** A table with its version, as it is served. */
public record Served(TableVersion version, RoutingTable table) {}
