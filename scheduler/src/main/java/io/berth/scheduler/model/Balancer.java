package io.berth.scheduler.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A load balancer as users see it: a name under which listeners stand together. Every proxy serves
 * it.
 *
 * @param order higher for each one made later, from 1; where a shared port leaves a choice, the
 *     lowest answers
 * @param dnsName in lower case; a request's Host that is equal to it selects this balancer
 * @param attributes what the user has set; what is not there has its default
 */
public record Balancer(
    BalancerId id,
    String name,
    Kind kind,
    long order,
    String dnsName,
    Site site,
    Map<String, String> attributes,
    Instant createdAt,
    Map<String, String> tags) {

  /** The attribute with the seconds of {@link #idleTimeout}. */
  public static final String IDLE_TIMEOUT = "idle_timeout.timeout_seconds";

  /** The attribute with the seconds of {@link #clientKeepAlive}. */
  public static final String CLIENT_KEEP_ALIVE = "client_keep_alive.seconds";

  /** The attribute of a balancer that must not be deleted. */
  public static final String DELETION_PROTECTION = "deletion_protection.enabled";

  public Balancer {
    Require.identifier(name, "a balancer's name");
    Require.notEmpty(dnsName, "dnsName");
    Require.positive(order, "order");
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  /** What it balances. */
  public enum Kind {
    /** Requests of HTTP. */
    APPLICATION
  }

  /** Where it would stand in a cloud: kept and given back, without any effect here. */
  public record Site(
      Scheme scheme, String addressType, List<String> subnets, List<String> securityGroups) {
    public Site {
      Require.notEmpty(addressType, "addressType");
      subnets = List.copyOf(subnets);
      securityGroups = List.copyOf(securityGroups);
    }
  }

  /** Who could reach it in a cloud. */
  public enum Scheme {
    INTERNET_FACING,
    INTERNAL
  }

  /** Without a byte for this long, a request or its answer is given up. */
  public Duration idleTimeout() {
    return seconds(IDLE_TIMEOUT, 60);
  }

  /** A client's connection ends after the first answer beyond this age. */
  public Duration clientKeepAlive() {
    return seconds(CLIENT_KEEP_ALIVE, 3_600);
  }

  public boolean isProtected() {
    return Boolean.parseBoolean(attributes.getOrDefault(DELETION_PROTECTION, "false"));
  }

  private Duration seconds(String attribute, long usual) {
    String given = attributes.get(attribute);
    return Duration.ofSeconds(given == null ? usual : Long.parseLong(given));
  }

  public Balancer with(Map<String, String> newAttributes) {
    return new Balancer(id, name, kind, order, dnsName, site, newAttributes, createdAt, tags);
  }

  public Balancer tagged(Map<String, String> newTags) {
    return new Balancer(id, name, kind, order, dnsName, site, attributes, createdAt, newTags);
  }
}
