/**
 * The state on disk: families of rows in RocksDB, their keys and codecs, the number of the format
 * and the ways from older ones. The only user of RocksDB. Start with {@link
 * io.berth.scheduler.store.rocks.RocksState}; a new table is a line in {@link
 * io.berth.scheduler.store.rocks.Families} and a codec.
 */
@NullMarked
package io.berth.scheduler.store.rocks;

import org.jspecify.annotations.NullMarked;
