/** Tests of what is written down of causes, and how it is read back. */
@NullMarked
package io.berth.scheduler.history;

import org.jspecify.annotations.NullMarked;
