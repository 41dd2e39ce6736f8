package io.berth.scheduler.main;

import io.berth.base.Endpoint;
import io.berth.base.Settings;
import io.berth.base.SettingsException;
import io.berth.scheduler.model.Installation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that an operator decides about a scheduler; see the table in scheduler/README.md.
 *
 * @param directory holds the state, the master key, and what clients on this machine need
 * @param api where clients of the AWS API and of our own are answered
 * @param agents where agents and proxies connect
 * @param names further host names and addresses by which this machine is called
 * @param balancerDomain what the names of load balancers end in
 * @param account set by the first start for ever; later starts may repeat it
 * @param region set by the first start for ever; later starts may repeat it
 */
public record SchedulerConfig(
    Path directory,
    InetSocketAddress api,
    Tls apiTls,
    InetSocketAddress agents,
    List<String> names,
    String balancerDomain,
    Optional<String> account,
    Optional<String> region) {
  private static final List<String> KEYS =
      List.of(
          "directory", "api", "api-tls", "agents", "names", "balancer-domain", "account", "region");

  /** Curl and browsers resolve every name below localhost to this machine. */
  private static final String LOCAL_DOMAIN = "elb.localhost";

  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,62})(\\.[a-z0-9]([a-z0-9-]{0,62}))*");
  private static final int LONGEST_DOMAIN = 180;
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]{1,12}){1,3}-[0-9]{1,2}");

  public SchedulerConfig {
    names = List.copyOf(names);
  }

  /** Whether the API speaks TLS. */
  public enum Tls {
    /** It does, unless only this machine can reach it. */
    AUTO,
    ON,
    OFF
  }

  public static SchedulerConfig read(List<String> arguments) throws SettingsException {
    Settings settings = Settings.read(KEYS, arguments);
    SchedulerConfig config =
        new SchedulerConfig(
            Path.of(settings.get("directory", "/var/lib/berth/scheduler")).toAbsolutePath(),
            Endpoint.readLocal("api", settings.get("api", "127.0.0.1:7070")),
            tls(settings.get("api-tls", "auto")),
            Endpoint.readLocal("agents", settings.get("agents", "127.0.0.1:7071")),
            settings.find("names").map(SchedulerConfig::list).orElse(List.of()),
            domain(settings.get("balancer-domain", LOCAL_DOMAIN)),
            matching(ACCOUNT, "account", settings),
            matching(REGION, "region", settings));
    if (config.agents.getAddress().isAnyLocalAddress() && config.names.isEmpty()) {
      throw new SettingsException(
          "'agents' listens on every address, so 'names' must say by which name or address"
              + " agents reach this machine");
    }
    return config;
  }

  boolean speaksTls() {
    return switch (apiTls) {
      case AUTO -> !api.getAddress().isLoopbackAddress();
      case ON -> true;
      case OFF -> false;
    };
  }

  /** What a first start with these settings fixes. */
  Installation installation() {
    return new Installation(account.orElse("000000000000"), region.orElse("us-east-1"));
  }

  /** Refuses what cannot be had any more: both are part of every name that was given out. */
  void requireFits(Installation fixed) throws SettingsException {
    Installation wished =
        new Installation(account.orElse(fixed.account()), region.orElse(fixed.region()));
    if (!wished.equals(fixed)) {
      throw new SettingsException(
          "'account' and 'region' were fixed by the first start as "
              + fixed.account()
              + " and "
              + fixed.region());
    }
  }

  /**
   * What agents and proxies are told to connect to, given the port that is open: the address that
   * listens, since nobody gets through by another one; of all addresses, what 'names' says first.
   */
  Endpoint agentEndpoint(int port) {
    return agents.getAddress().isAnyLocalAddress()
        ? new Endpoint(names.getFirst(), port)
        : new Endpoint(Endpoint.of(agents).host(), port);
  }

  /** What a client on this machine connects to when the API listens here. */
  static InetSocketAddress reachable(InetSocketAddress listening) {
    return listening.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), listening.getPort())
        : listening;
  }

  private static Tls tls(String text) throws SettingsException {
    return switch (text) {
      case "auto" -> Tls.AUTO;
      case "on" -> Tls.ON;
      case "off" -> Tls.OFF;
      default -> throw new SettingsException("'api-tls' is auto, on or off, not '" + text + "'");
    };
  }

  private static String domain(String text) throws SettingsException {
    if (text.length() > LONGEST_DOMAIN || !DOMAIN.matcher(text).matches()) {
      throw new SettingsException(
          "'balancer-domain' is a host name in lower case of at most "
              + LONGEST_DOMAIN
              + " characters, not '"
              + text
              + "'");
    }
    return text;
  }

  private static List<String> list(String text) {
    return List.of(text.split("\\s*,\\s*", -1));
  }

  private static Optional<String> matching(Pattern form, String key, Settings settings)
      throws SettingsException {
    Optional<String> text = settings.find(key);
    if (text.isPresent() && !form.matcher(text.get()).matches()) {
      throw new SettingsException(
          "'" + text.get() + "' for '" + key + "' has not the form of an AWS " + key);
    }
    return text;
  }
}
