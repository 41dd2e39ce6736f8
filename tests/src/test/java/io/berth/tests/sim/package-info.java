/**
 * A whole cluster on virtual time: the real rooms of scheduler and agent between a network, disks
 * and engines that are simulated, with faults and users drawn from one seed. Start with {@link
 * io.berth.tests.sim.Simulation}; docs/design/simulator.md tells what a seed is and how to add to
 * it.
 *
 * <p>What judges a run stands outside of it: it reads the wire, the engines and the store, and
 * never what an object under test thinks of itself.
 */
@NullMarked
package io.berth.tests.sim;

import org.jspecify.annotations.NullMarked;
