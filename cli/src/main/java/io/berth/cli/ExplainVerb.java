package io.berth.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code berth explain}: where tasks could go now, why not there, and what would make room. */
final class ExplainVerb {
  private static final String CLUSTER = "--cluster";
  private static final String SERVICE = "--service";
  private static final String TASK = "--task";
  private static final String HOSTS = "--hosts";
  private static final String METHOD = "Explain";

  static final String USAGE =
      "[--cluster NAME] [--hosts] (--service NAME | --task ID | " + RunTaskWords.USAGE + ")";

  private final Asking asking;

  ExplainVerb(Asking asking) {
    this.asking = asking;
  }

  static Set<String> options() {
    Set<String> options = new HashSet<>(RunTaskWords.OPTIONS);
    options.addAll(Set.of(CLUSTER, SERVICE, TASK, HOSTS));
    return options;
  }

  String run(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    Json.Members question = question(arguments);
    Json.Members answer = asking.ask(arguments, METHOD, question);
    List<Json.Members> hosts = new ArrayList<>(answer.parts("hosts"));
    if (arguments.has(HOSTS) && !answer.text("nextToken").isEmpty()) {
      Json.Members rest = question.withText("nextToken", answer.text("nextToken"));
      hosts.addAll(asking.askAll(arguments, METHOD, rest, "hosts"));
      answer = answer.with("hosts", TokenVerbs.items(hosts)).without("nextToken");
    }
    if (arguments.has("--json")) {
      return answer.written() + "\n";
    }
    return summary(answer)
        + reasons(answer)
        + (arguments.has(HOSTS) ? table(hosts) : "")
        + suggestions(answer);
  }

  private static Json.Members question(Arguments arguments) throws CommandException {
    Optional<String> request = RunTaskWords.read(arguments);
    int given =
        (request.isPresent() ? 1 : 0)
            + (arguments.has(SERVICE) ? 1 : 0)
            + (arguments.has(TASK) ? 1 : 0);
    if (given != 1) {
      throw CommandException.wrong(
          "name one thing to explain: a service with --service, a task with --task, or a request"
              + " with --task-definition or --cli-input-json");
    }
    return request.isPresent()
        ? Json.Members.empty().withText("runTask", request.get())
        : Json.Members.empty()
            .withText("cluster", arguments.text(CLUSTER))
            .withText("service", arguments.text(SERVICE))
            .withText("task", arguments.text(TASK));
  }

  // ------------------------------------------------------------------------------ the whole

  private static String summary(Json.Members answer) {
    Json.Members asked = answer.part("asked");
    String count = asked.word("count");
    StringBuilder text = new StringBuilder();
    text.append(count.equals("1") ? "1 task of " : count + " tasks of ")
        .append(asked.text("taskDefinition"))
        .append(" in the cluster ")
        .append(asked.text("cluster"))
        .append(", each ")
        .append(Columns.shown(asked.text("sentence")))
        .append('\n');
    service(answer.part("explainedService"), text);
    String hosts = number(answer, "hostCount");
    String fitting = number(answer, "fittingHosts");
    if (hosts.equals("0")) {
      text.append("the cluster has no host; berth token create lets one join\n");
    } else if (fitting.equals("0")) {
      text.append("none of the ").append(hosts).append(" hosts takes one\n");
    } else {
      text.append(fitting)
          .append(" of ")
          .append(hosts)
          .append(" hosts take ")
          .append(answer.text("room"))
          .append(" of them\n");
    }
    if (!answer.text("hostOfTask").isEmpty()) {
      text.append("the task is on ").append(answer.text("hostOfTask")).append('\n');
    }
    return text.toString();
  }

  private static void service(Json.Members service, StringBuilder text) {
    if (service.text("name").isEmpty()) {
      return;
    }
    text.append("service ")
        .append(service.text("name"))
        .append(": ")
        .append(number(service, "desiredCount"))
        .append(" wanted, ")
        .append(number(service, "runningCount"))
        .append(" running, ")
        .append(number(service, "pendingCount"))
        .append(" pending; it would start ")
        .append(number(service, "startsNow"))
        .append(" now\n");
    if (!service.text("retryAt").isEmpty()) {
      text.append("it waits until ")
          .append(service.text("retryAt"))
          .append(": ")
          .append(number(service, "failedTasks"))
          .append(" tasks failed to start\n");
    }
    if (!service.text("complaint").isEmpty()) {
      text.append("it said at ")
          .append(service.text("complainedAt"))
          .append(": ")
          .append(Columns.shown(service.text("complaint")))
          .append('\n');
    }
  }

  /** A number that is zero is not written. */
  private static String number(Json.Members members, String name) {
    String word = members.word(name);
    return word.isEmpty() ? "0" : word;
  }

  private static String reasons(Json.Members answer) {
    List<Json.Members> groups = answer.parts("groups");
    if (groups.isEmpty()) {
      return "";
    }
    Columns columns = new Columns("HOSTS", "ONLY THIS", "WHY NOT");
    for (Json.Members group : groups) {
      columns.row(
          number(group, "hostCount"),
          number(group, "alone"),
          group.part("reason").text("sentence"));
    }
    return "\n" + columns.text();
  }

  private static String suggestions(Json.Members answer) {
    List<Json.Members> suggestions = answer.parts("suggestions");
    StringBuilder text = new StringBuilder();
    if (!suggestions.isEmpty()) {
      Columns columns = new Columns("ON HOST", "NAME", "MORE", "WHAT WOULD MAKE ROOM FOR ONE");
      for (Json.Members suggestion : suggestions) {
        Json.Members host = suggestion.parts("hosts").getFirst();
        int others = Integer.parseInt(number(suggestion, "hostCount")) - 1;
        columns.row(
            host.text("hostId"),
            host.text("name"),
            others == 0 ? "" : "+" + others,
            String.join(
                ", and ",
                suggestion.parts("changes").stream()
                    .map(change -> change.text("sentence"))
                    .toList()));
      }
      text.append('\n').append(columns.text());
    }
    if (!answer.word("suggestionsLeftOut").isEmpty()) {
      text.append("and ").append(answer.word("suggestionsLeftOut")).append(" more\n");
    }
    if (answer.isTrue("gaveUp")) {
      text.append("the search for changes was given up; there may be others\n");
    }
    return text.toString();
  }

  // ------------------------------------------------------------------------------ the hosts

  private static String table(List<Json.Members> hosts) {
    if (hosts.isEmpty()) {
      return "";
    }
    Columns columns = new Columns("HOST", "NAME", "ROOM", "WHY NOT", "WHO HAS IT");
    for (Json.Members host : hosts) {
      List<Json.Members> reasons = host.parts("reasons");
      for (Json.Members reason : reasons.isEmpty() ? List.of(Json.Members.empty()) : reasons) {
        columns.row(
            host.text("hostId"),
            host.text("name"),
            number(host, "room"),
            reason.text("sentence"),
            holders(reason));
      }
    }
    return "\n" + columns.text();
  }

  private static String holders(Json.Members reason) {
    List<String> parts = new ArrayList<>();
    for (Json.Members value : reason.parts("read")) {
      parts.add(
          value.has("value")
              ? value.text("subject") + " is " + value.text("value")
              : "no " + value.text("subject"));
    }
    reason.texts("heldFor").forEach(group -> parts.add("target group " + group));
    Json.Members holding = reason.part("holding");
    for (Json.Members task : holding.parts("tasks")) {
      parts.add(
          task.text("taskId")
              + " ("
              + task.text("taskGroup")
              + (task.isTrue("ending") ? ", ending" : "")
              + ") "
              + task.text("amount"));
    }
    int others = Integer.parseInt(number(holding, "taskCount")) - holding.parts("tasks").size();
    if (others > 0) {
      parts.add(others + " more");
    }
    return String.join("; ", parts);
  }
}
