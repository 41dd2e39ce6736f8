package io.berth.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code berth env}: what a shell must know so that AWS clients find the scheduler of this machine.
 */
final class EnvVerb {
  private final Map<String, String> environment;

  EnvVerb(Map<String, String> environment) {
    this.environment = environment;
  }

  String run(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    Map<String, String> variables =
        variables(Connection.ofDirectory(arguments.value("--directory"), environment));
    if (arguments.has("--json")) {
      Json.Members members = Json.Members.empty();
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        members = members.withText(variable.getKey(), variable.getValue());
      }
      return members.written() + "\n";
    }
    StringBuilder text = new StringBuilder();
    variables.forEach((name, value) ->
        text.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
    // A token of some other session would be sent along and refused.
    text.append("unset AWS_SESSION_TOKEN\n");
    // An alias of that name would be put in place of the function's own name.
    text.append("unalias aws 2>/dev/null || :\n");
    // Older CLIs do not know AWS_ENDPOINT_URL; an option of the caller's own comes later and wins.
    text.append("aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; }\n");
    return text.toString();
  }

  private static Map<String, String> variables(Connection connection) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL", connection.endpoint().toString());
    variables.put("AWS_ACCESS_KEY_ID", connection.keyId());
    variables.put("AWS_SECRET_ACCESS_KEY", connection.secret());
    variables.put("AWS_REGION", connection.region());
    variables.put("AWS_DEFAULT_REGION", connection.region());
    variables.put("AWS_EC2_METADATA_DISABLED", "true");
    connection
        .authorities()
        .ifPresent(path -> {
          variables.put("AWS_CA_BUNDLE", path.toString());
          variables.put("NODE_EXTRA_CA_CERTS", path.toString());
        });
    return variables;
  }

  /** One word for every shell, whatever is in it. */
  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
