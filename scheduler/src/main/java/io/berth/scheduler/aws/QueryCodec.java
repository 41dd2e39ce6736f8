package io.berth.scheduler.aws;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Operation.RequestBuilder;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Reads the parameters of a Query request into any shape of the AWS model, and writes any shape as
 * the XML that answers it. Any thread may call.
 */
public final class QueryCodec {
  static final int DEEPEST = 64;

  private final FieldTables tables;
  private final UnknownMembers unknown;

  public QueryCodec(UnknownMembers unknown) {
    this(unknown, new FieldTables());
  }

  QueryCodec(UnknownMembers unknown, FieldTables tables) {
    this.unknown = unknown;
    this.tables = tables;
  }

  /** Reads a request; what cannot be read is refused with {@code MalformedInput}. */
  public <I extends SdkPojo> I decode(
      String operation, RequestBuilder<I> request, Map<String, String> parameters) {
    FormTree tree = new FormTree();
    parameters.forEach((name, value) -> {
      if (!isEnvelope(name)) {
        tree.put(name, value);
      }
    });
    new QueryReader(tables, (shape, member) -> unknown.skipped(operation, shape, member))
        .members(request.fields(), tree);
    return request.finished().get();
  }

  /** The response of one operation, in the wrappers that belong around it. */
  public byte[] encode(String operation, String namespace, String requestId, SdkPojo response) {
    XmlText xml = new XmlText();
    xml.openRoot(operation + "Response", namespace);
    new QueryWriter(xml, tables).structure(operation + "Result", response);
    xml.open("ResponseMetadata").text("RequestId", requestId).close("ResponseMetadata");
    return xml.close(operation + "Response").bytes();
  }

  static ApiError malformed(String sentence) {
    return ApiError.sender("MalformedInput", sentence);
  }

  /** What names the operation or signs the request is no member of it. */
  private static boolean isEnvelope(String parameter) {
    return parameter.equals("Action")
        || parameter.equals("Version")
        || parameter.startsWith("X-Amz-");
  }
}
