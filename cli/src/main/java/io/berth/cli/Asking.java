package io.berth.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the scheduler on behalf of a verb. */
final class Asking {
  /** More than there can be; without a bound a wrong answer could keep us asking for ever. */
  private static final int MOST_PAGES = 1_000;

  private final Map<String, String> environment;
  private final InstantSource clock;

  Asking(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  Map<String, String> environment() {
    return environment;
  }

  Json.Members ask(Arguments arguments, String method, Json.Members request)
      throws CommandException {
    Connection connection = Connection.find(arguments.value("--directory"), environment);
    return new ControlClient(connection, clock).call(method, request);
  }

  /** All pages as one, of a request that says nothing. */
  List<Json.Members> askAll(Arguments arguments, String method, String member)
      throws CommandException {
    return askAll(arguments, method, Json.Members.empty(), member);
  }

  /** All pages as one: the objects in this member of each. */
  List<Json.Members> askAll(Arguments arguments, String method, Json.Members request, String member)
      throws CommandException {
    List<Json.Members> all = new ArrayList<>();
    String next = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      Json.Members answer = ask(arguments, method, request.withText("nextToken", next));
      all.addAll(answer.parts(member));
      next = answer.text("nextToken");
      if (next.isEmpty()) {
        return all;
      }
    }
    throw CommandException.failed("the list does not end");
  }
}
