package io.berth.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code berth token}: makes, lists and takes back join tokens. */
final class TokenVerbs {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})([smhd]?)");

  private final Asking asking;

  TokenVerbs(Asking asking) {
    this.asking = asking;
  }

  /** One line to paste on the new host. */
  String create(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    Json.Members request =
        Json.Members.empty()
            .withText("kind", arguments.has("--proxy") ? "PEER_KIND_PROXY" : "PEER_KIND_AGENT")
            .withText("clusterName", arguments.text("--cluster"))
            .withText("note", arguments.text("--note"));
    if (arguments.has("--valid")) {
      request = request.with("validSeconds", new Json.Word(seconds(arguments.text("--valid"))));
    }
    Json.Members made = asking.ask(arguments, "CreateJoinToken", request);
    if (arguments.has("--json")) {
      return made.written() + "\n";
    }
    return "berth "
        + (arguments.has("--proxy") ? "proxy" : "agent")
        + " --scheduler "
        + made.text("endpoint")
        + " --token "
        + made.text("secret")
        + " --ca-fingerprint "
        + made.text("caFingerprint")
        + "\n";
  }

  String list(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    List<Json.Members> tokens = asking.askAll(arguments, "ListJoinTokens", "tokens");
    if (arguments.has("--json")) {
      return Json.Members.empty().with("tokens", items(tokens)).written() + "\n";
    }
    Columns columns = new Columns("TOKEN", "KIND", "CLUSTER", "STATE", "EXPIRES", "NOTE");
    for (Json.Members token : tokens) {
      columns.row(
          token.text("tokenId"),
          word(token.text("kind"), "PEER_KIND_"),
          token.text("clusterName"),
          word(token.text("state"), "JOIN_TOKEN_STATE_"),
          token.text("expiresAt"),
          token.text("note"));
    }
    return columns.text();
  }

  String revoke(Arguments arguments) throws CommandException {
    String id = arguments.onlyWord("token");
    Json.Members answer =
        asking.ask(arguments, "RevokeJoinToken", Json.Members.empty().withText("tokenId", id));
    return arguments.has("--json")
        ? answer.written() + "\n"
        : id + " is " + word(answer.part("token").text("state"), "JOIN_TOKEN_STATE_") + "\n";
  }

  static Json.Items items(List<Json.Members> members) {
    return new Json.Items(List.copyOf(members));
  }

  /** A value of an enum as people read it. */
  static String word(String value, String prefix) {
    String rest = value.startsWith(prefix) ? value.substring(prefix.length()) : value;
    return rest.toLowerCase(Locale.ROOT);
  }

  /** Whole seconds, minutes, hours or days; the scheduler knows the bounds. */
  static String seconds(String text) throws CommandException {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw CommandException.wrong("'" + text + "' is no time such as 90s, 30m, 2h or 7d");
    }
    long number = Long.parseLong(matcher.group(1));
    long unit =
        switch (matcher.group(2)) {
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          default -> 1;
        };
    return Long.toString(number * unit);
  }
}
