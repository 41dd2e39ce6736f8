package io.berth.cli;

/** {@code berth why}: what happened to a task, a service, a host or a cluster, and why. */
final class WhyVerb {
  private final Asking asking;

  WhyVerb(Asking asking) {
    this.asking = asking;
  }

  /** The oldest first: a line for what happened, and below it what it came from. */
  String run(Arguments arguments) throws CommandException {
    Json.Members request =
        Json.Members.empty()
            .withText("about", arguments.wordOrNone("task, service or host"))
            .withText("cluster", arguments.text("--cluster"))
            .withText("nextToken", arguments.text("--before"));
    Json.Members answer = asking.ask(arguments, "ListHistory", request);
    if (arguments.has("--json")) {
      return answer.written() + "\n";
    }
    StringBuilder text = new StringBuilder();
    String earlier = answer.text("nextToken");
    if (!earlier.isEmpty()) {
      text.append("Earlier lines: --before ").append(earlier).append('\n');
    }
    for (Json.Members line : answer.parts("lines")) {
      text.append(line.text("at")).append("  ").append(shown(line.text("sentence"))).append('\n');
      for (String because : line.texts("because")) {
        text.append("    ").append(shown(because)).append('\n');
      }
    }
    return text.isEmpty()
        ? "Nothing was written down of " + answer.text("about") + ".\n"
        : text.toString();
  }

  /** Notes and reasons are anybody's text: it must not be able to move the cursor. */
  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
