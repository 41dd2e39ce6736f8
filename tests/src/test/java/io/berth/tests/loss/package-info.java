/**
 * Hosts that are cut off, hang, die and come back, on real engines and under load: their tasks are
 * replaced in time, and what they kept is stopped. {@link io.berth.tests.loss.Absence} is the place
 * to start reading: it is what happens to one host and what everybody else has of it.
 *
 * <p>In its first minute a scheduler gives nobody up. Tests that need nobody to be lost come first,
 * so that the others do not have to wait for long.
 */
@NullMarked
package io.berth.tests.loss;

import org.jspecify.annotations.NullMarked;
