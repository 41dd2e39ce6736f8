/** What an operator may write, what is read of a host, and the whole wiring. */
@NullMarked
package io.berth.agent.main;

import org.jspecify.annotations.NullMarked;
