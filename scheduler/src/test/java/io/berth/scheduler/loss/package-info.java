/** What is decided about silent hosts, as tables. */
@NullMarked
package io.berth.scheduler.loss;

import org.jspecify.annotations.NullMarked;
