/**
 * Users of a service who notice everything: traffic of several kinds, of which each answer is
 * checked, for proofs that none is dropped. {@link io.berth.tests.load.Load} is the place to start
 * reading; it speaks to the program of {@code images/echo}, with a balancer before it or without.
 */
@NullMarked
package io.berth.tests.load;

import org.jspecify.annotations.NullMarked;
