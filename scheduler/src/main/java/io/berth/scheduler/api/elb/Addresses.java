package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.Arns;
import java.util.regex.Pattern;

/** Addresses of targets as users write them: version 4 in its one usual form, so never a name. */
final class Addresses {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern FORM =
      Pattern.compile(BYTE + "\\." + BYTE + "\\." + BYTE + "\\." + BYTE);

  /** This network, link-local addresses, and all that are no single host's. */
  private static final Pattern NOBODY = Pattern.compile("(0|22[4-9]|23[0-9]|24[0-9]|25[0-5])\\..*");

  private Addresses() {}

  static String require(String given) {
    Ask.that(
        FORM.matcher(given).matches(),
        "The IP address '" + Arns.shown(given) + "' is not a valid IPv4 address");
    Ask.that(
        !NOBODY.matcher(given).matches() && !given.startsWith("169.254."),
        "The IP address '" + given + "' is not one that requests can be sent to");
    return given;
  }
}
