/**
 * Several hosts on one machine: each a network namespace on a switch of the test's own, with an
 * engine and an agent in it, and cables that can be cut. {@link io.berth.tests.hosts.Hosts} is the
 * place to start reading.
 *
 * <p>Nothing of it touches this machine's own firewall or bridges: the switch is a namespace, too,
 * and this machine is one more host on it. All of it goes with the processes that keep it.
 */
@NullMarked
package io.berth.tests.hosts;

import org.jspecify.annotations.NullMarked;
