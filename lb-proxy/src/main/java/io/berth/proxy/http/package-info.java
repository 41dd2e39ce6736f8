/**
 * HTTP/1.1 from clients to targets. Start with {@link io.berth.proxy.http.HttpPlane}, which serves
 * tables at their ports, and then {@link io.berth.proxy.http.ClientInitializer}, which names the
 * handlers of a client's connection in their order; each has one concern. Both sides of a request
 * live on one event loop, so nothing here is shared, locked or waited for.
 */
@NullMarked
package io.berth.proxy.http;

import org.jspecify.annotations.NullMarked;
