/**
 * The load balancer's data path: routes users' requests by tables that the scheduler feeds. Holds
 * rooms and nothing else; start with {@code route}.
 */
@NullMarked
package io.berth.proxy;

import org.jspecify.annotations.NullMarked;
