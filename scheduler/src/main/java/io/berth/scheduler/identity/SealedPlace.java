package io.berth.scheduler.identity;

import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.Fingerprint;
import io.berth.scheduler.store.Table;
import io.berth.scheduler.store.Tables;
import java.nio.charset.StandardCharsets;

/** The row that a sealed secret belongs to; sealed for one, it does not open in another. */
public record SealedPlace(String table, String id) {

  static SealedPlace of(AccessKeyId key) {
    return in(Tables.API_KEYS, key.text());
  }

  static SealedPlace ofAuthority(Fingerprint certificate) {
    return in(Tables.CA_CERTIFICATES, certificate.hex());
  }

  /** A table's name has no zero in it, so the two parts cannot be cut elsewhere. */
  byte[] bytes() {
    return (table + "\0" + id).getBytes(StandardCharsets.UTF_8);
  }

  private static SealedPlace in(Table<?, ?> table, String id) {
    return new SealedPlace(table.name(), id);
  }
}
