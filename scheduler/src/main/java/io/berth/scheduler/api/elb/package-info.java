/**
 * The operations of ELB, version 2: balancers, listeners, rules, target groups and targets in the
 * shapes, codes and words that its clients know. What they do is decided in {@code control}; start
 * with {@link io.berth.scheduler.api.elb.BalancingOperations}.
 */
@NullMarked
package io.berth.scheduler.api.elb;

import org.jspecify.annotations.NullMarked;
