/** Picks and counts, without any thread. */
@NullMarked
package io.berth.proxy.balance;

import org.jspecify.annotations.NullMarked;
