/**
 * Who is asking: signatures of API calls and the keys behind them. Decides from what it is given,
 * without a socket or a clock; how a refusal looks on the wire is the business of the caller. Start
 * with {@link io.berth.scheduler.identity.SigV4}.
 */
@NullMarked
package io.berth.scheduler.identity;

import org.jspecify.annotations.NullMarked;
