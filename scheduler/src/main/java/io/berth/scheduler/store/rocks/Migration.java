package io.berth.scheduler.store.rocks;

import java.util.List;

/**
 * The way from one format to the next, row by row. It must not depend on any row but the one it is
 * given.
 */
interface Migration {

  /** The format that it reads; it writes the one after. */
  int from();

  /**
   * What stands in the place of this row; none to drop it. A new row keeps the key or has one that
   * sorts before it: later ones would be met again.
   */
  List<RawRow> rewrite(RawRow row);

  /** A row as bytes; the key begins with its family's number. */
  @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
  record RawRow(byte[] key, byte[] value) {}
}
