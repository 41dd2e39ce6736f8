/**
 * The proxy's side of the feed: receives tables, has them served, and tells what came of it. Start
 * with {@link io.berth.proxy.feed.FeedSession}, which is driven by messages and time and knows
 * neither thread nor socket. What it needs of the rest of the proxy it asks through interfaces that
 * stand here.
 */
@NullMarked
package io.berth.proxy.feed;

import org.jspecify.annotations.NullMarked;
