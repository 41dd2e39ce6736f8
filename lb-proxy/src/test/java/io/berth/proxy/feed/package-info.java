/** Feeds on virtual time against a scheduler that the tests play, and the table on disk. */
@NullMarked
package io.berth.proxy.feed;

import org.jspecify.annotations.NullMarked;
