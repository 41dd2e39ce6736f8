/**
 * Who may speak to us: the master key and what is sealed under it, our certificate authority, join
 * tokens, the identities of agents and proxies, and the keys that sign API calls with the judgement
 * of their signatures. Decisions run in a store transaction with time and randomness handed in;
 * nothing here listens on a port or knows a wire. The only user of BouncyCastle in the scheduler.
 * Start with {@link io.berth.scheduler.identity.Enrolment} for peers, {@link
 * io.berth.scheduler.identity.ApiKeyRing} and {@link io.berth.scheduler.identity.SigV4} for callers
 * of the API.
 */
@NullMarked
package io.berth.scheduler.identity;

import org.jspecify.annotations.NullMarked;
