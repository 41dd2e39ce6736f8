/** Tests of the operations of ELB over a store in memory. */
@NullMarked
package io.berth.scheduler.api.elb;

import org.jspecify.annotations.NullMarked;
