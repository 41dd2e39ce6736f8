/**
 * What this proxy thinks of its targets. Start with {@link io.berth.proxy.health.HealthBook}, which
 * judges on a time that it is given; {@link io.berth.proxy.health.HealthChecks} makes the checks.
 */
@NullMarked
package io.berth.proxy.health;

import org.jspecify.annotations.NullMarked;
