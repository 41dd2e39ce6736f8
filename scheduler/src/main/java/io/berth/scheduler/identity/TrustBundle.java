package io.berth.scheduler.identity;

import io.berth.scheduler.model.Bytes;
import java.util.List;

/** The certificates of the authorities that peers shall trust; the first one signs now. */
public record TrustBundle(List<Bytes> certificates) {
  /** What the wire carries. */
  static final int MOST = 8;

  public TrustBundle {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty() || certificates.size() > MOST) {
      throw new IllegalArgumentException("a bundle has 1 to " + MOST + " certificates");
    }
  }
}
