package io.berth.scheduler.identity;

/** Why a signature is refused, with the codes by which clients of either protocol know it. */
public enum RefusalReason {
  /** Nothing in the request tries to authenticate. */
  MISSING("MissingAuthenticationTokenException", "MissingAuthenticationToken", 403),
  /** The authentication lacks a part or has a part in a form that nobody could read. */
  INCOMPLETE("IncompleteSignatureException", "IncompleteSignature", 400),
  /** No such key, or a session token, which nobody here has handed out. */
  UNKNOWN_KEY("UnrecognizedClientException", "InvalidClientTokenId", 403),
  /** Wrong signature, clock or scope. */
  INVALID("InvalidSignatureException", "SignatureDoesNotMatch", 403),
  /** A presigned request whose own time is over. */
  EXPIRED("RequestExpired", "RequestExpired", 400);

  /** The JSON protocols answer each of these with the same status. */
  private static final int JSON_STATUS = 400;

  private final String jsonCode;
  private final String queryCode;
  private final int queryStatus;

  RefusalReason(String jsonCode, String queryCode, int queryStatus) {
    this.jsonCode = jsonCode;
    this.queryCode = queryCode;
    this.queryStatus = queryStatus;
  }

  public String jsonCode() {
    return jsonCode;
  }

  public int jsonStatus() {
    return JSON_STATUS;
  }

  public String queryCode() {
    return queryCode;
  }

  public int queryStatus() {
    return queryStatus;
  }
}
