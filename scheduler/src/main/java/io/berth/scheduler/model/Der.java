package io.berth.scheduler.model;

import java.util.Arrays;

/** The bytes of a certificate or of a request for one, in DER form; never change. */
public final class Der {
  private final byte[] bytes;

  public Der(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("Der must not be empty");
    }
    this.bytes = bytes.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Der der && Arrays.equals(bytes, der.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Der of " + bytes.length + " bytes";
  }
}
