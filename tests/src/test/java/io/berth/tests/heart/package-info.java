/**
 * The promise of the whole: a service behind the balancer is updated, scaled, moved and broken on
 * several hosts, through several proxies, and no request of its users is dropped. {@link
 * io.berth.tests.heart.Drill} is the place to start reading: it holds what is done to a {@link
 * io.berth.tests.heart.BalancedService} while a {@link io.berth.tests.heart.Crowd} uses it.
 *
 * <p>A request counts as failed when no complete, right answer of a task of the service came within
 * ten seconds. With a bug planted the same drill must lose requests.
 */
@NullMarked
package io.berth.tests.heart;

import org.jspecify.annotations.NullMarked;
