package io.berth.scheduler.identity;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The names and addresses under which the scheduler is called; nothing is looked up. */
public record ServerNames(List<String> hosts, List<String> addresses) {
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  public ServerNames {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
  }

  /** What always holds, and what the operator names besides: host names and IP addresses. */
  public static Outcome<ServerNames> withLoopback(List<String> given) {
    TreeSet<String> hosts = new TreeSet<>(List.of("localhost"));
    TreeSet<String> addresses = new TreeSet<>(List.of("127.0.0.1", "0:0:0:0:0:0:0:1"));
    for (String one : given) {
      if (isAddress(one)) {
        addresses.add(InetAddress.ofLiteral(one).getHostAddress());
      } else if (HOST.matcher(one).matches()) {
        hosts.add(one);
      } else {
        return Outcome.refused(
            Reason.PARAMETER_INVALID,
            "'" + one + "' is neither an IP address nor a host name in lower case");
      }
    }
    return Outcome.done(new ServerNames(List.copyOf(hosts), List.copyOf(addresses)));
  }

  GeneralNames alternativeNames() {
    List<GeneralName> names = new ArrayList<>();
    hosts.forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
    addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static boolean isAddress(String text) {
    try {
      // Scoped addresses name an interface of one machine and cannot stand in a certificate.
      return text.indexOf('%') < 0 && InetAddress.ofLiteral(text).getAddress().length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
