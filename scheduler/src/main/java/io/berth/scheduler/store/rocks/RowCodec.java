package io.berth.scheduler.store.rocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.berth.scheduler.store.Table;

/**
 * How one table's rows lie on disk: the number of their family, their key's bytes and their
 * value's.
 */
interface RowCodec<K extends Comparable<? super K>, E> {

  /** Part of the format: chosen once, never used again for anything else. */
  int family();

  Table<K, E> table();

  byte[] key(K key);

  byte[] encode(E row);

  E decode(byte[] value) throws InvalidProtocolBufferException;
}
