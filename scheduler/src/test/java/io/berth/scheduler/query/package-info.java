/** Tests of the cluster query language. */
@NullMarked
package io.berth.scheduler.query;

import org.jspecify.annotations.NullMarked;
