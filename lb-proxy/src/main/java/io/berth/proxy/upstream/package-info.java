/**
 * Connections to targets: made, kept for the next request, and closed when the table says so. Start
 * with {@link io.berth.proxy.upstream.UpstreamPools}. Which target a request goes to, and what it
 * says, is decided elsewhere.
 */
@NullMarked
package io.berth.proxy.upstream;

import org.jspecify.annotations.NullMarked;
