package io.berth.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code berth drain}: lets hosts be emptied or take tasks again, and waits, if asked to, until no
 * task of a service is left there.
 */
final class DrainVerb {
  static final Set<String> OPTIONS = Set.of("--cluster", "--undo", "--wait", "--within");

  private static final Duration USUAL = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** A scheduler that begins anew is away for less. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Asking asking;
  private final InstantSource clock;
  private final PrintStream out;

  /** Progress goes to the stream while the verb waits; the rest is its answer. */
  DrainVerb(Asking asking, InstantSource clock, PrintStream out) {
    this.asking = asking;
    this.clock = clock;
    this.out = out;
  }

  String run(Arguments arguments) throws CommandException {
    Duration within = within(arguments);
    Json.Members answer = asking.ask(arguments, "DrainHosts", request(arguments));
    List<Json.Members> hosts = answer.parts("hosts");
    if (!arguments.has("--wait")) {
      return arguments.has("--json") ? answer.written() + "\n" : HostVerbs.table(hosts);
    }
    return new Waiting(arguments, hosts).await(clock.instant().plus(within), within);
  }

  private static Json.Members request(Arguments arguments) throws CommandException {
    if (arguments.words().isEmpty()) {
      throw CommandException.wrong("name the hosts to drain");
    }
    List<Json> named = new ArrayList<>();
    arguments.words().forEach(host -> named.add(new Json.Text(host)));
    Json.Members request =
        Json.Members.empty()
            .withText("cluster", arguments.text("--cluster"))
            .with("hosts", new Json.Items(named));
    return arguments.has("--undo") ? request.with("undo", new Json.Word("true")) : request;
  }

  private static Duration within(Arguments arguments) throws CommandException {
    if (arguments.has("--undo") && arguments.has("--wait")) {
      throw CommandException.wrong("there is nothing to wait for with --undo");
    }
    if (!arguments.has("--within")) {
      return USUAL;
    }
    if (!arguments.has("--wait")) {
      throw CommandException.wrong("--within is how long --wait waits");
    }
    return Duration.ofSeconds(Long.parseLong(TokenVerbs.seconds(arguments.text("--within"))));
  }

  /** The hosts of one call, until none of them has a task of a service any more. */
  private final class Waiting {
    private final Arguments arguments;
    private final Map<String, Json.Members> newest = new LinkedHashMap<>();
    private final Map<String, String> said = new HashMap<>();
    private final Semaphore never = new Semaphore(0);

    Waiting(Arguments arguments, List<Json.Members> hosts) {
      this.arguments = arguments;
      hosts.forEach(host -> newest.put(host.text("hostId"), Json.Members.empty()));
    }

    String await(Instant end, Duration within) throws CommandException {
      Instant heard = clock.instant();
      while (true) {
        Instant now = clock.instant();
        try {
          look();
          heard = now;
        } catch (CommandException e) {
          if (now.isAfter(heard.plus(SILENCE)) || !now.isBefore(end)) {
            throw e;
          }
        }
        if (newest.values().stream().allMatch(DrainVerb::isEmpty)) {
          return arguments.has("--json") ? json() : left();
        }
        requireStillWanted();
        if (!now.isBefore(end)) {
          out.print(arguments.has("--json") ? json() : left());
          throw CommandException.failed(
              "after "
                  + within.toSeconds()
                  + " s tasks of services are still on "
                  + newest.keySet().stream()
                      .filter(host -> !isEmpty(newest.getOrDefault(host, Json.Members.empty())))
                      .map(HostVerbs::shortId)
                      .collect(Collectors.joining(", "))
                  + "; the hosts stay draining, and berth drain --undo takes that back");
        }
        pause();
      }
    }

    private void look() throws CommandException {
      for (Map.Entry<String, Json.Members> host : newest.entrySet()) {
        host.setValue(
            asking.ask(
                arguments, "DescribeHost", Json.Members.empty().withText("host", host.getKey())));
        String progress =
            HostVerbs.amount(host.getValue(), "serviceTasks") + " tasks of services left";
        if (!progress.equals(said.put(host.getKey(), progress)) && !arguments.has("--json")) {
          out.println(HostVerbs.shortId(host.getKey()) + "  " + progress);
          out.flush();
        }
      }
    }

    private void requireStillWanted() throws CommandException {
      for (Json.Members answer : newest.values()) {
        Json.Members host = answer.part("host");
        if (host.text("state").equals("VIEWED_HOST_STATE_ACTIVE")) {
          throw CommandException.failed(
              "the host "
                  + HostVerbs.shortId(host.text("hostId"))
                  + " takes tasks again: somebody took it back");
        }
      }
    }

    /** Whatever is still there, with what it waits for. */
    private String left() {
      StringBuilder text = new StringBuilder();
      newest.forEach((id, answer) -> {
        String tasks = HostVerbs.tasks(answer);
        if (!tasks.isEmpty()) {
          text.append("\non ").append(HostVerbs.shortId(id)).append(':').append(tasks);
        }
      });
      return text.toString();
    }

    private String json() {
      return Json.Members.empty()
              .with("hosts", TokenVerbs.items(List.copyOf(newest.values())))
              .written()
          + "\n";
    }

    private void pause() throws CommandException {
      try {
        var _ = never.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw CommandException.failed("interrupted; the hosts stay draining");
      }
    }
  }

  /** One that was not seen yet is not: its answer has no host in it. */
  private static boolean isEmpty(Json.Members answer) {
    return answer.has("host") && HostVerbs.amount(answer, "serviceTasks").equals("0");
  }
}
