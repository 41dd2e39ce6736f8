/** Tests of what services need next. */
@NullMarked
package io.berth.scheduler.reconcile;

import org.jspecify.annotations.NullMarked;
