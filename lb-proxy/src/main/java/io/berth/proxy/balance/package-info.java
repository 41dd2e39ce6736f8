/**
 * Which target of a group gets the next request, and how many each has. Start with {@link
 * io.berth.proxy.balance.Balance}. Each event loop has one of its own, so that picking and counting
 * need neither lock nor atomic number; what all of them have is added up by whoever asks them all.
 */
@NullMarked
package io.berth.proxy.balance;

import org.jspecify.annotations.NullMarked;
