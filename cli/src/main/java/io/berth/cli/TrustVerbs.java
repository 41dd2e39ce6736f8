package io.berth.cli;

import java.util.List;
import java.util.Set;

/** {@code berth ca} and {@code berth peer}: changes the authority step by step, and revokes. */
final class TrustVerbs {
  static final Set<String> RETIRE_OPTIONS = Set.of("--force");

  private static final String STATE = "AUTHORITY_STATE_";

  private final Asking asking;

  TrustVerbs(Asking asking) {
    this.asking = asking;
  }

  /** Each authority, and below the table who is behind. */
  String list(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    Json.Members answer = asking.ask(arguments, "ListAuthorities", Json.Members.empty());
    if (arguments.has("--json")) {
      return answer.written() + "\n";
    }
    Columns columns = new Columns("AUTHORITY", "STATE", "MADE", "ENDS", "TRUSTED BY", "NEEDED BY");
    StringBuilder behind = new StringBuilder();
    for (Json.Members authority : answer.parts("authorities")) {
      String state = TokenVerbs.word(authority.text("state"), STATE);
      boolean isBelieved = !state.equals("retired");
      columns.row(
          authority.text("fingerprint"),
          state,
          authority.text("createdAt"),
          authority.text("endsAt"),
          isBelieved ? number(authority, "trusting") + " of " + number(answer, "peers") : "",
          isBelieved ? number(authority, "dependent") : "");
      if (isBelieved) {
        behind.append(
            named(authority, "unaware", "unawarePeers", "have not told that they trust it"));
      }
      if (state.equals("trusted")) {
        behind.append(named(authority, "dependent", "dependentPeers", "need it still"));
      }
    }
    return columns.text() + behind;
  }

  /** Nothing when there is nobody; the first of them by their names. */
  private static String named(Json.Members authority, String count, String members, String what) {
    List<Json.Members> peers = authority.parts(members);
    if (peers.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n");
    text.append(authority.text("fingerprint"), 0, 8)
        .append(": ")
        .append(number(authority, count))
        .append(' ')
        .append(what)
        .append(":\n");
    for (Json.Members peer : peers) {
      text.append("  ")
          .append(TokenVerbs.word(peer.text("kind"), "PEER_KIND_"))
          .append(' ')
          .append(peer.text("peerId"))
          .append(' ')
          .append(Columns.shown(peer.text("hostName")))
          .append('\n');
    }
    return text.toString();
  }

  /** The proto form leaves a zero out. */
  private static String number(Json.Members from, String member) {
    String number = from.word(member);
    return number.isEmpty() ? "0" : number;
  }

  String prepare(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    return step(arguments, "PrepareAuthority", Json.Members.empty());
  }

  String switchTo(Arguments arguments) throws CommandException {
    return step(arguments, "SwitchAuthority", authority(arguments));
  }

  String retire(Arguments arguments) throws CommandException {
    Json.Members request = authority(arguments);
    return step(
        arguments,
        "RetireAuthority",
        arguments.has("--force") ? request.with("force", new Json.Word("true")) : request);
  }

  private static Json.Members authority(Arguments arguments) throws CommandException {
    return Json.Members.empty().withText("fingerprint", arguments.onlyWord("authority"));
  }

  private String step(Arguments arguments, String method, Json.Members request)
      throws CommandException {
    Json.Members answer = asking.ask(arguments, method, request);
    Json.Members authority = answer.part("authority");
    return arguments.has("--json")
        ? answer.written() + "\n"
        : authority.text("fingerprint")
            + " is "
            + TokenVerbs.word(authority.text("state"), STATE)
            + "\n";
  }

  String peers(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    List<Json.Members> peers = asking.askAll(arguments, "ListPeers", "peers");
    if (arguments.has("--json")) {
      return Json.Members.empty().with("peers", TokenVerbs.items(peers)).written() + "\n";
    }
    Columns columns =
        new Columns("PEER", "KIND", "CLUSTER", "STATE", "CERTIFICATE ENDS", "OF", "HOST");
    for (Json.Members peer : peers) {
      String issuer = peer.text("issuer");
      columns.row(
          peer.text("peerId"),
          TokenVerbs.word(peer.text("kind"), "PEER_KIND_"),
          peer.text("clusterName"),
          peer.text("revokedAt").isEmpty() ? "active" : "revoked",
          peer.text("certificateEndsAt"),
          issuer.substring(0, Math.min(issuer.length(), 8)),
          peer.text("hostName"));
    }
    return columns.text();
  }

  String revoke(Arguments arguments) throws CommandException {
    String id = arguments.onlyWord("peer");
    Json.Members answer =
        asking.ask(arguments, "RevokePeer", Json.Members.empty().withText("peerId", id));
    return arguments.has("--json") ? answer.written() + "\n" : id + " is revoked\n";
  }
}
