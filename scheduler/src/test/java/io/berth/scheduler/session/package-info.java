/** Proofs of sessions on virtual time, and of the port over real TLS. */
@NullMarked
package io.berth.scheduler.session;

import org.jspecify.annotations.NullMarked;
