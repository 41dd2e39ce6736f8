package io.berth.scheduler.aws;

import java.util.List;

/**
 * How clients address one service.
 *
 * @param name what they sign for
 */
public record WireService(String name, Protocol protocol) {

  /** The services that have operations here. */
  public static List<WireService> all() {
    return List.of(
        new WireService("ecs", new Protocol.Json("AmazonEC2ContainerServiceV20141113")),
        new WireService(
            "elasticloadbalancing",
            new Protocol.Query(
                "2015-12-01", "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/")),
        new WireService(
            "sts", new Protocol.Query("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/")));
  }

  /** The wire form of requests and responses. */
  public sealed interface Protocol {

    /** JSON 1.1; the prefix stands before the operation in the target header. */
    record Json(String targetPrefix) implements Protocol {}

    /** Parameters in, XML out; the version tells services apart. */
    record Query(String version, String namespace) implements Protocol {}
  }
}
