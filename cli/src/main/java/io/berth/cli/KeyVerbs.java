package io.berth.cli;

import java.util.List;

/** {@code berth key}: makes, lists, turns off and on, and ends API keys. */
final class KeyVerbs {
  private static final String STATE = "API_KEY_STATE_";

  private final Asking asking;

  KeyVerbs(Asking asking) {
    this.asking = asking;
  }

  /** The only time that the secret is shown, in the form that shells and env files read. */
  String create(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    Json.Members made =
        asking.ask(
            arguments,
            "CreateApiKey",
            Json.Members.empty().withText("note", arguments.text("--note")));
    if (arguments.has("--json")) {
      return made.written() + "\n";
    }
    return "AWS_ACCESS_KEY_ID="
        + made.part("key").text("accessKeyId")
        + "\nAWS_SECRET_ACCESS_KEY="
        + made.text("secretAccessKey")
        + "\n";
  }

  String list(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    List<Json.Members> keys = asking.askAll(arguments, "ListApiKeys", "keys");
    if (arguments.has("--json")) {
      return Json.Members.empty().with("keys", TokenVerbs.items(keys)).written() + "\n";
    }
    Columns columns = new Columns("KEY", "STATE", "CREATED", "LAST USED", "NOTE");
    for (Json.Members key : keys) {
      columns.row(
          key.text("accessKeyId"),
          TokenVerbs.word(key.text("state"), STATE),
          key.text("createdAt"),
          key.text("lastUsedAt"),
          key.text("note"));
    }
    return columns.text();
  }

  String disable(Arguments arguments) throws CommandException {
    return set(arguments, "API_KEY_STATE_DISABLED");
  }

  String enable(Arguments arguments) throws CommandException {
    return set(arguments, "API_KEY_STATE_ACTIVE");
  }

  String revoke(Arguments arguments) throws CommandException {
    return change(arguments, "RevokeApiKey", named(arguments));
  }

  private String set(Arguments arguments, String state) throws CommandException {
    return change(arguments, "SetApiKeyState", named(arguments).withText("state", state));
  }

  private static Json.Members named(Arguments arguments) throws CommandException {
    return Json.Members.empty().withText("accessKeyId", arguments.onlyWord("key"));
  }

  private String change(Arguments arguments, String method, Json.Members request)
      throws CommandException {
    Json.Members answer = asking.ask(arguments, method, request);
    Json.Members key = answer.part("key");
    return arguments.has("--json")
        ? answer.written() + "\n"
        : key.text("accessKeyId") + " is " + TokenVerbs.word(key.text("state"), STATE) + "\n";
  }
}
