/**
 * Tests of identities, keys and signatures: tables of refusals, every byte changed, real
 * handshakes, the signer of the AWS SDK. Start with {@link
 * io.berth.scheduler.identity.Installation}.
 */
@NullMarked
package io.berth.scheduler.identity;

import org.jspecify.annotations.NullMarked;
