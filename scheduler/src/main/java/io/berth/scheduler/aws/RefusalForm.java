package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.identity.RefusalReason;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a caller reads refusals: by the protocol that it speaks. */
public enum RefusalForm {
  JSON,
  QUERY;

  static final String JSON_TYPE = "application/x-amz-json-1.1";
  static final String XML_TYPE = "text/xml";

  /** Known by the headers alone, since some refusals are due before a body arrives. */
  static RefusalForm of(HttpHead head) {
    if (head.header("x-amz-target").isPresent()) {
      return JSON;
    }
    boolean form =
        isForm(head) || head.query().startsWith("Action=") || head.query().contains("&Action=");
    return form ? QUERY : JSON;
  }

  static boolean isForm(HttpHead head) {
    Optional<String> type = head.header("content-type");
    return type.isPresent()
        && type.get().toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
  }

  /** A refused signature, with the code that clients of this protocol know. */
  ApiError unauthenticated(RefusalReason reason, String sentence) {
    return switch (this) {
      case JSON -> ApiError.sender(reason.jsonCode(), reason.jsonStatus(), sentence);
      case QUERY -> ApiError.sender(reason.queryCode(), reason.queryStatus(), sentence);
    };
  }

  /** The refusal as it is sent; the namespace only shows in XML. */
  HttpAnswer answer(ApiError refusal, String requestId, String namespace) {
    return switch (this) {
      case JSON -> json(refusal);
      case QUERY -> xml(refusal, requestId, namespace);
    };
  }

  /** Also the form of our own API. */
  public static HttpAnswer json(ApiError refusal) {
    String body =
        "{\"__type\":"
            + JsonText.quoted(refusal.code())
            + ",\"message\":"
            + JsonText.quoted(refusal.sentence())
            + "}";
    return new HttpAnswer(
        refusal.httpStatus(),
        JSON_TYPE,
        Map.of("x-amzn-ErrorType", refusal.code()),
        body.getBytes(UTF_8));
  }

  private static HttpAnswer xml(ApiError refusal, String requestId, String namespace) {
    String type =
        switch (refusal.fault()) {
          case SENDER -> "Sender";
          case RECEIVER -> "Receiver";
        };
    XmlText xml = new XmlText();
    xml.openRoot("ErrorResponse", namespace);
    xml.open("Error").text("Type", type).text("Code", refusal.code());
    xml.text("Message", refusal.sentence()).close("Error");
    xml.text("RequestId", requestId).close("ErrorResponse");
    return new HttpAnswer(refusal.httpStatus(), XML_TYPE, Map.of(), xml.bytes());
  }
}
