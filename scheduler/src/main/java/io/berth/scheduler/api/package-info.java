/**
 * What clients can ask for: each operation validates its request, maps it inwards, and maps the
 * answer back. Knows the shapes of the AWS SDK, but neither HTTP nor JSON. Start with {@link
 * io.berth.scheduler.api.Operation}; {@link io.berth.scheduler.api.StsOperations} is the smallest
 * family.
 */
@NullMarked
package io.berth.scheduler.api;

import org.jspecify.annotations.NullMarked;
