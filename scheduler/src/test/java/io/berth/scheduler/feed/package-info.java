/** Proofs of feeds and of what proxies agree on, on virtual time, and of the wire over real TLS. */
@NullMarked
package io.berth.scheduler.feed;

import org.jspecify.annotations.NullMarked;
