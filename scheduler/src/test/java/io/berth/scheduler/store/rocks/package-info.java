/** Tests of the state on disk: codecs, golden bytes, formats, and what a start refuses. */
@NullMarked
package io.berth.scheduler.store.rocks;

import org.jspecify.annotations.NullMarked;
