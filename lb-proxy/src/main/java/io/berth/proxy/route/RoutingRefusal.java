package io.berth.proxy.route;

/** Why a version of the table is not taken; the old one is served on, whole. */
public record RoutingRefusal(Code code, String sentence) {

  /** The reason, for programs. */
  public enum Code {
    /** It builds on a version that is not served. */
    BASE_UNKNOWN,
    /** It is not after the version that is served. */
    VERSION_OLD,
    /** Chunks are missing or out of order. */
    CHUNKS_MISSING,
    /** The table that results has another hash. */
    HASH_MISMATCH,
    /** The table contradicts itself or breaks a limit. */
    INVALID,
    /** The table needs what this proxy does not know. */
    FEATURE_UNKNOWN
  }
}
