/**
 * The load balancer's data path: routes users' requests by tables that the scheduler feeds. Nothing
 * is built yet.
 */
@NullMarked
package io.berth.proxy;

import org.jspecify.annotations.NullMarked;
