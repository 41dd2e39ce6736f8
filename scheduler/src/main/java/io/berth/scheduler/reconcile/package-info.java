/**
 * What a service needs next: pure functions of what is stored of it and the time, which answer with
 * steps. Nothing is remembered here, and no place is chosen; start with {@link
 * io.berth.scheduler.reconcile.Reconcile}.
 */
@NullMarked
package io.berth.scheduler.reconcile;

import org.jspecify.annotations.NullMarked;
