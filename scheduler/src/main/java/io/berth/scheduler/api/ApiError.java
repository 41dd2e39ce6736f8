package io.berth.scheduler.api;

/**
 * The request is refused, with the code that clients know and a sentence for people.
 *
 * <p>An exception and not a result, because a request is checked in hundreds of places, deep inside
 * lists of nested members: as a result each of these methods would have to hand on what the one
 * below it said. It is thrown here, caught in one place of the wire, and carries no stack trace,
 * since it is an answer and anyone can cause it at will. What the rooms below refuse stays a value
 * until it gets here.
 */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int httpStatus;
  private final Fault fault;

  private ApiError(String code, int httpStatus, Fault fault, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
    this.httpStatus = httpStatus;
    this.fault = fault;
  }

  /** The sender must change the request. */
  public static ApiError sender(String code, int httpStatus, String sentence) {
    return new ApiError(code, httpStatus, Fault.SENDER, sentence);
  }

  /** The sender must change the request; what most operations answer. */
  public static ApiError sender(String code, String sentence) {
    return sender(code, 400, sentence);
  }

  /** The request is fine; this side cannot serve it now. */
  public static ApiError receiver(String code, int httpStatus, String sentence) {
    return new ApiError(code, httpStatus, Fault.RECEIVER, sentence);
  }

  public String code() {
    return code;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public Fault fault() {
    return fault;
  }

  public String sentence() {
    String sentence = getMessage();
    return sentence == null ? "" : sentence;
  }

  /** Whose turn it is to change something. */
  public enum Fault {
    SENDER,
    RECEIVER
  }
}
