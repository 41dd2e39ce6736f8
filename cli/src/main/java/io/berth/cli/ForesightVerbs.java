package io.berth.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code berth plan}, {@code berth what-if} and {@code berth n1}: what would happen. */
final class ForesightVerbs {
  private static final String JSON = "--cli-input-json";
  private static final Set<String> CHANGES =
      Set.of(
          "--cluster",
          "--service",
          "--desired-count",
          "--task-definition",
          "--force-new-deployment");

  static final Set<String> WHAT_IF_OPTIONS =
      Set.of(
          "--cluster",
          "--lose",
          "--add",
          "--like",
          "--service",
          "--desired-count",
          "--update-json",
          "--run",
          "--run-json",
          "--count");
  static final Set<String> LOSS_OPTIONS = Set.of("--cluster", "--budget");

  private final Asking asking;

  ForesightVerbs(Asking asking) {
    this.asking = asking;
  }

  // ------------------------------------------------------------------------------ plan

  static Set<String> runOptions() {
    Set<String> options = new HashSet<>(RunTaskWords.OPTIONS);
    options.add("--cluster");
    return options;
  }

  static Set<String> updateOptions() {
    Set<String> options = new HashSet<>(CHANGES);
    options.add(JSON);
    return options;
  }

  String planRunTask(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    String request =
        RunTaskWords.read(arguments)
            .orElseThrow(() ->
                CommandException.wrong("name what shall run with --task-definition or " + JSON));
    Json.Members answer =
        asking.ask(arguments, "PlanRunTask", Json.Members.empty().withText("runTask", request));
    if (arguments.has("--json")) {
      return answer.written() + "\n";
    }
    if (answer.isTrue("doneAlready")) {
      return "Nothing would start: this was done already under the same client token.\n";
    }
    return shown(answer, List.of());
  }

  String planUpdateService(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    Json.Members answer =
        asking.ask(
            arguments,
            "PlanUpdateService",
            Json.Members.empty().withText("updateService", update(arguments)));
    return arguments.has("--json") ? answer.written() + "\n" : shown(answer, ofUpdate(answer));
  }

  private static String update(Arguments arguments) throws CommandException {
    boolean isSingle = CHANGES.stream().anyMatch(arguments::has);
    if (isSingle == arguments.has(JSON)) {
      throw CommandException.wrong("name a change with --service and others, or all with " + JSON);
    }
    if (arguments.has(JSON)) {
      return RunTaskWords.document(arguments.text(JSON));
    }
    Json.Members request =
        Json.Members.empty()
            .withText("cluster", arguments.text("--cluster"))
            .withText("service", arguments.text("--service"))
            .withText("taskDefinition", arguments.text("--task-definition"));
    request = withNumber(request, "desiredCount", arguments, "--desired-count");
    return (arguments.has("--force-new-deployment")
            ? request.with("forceNewDeployment", new Json.Word("true"))
            : request)
        .written();
  }

  private static List<String> ofUpdate(Json.Members answer) {
    List<String> notes = new ArrayList<>();
    notes.add(
        answer.isTrue("newDeployment")
            ? "A deployment of " + answer.text("taskDefinition") + " would begin."
            : "No deployment would begin.");
    long before = number(answer, "desiredBefore");
    long after = number(answer, "desiredAfter");
    if (before != after) {
      notes.add("The service would have to have " + tasks(after) + " instead of " + before + ".");
    }
    long older = number(answer, "olderTasks");
    if (older > 0) {
      notes.add(tasks(older) + " of older deployments would go when newer ones are healthy.");
    }
    return notes;
  }

  // ------------------------------------------------------------------------------ what if

  String whatIf(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    Json.Members request =
        Json.Members.empty()
            .withText("cluster", arguments.text("--cluster"))
            .withText("likeHost", arguments.text("--like"));
    if (arguments.has("--lose")) {
      request = request.with("lostHosts", named(arguments.text("--lose")));
    }
    request = withNumber(request, "addedHosts", arguments, "--add");
    Json.Members update =
        withNumber(
            Json.Members.empty().withText("service", arguments.text("--service")),
            "desiredCount",
            arguments,
            "--desired-count");
    Json.Members run = Json.Members.empty().withText("taskDefinition", arguments.text("--run"));
    request = withNumber(request, "runCount", arguments, "--count");
    request =
        request
            .withText("updateService", document(arguments, "--update-json", update))
            .withText("runTask", document(arguments, "--run-json", run));
    Json.Members answer = asking.ask(arguments, "AskWhatIf", request);
    if (arguments.has("--json")) {
      return answer.written() + "\n";
    }
    long alone = number(answer, "notReplaced");
    return shown(
        answer,
        alone == 0
            ? List.of()
            : List.of(tasks(alone) + " without a service would be lost; nobody replaces them."));
  }

  /** The request that an option holds whole, or one of single options; empty if there are none. */
  private static String document(Arguments arguments, String whole, Json.Members single)
      throws CommandException {
    if (!arguments.has(whole)) {
      return single.members().isEmpty()
          ? ""
          : single.withText("cluster", arguments.text("--cluster")).written();
    }
    if (!single.members().isEmpty()) {
      throw CommandException.wrong(whole + " is the whole request; no other option adds to it");
    }
    return RunTaskWords.document(arguments.text(whole));
  }

  private static Json.Items named(String hosts) {
    List<Json> items = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      items.add(new Json.Text(host.strip()));
    }
    return new Json.Items(items);
  }

  // ------------------------------------------------------------------------------ n1

  String losses(Arguments arguments) throws CommandException {
    arguments.requireNoWords();
    Json.Members request =
        withNumber(
            Json.Members.empty().withText("cluster", arguments.text("--cluster")),
            "budgetSeconds",
            arguments,
            "--budget");
    Json.Members answer = asking.ask(arguments, "CheckHostLosses", request);
    if (arguments.has("--json")) {
      return answer.written() + "\n";
    }
    List<Json.Members> losses = answer.parts("losses");
    long bad = losses.size() + number(answer, "lossesLeftOut");
    long checked = number(answer, "checkedHosts");
    StringBuilder text = new StringBuilder();
    text.append(
        bad == 0
            ? "Of " + hosts(checked) + " checked, the loss of any one would be absorbed.\n"
            : "Of "
                + hosts(checked)
                + " checked, the loss of "
                + bad
                + " would not be absorbed.\n");
    long alone = number(answer, "tasksWithoutService");
    if (alone > 0) {
      text.append(tasks(alone))
          .append(" without a service: nobody replaces those of a lost host.\n");
    }
    long unchecked = number(answer, "uncheckedHosts");
    if (unchecked > 0) {
      text.append("There was no time for ")
          .append(hosts(unchecked))
          .append(": --budget gives more.\n");
      answer.texts("uncheckedHostIds").forEach(id -> text.append("  ").append(id).append('\n'));
    }
    if (!losses.isEmpty()) {
      text.append('\n').append(table(losses));
    }
    return text.append(leftOut(answer, "lossesLeftOut", "hosts")).toString();
  }

  private static String table(List<Json.Members> losses) {
    Columns columns =
        new Columns("HOST", "NAME", "TASKS", "SERVICE", "LEFT WITHOUT", "WHY", "CLOSEST HOST");
    for (Json.Members loss : losses) {
      for (Json.Members lack : loss.parts("lacks")) {
        long without = number(lack, "count") - number(lack, "countBefore");
        columns.row(
            loss.text("hostId"),
            loss.text("hostName"),
            loss.word("serviceTasks"),
            lack.text("serviceName"),
            Long.toString(without),
            why(lack),
            closest(lack));
      }
    }
    return columns.text();
  }

  // ------------------------------------------------------------------------------ shown

  /** What would move, what would lack, and what there is to say besides. */
  private static String shown(Json.Members answer, List<String> notes) {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append(note).append('\n'));
    if (answer.isTrue("gaveUp")) {
      text.append("There was no time to see all of it: more would happen.\n");
    }
    List<Json.Members> moves = answer.parts("moves");
    List<Json.Members> lacks = answer.parts("lacks");
    if (moves.isEmpty()) {
      text.append("No task would start, stop or be lost.\n");
    } else {
      text.append(notes.isEmpty() ? "" : "\n").append(moves(moves));
    }
    text.append(leftOut(answer, "movesLeftOut", "lines"));
    if (!lacks.isEmpty()) {
      text.append('\n').append(lacks(lacks));
    }
    return text.toString();
  }

  private static String moves(List<Json.Members> moves) {
    Columns columns = new Columns("WOULD", "TASKS", "SERVICE", "DEFINITION", "HOST");
    for (Json.Members move : moves) {
      columns.row(
          TokenVerbs.word(move.text("kind"), "FORESEEN_MOVE_KIND_"),
          move.word("count"),
          move.text("serviceName"),
          move.text("taskDefinition"),
          host(move.text("hostId"), move.word("addedHost")));
    }
    return columns.text();
  }

  private static String lacks(List<Json.Members> lacks) {
    Columns columns = new Columns("LACKING", "SERVICE", "LACKS NOW", "WHY", "CLOSEST HOST");
    for (Json.Members lack : lacks) {
      columns.row(
          lack.word("count"),
          lack.text("serviceName"),
          Long.toString(number(lack, "countBefore")),
          why(lack),
          closest(lack));
    }
    return columns.text();
  }

  private static String why(Json.Members lack) {
    return switch (lack.text("obstacle")) {
      case "FORESEEN_OBSTACLE_NO_PLACE" ->
          lack.text("detail").isEmpty()
              ? lack.text("reason")
              : lack.text("reason") + " " + lack.text("detail");
      case "FORESEEN_OBSTACLE_NO_HOSTS" -> "no host takes tasks";
      case "FORESEEN_OBSTACLE_TRIES_LATER" ->
          "its tasks never ran; tries again at " + lack.text("retryAt");
      case "FORESEEN_OBSTACLE_HELD_BACK" -> "others have to end first";
      default -> lack.text("obstacle");
    };
  }

  private static String closest(Json.Members lack) {
    return host(lack.text("closestHostId"), lack.word("closestAddedHost"));
  }

  private static String host(String id, String added) {
    return id.isEmpty() && !added.isEmpty() && !added.equals("0") ? "added-" + added : id;
  }

  private static String leftOut(Json.Members answer, String member, String what) {
    long more = number(answer, member);
    return more == 0 ? "" : "… and " + more + " more " + what + ".\n";
  }

  private static String tasks(long count) {
    return count == 1 ? "1 task" : count + " tasks";
  }

  private static String hosts(long count) {
    return count == 1 ? "1 host" : count + " hosts";
  }

  /** Absent numbers are zero: so the messages have it. */
  private static long number(Json.Members answer, String member) {
    String word = answer.word(member);
    return word.isEmpty() ? 0 : Long.parseLong(word);
  }

  // ------------------------------------------------------------------------------ asked

  private static Json.Members withNumber(
      Json.Members request, String member, Arguments arguments, String option)
      throws CommandException {
    Optional<String> given = arguments.value(option);
    if (given.isEmpty()) {
      return request;
    }
    if (!given.get().matches("[0-9]{1,9}")) {
      throw CommandException.wrong("'" + given.get() + "' is no number for " + option);
    }
    return request.with(member, new Json.Word(Integer.toString(Integer.parseInt(given.get()))));
  }
}
