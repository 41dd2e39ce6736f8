package io.berth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options with which a verb asks about a request of RunTask, as the JSON that an AWS client
 * would send: single ones for what is asked most, or the whole.
 */
final class RunTaskWords {
  private static final String JSON = "--cli-input-json";
  private static final String DEFINITION = "--task-definition";
  private static final String COUNT = "--count";
  private static final String GROUP = "--group";
  private static final String MEMBER_OF = "--member-of";
  private static final String DISTINCT = "--distinct-instance";
  private static final String STRATEGY = "--strategy";
  private static final String FILE = "file://";

  /** More than the scheduler reads. */
  private static final long LARGEST = 64 << 10;

  static final Set<String> OPTIONS =
      Set.of(JSON, DEFINITION, COUNT, GROUP, MEMBER_OF, DISTINCT, STRATEGY);

  static final String USAGE =
      "--task-definition NAME [--count N] [--group NAME] [--member-of EXPRESSION]"
          + " [--distinct-instance] [--strategy LIST] | --cli-input-json JSON|file://PATH";

  private RunTaskWords() {}

  /** Empty if none of these options is there. */
  static Optional<String> read(Arguments arguments) throws CommandException {
    Optional<String> json = arguments.value(JSON);
    boolean isWhole = json.isPresent();
    if (OPTIONS.stream().noneMatch(arguments::has)) {
      return Optional.empty();
    }
    if (isWhole && OPTIONS.stream().filter(arguments::has).count() > 1) {
      throw CommandException.wrong(JSON + " is the whole request; no other option adds to it");
    }
    if (isWhole && arguments.has("--cluster")) {
      throw CommandException.wrong("the request of " + JSON + " names its cluster itself");
    }
    return Optional.of(isWhole ? document(json.get()) : written(arguments));
  }

  /** A JSON text that an option holds or names a file of. */
  static String document(String given) throws CommandException {
    if (!given.startsWith(FILE)) {
      return given;
    }
    Path file = Path.of(given.substring(FILE.length()));
    try {
      if (Files.size(file) > LARGEST) {
        throw CommandException.wrong(file + " is larger than any request");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw CommandException.failed("cannot read " + file + ": " + e);
    }
  }

  private static String written(Arguments arguments) throws CommandException {
    if (!arguments.has(DEFINITION)) {
      throw CommandException.wrong("name what shall run with " + DEFINITION);
    }
    Json.Members request =
        Json.Members.empty()
            .withText("cluster", arguments.text("--cluster"))
            .withText("taskDefinition", arguments.text(DEFINITION))
            .withText("group", arguments.text(GROUP));
    if (arguments.has(COUNT)) {
      if (!arguments.text(COUNT).matches("[1-9][0-9]{0,8}")) {
        throw CommandException.wrong("'" + arguments.text(COUNT) + "' is no number of tasks");
      }
      request = request.with("count", new Json.Word(arguments.text(COUNT)));
    }
    List<Json> constraints = new ArrayList<>();
    if (arguments.has(MEMBER_OF)) {
      constraints.add(
          Json.Members.empty()
              .withText("type", "memberOf")
              .withText("expression", arguments.text(MEMBER_OF)));
    }
    if (arguments.has(DISTINCT)) {
      constraints.add(Json.Members.empty().withText("type", "distinctInstance"));
    }
    if (!constraints.isEmpty()) {
      request = request.with("placementConstraints", new Json.Items(constraints));
    }
    if (arguments.has(STRATEGY)) {
      request = request.with("placementStrategy", strategies(arguments.text(STRATEGY)));
    }
    return request.written();
  }

  /** Such as {@code spread=attribute:zone,binpack=memory,random}. */
  private static Json.Items strategies(String list) {
    List<Json> strategies = new ArrayList<>();
    for (String one : list.split(",", -1)) {
      String[] parts = one.split("=", 2);
      strategies.add(
          Json.Members.empty()
              .withText("type", parts[0])
              .withText("field", parts.length > 1 ? parts[1] : ""));
    }
    return new Json.Items(strategies);
  }
}
