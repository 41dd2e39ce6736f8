/**
 * Tests of identities and keys: tables of refusals, every byte changed, and real handshakes. Start
 * with {@link io.berth.scheduler.identity.Installation}.
 */
@NullMarked
package io.berth.scheduler.identity;

import org.jspecify.annotations.NullMarked;
