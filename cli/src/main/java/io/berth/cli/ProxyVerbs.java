package io.berth.cli;

import java.util.List;

/** {@code berth proxies} and {@code berth targets}: what each proxy says. */
final class ProxyVerbs {
  private final Asking asking;

  ProxyVerbs(Asking asking) {
    this.asking = asking;
  }

  String proxies(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    List<Json.Members> proxies = asking.askAll(arguments, "ListProxies", "proxies");
    if (arguments.has("--json")) {
      return Json.Members.empty().with("proxies", TokenVerbs.items(proxies)).written() + "\n";
    }
    Columns columns = new Columns("PROXY", "STATE", "TABLE", "LISTENS", "HOST", "IN THE WAY");
    for (Json.Members proxy : proxies) {
      columns.row(
          proxy.text("proxyId"),
          TokenVerbs.word(proxy.text("state"), "PROXY_STATE_"),
          table(proxy),
          String.join(",", proxy.texts("listenAddresses")),
          proxy.text("hostName"),
          String.join(
              "; ",
              proxy.parts("listenerProblems").stream()
                  .map(problem -> problem.text("sentence"))
                  .toList()));
    }
    return columns.text();
  }

  private static String table(Json.Members proxy) {
    String number = proxy.text("tableNumber");
    boolean isOld = !number.isEmpty() && !proxy.isTrue("tableIsNewest");
    return isOld ? number + " (old)" : number;
  }

  /** One line for each proxy's view of each target; a target that no proxy serves has one, too. */
  String targets(Arguments arguments) throws CommandException {
    Json.Members request =
        Json.Members.empty().withText("targetGroup", arguments.onlyWord("target group"));
    List<Json.Members> targets = asking.askAll(arguments, "ListTargetViews", request, "targets");
    if (arguments.has("--json")) {
      return Json.Members.empty().with("targets", TokenVerbs.items(targets)).written() + "\n";
    }
    Columns columns =
        new Columns(
            "TARGET", "ADDRESS", "STATE", "HEALTH", "PROXY", "ITS VIEW", "WHY", "IN FLIGHT");
    for (Json.Members target : targets) {
      List<Json.Members> views = target.parts("views");
      for (Json.Members view : views.isEmpty() ? List.of(Json.Members.empty()) : views) {
        columns.row(
            target.text("name"),
            address(target),
            TokenVerbs.word(target.text("state"), "VIEWED_TARGET_STATE_"),
            TokenVerbs.word(target.text("health"), "VIEWED_HEALTH_"),
            view.text("proxyId"),
            TokenVerbs.word(view.text("health"), "VIEWED_HEALTH_"),
            why(view),
            view.word("inFlight"));
      }
    }
    return columns.text();
  }

  private static String address(Json.Members target) {
    String host = target.text("address");
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + target.word("port");
  }

  private static String why(Json.Members view) {
    String reason = TokenVerbs.word(view.text("reason"), "VIEWED_REASON_").replace('_', ' ');
    String code = view.word("statusCode");
    return code.isEmpty() ? reason : reason + " " + code;
  }
}
