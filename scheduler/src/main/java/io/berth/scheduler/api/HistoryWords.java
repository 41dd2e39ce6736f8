package io.berth.scheduler.api;

import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happening.Placed;
import io.berth.scheduler.history.Happening.Stopped;
import io.berth.scheduler.history.Happening.TaskOn;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Reason;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.JoinToken;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What happened and why, in sentences for people. */
final class HistoryWords {
  private final ReadTx state;

  HistoryWords(ReadTx state) {
    this.state = state;
  }

  // ------------------------------------------------------------------------------ what

  String sentence(Line line) {
    return switch (line.what()) {
      case Placed placed -> placed(placed);
      case Happening.PlacedFor(var service) -> "tasks were placed for service " + service.name();
      case Stopped stopped -> letGo(stopped.tasks()) + ": " + motive(line, stopped);
      case Happening.StopAsked(_, var sentence) -> about(line) + " was stopped: " + sentence;
      case Happening.Ended ended -> about(line) + " " + ended(ended);
      case Happening.Abandoned(var host, _) ->
          about(line) + " counts as ended: host " + host + " was taken out of the cluster by force";
      case Happening.TargetLeft left -> about(line) + " " + left(left);
      case Happening.Adopted(var tasks, _, var sentence) -> adopted(tasks, sentence);
      case Happening.ClaimRefused(var task, var sentence) ->
          about(line) + " runs task " + task + ", which is not adopted: " + sentence;
      case Happening.ServiceAsked asked -> about(line) + " " + asked(asked);
      case Happening.Completed(var deployment) ->
          "deployment " + deployment.text() + " is completed";
      case Happening.Hindered(var sentence) -> sentence;
      case Happening.Over() -> about(line) + " is over: its last task has ended";
      case Happening.Joined(var cluster) ->
          about(line) + " joined cluster " + cluster + token(line);
      case Happening.WentSilent() -> about(line) + " went silent";
      case Happening.CameBack() -> about(line) + " came back";
      case Happening.WasLost() ->
          about(line) + " was lost: it had been silent for too long, and others take over";
      case Happening.Rests rests -> about(line) + rests(rests);
      case Happening.Expired expired -> about(line) + expired(expired);
      case Happening.Braked(var silent, var hosts) -> braked(silent, hosts);
      case Happening.Released(var why) -> "silent hosts are given up again: " + release(why);
      case Happening.HostAsked(_, var status) ->
          about(line)
              + switch (status) {
                case ACTIVE -> " may take tasks again";
                case DRAINING, SHUTTING_DOWN -> " is to be emptied";
                case INACTIVE -> " was deregistered";
              };
      case Happening.ShutsDown() -> about(line) + " is to be emptied: its machine shuts down";
      case Happening.StartedAnew() ->
          about(line) + " may take tasks again: its machine has started anew";
      case Happening.FactsChanged(var facts) -> about(line) + " has changed: " + facts(facts);
      case Happening.Attributed(_, var given, var taken) ->
          about(line) + " has other attributes: " + attributes(given, taken);
      case Happening.AgentAttributed(var given, var taken) ->
          "the agent of " + about(line) + " tells of other attributes: " + attributes(given, taken);
      case Happening.AuthorityAsked(_, var step) -> about(line) + step(step);
      case Happening.IdentityRevoked(_) ->
          "the identity of " + about(line) + " was revoked: it is let in never again";
      case Happening.Alarmed(var alarm, var sentence) ->
          "alarm " + Arns.shown(alarm) + " about " + about(line) + ": " + sentence;
      case Happening.Unreadable(var kind) ->
          "something of the kind " + Arns.shown(kind) + " happened, which is not known here";
    };
  }

  /** As in {@code host 0f3a…}; what has a cluster in its name is called by its own. */
  private static String about(Line line) {
    String text = line.subject().text();
    return line.subject()
        .service()
        .map(service -> "service " + service.name())
        .orElseGet(() -> text.replaceFirst("/", " "));
  }

  private static String placed(Placed placed) {
    if (placed.tasks().isEmpty()) {
      return count(placed.missing(), "task") + " not placed" + closest(placed);
    }
    String missing =
        placed.missing() == 0 ? "" : "; " + placed.missing() + " more not placed" + closest(placed);
    return placed(placed.tasks()) + missing;
  }

  private static String closest(Placed placed) {
    return placed
        .closest()
        .map(closest -> ": " + closest.lack() + " on the closest host " + closest.host())
        .orElse(": no host of the cluster takes tasks");
  }

  private static String placed(List<TaskOn> tasks) {
    if (tasks.size() == 1) {
      return "task " + tasks.getFirst().task() + " was placed on host " + tasks.getFirst().host();
    }
    return tasks.size() + " tasks were placed: " + named(tasks);
  }

  private static String letGo(List<TaskOn> tasks) {
    return named(tasks) + (tasks.size() == 1 ? " was let go" : " were let go");
  }

  private static String named(List<TaskOn> tasks) {
    int more = tasks.size() - HistoryWire.MOST_TASKS;
    return tasks.stream()
            .limit(HistoryWire.MOST_TASKS)
            .map(one -> "task " + one.task() + " on host " + one.host())
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String motive(Line line, Stopped stopped) {
    Reason.Upkeep upkeep = stopped.reason();
    String service = line.subject().service().map(ServiceId::name).orElse("");
    return switch (stopped.motive()) {
      case SURPLUS ->
          "scale-in of service "
              + service
              + " ("
              + upkeep.count().desired()
              + " wanted, "
              + upkeep.count().kept()
              + " there)";
      case OUTDATED -> "replaced by deployment " + upkeep.deployment().text();
      case FAILING -> stopped.cause().reason();
      case HOST_LEAVING -> "the host is to be emptied";
      case SERVICE_DELETED -> "service " + service + " was deleted";
      case HOST_LOST -> "the host is lost, and others stand in for it";
    };
  }

  private static String adopted(List<TaskOn> tasks, String sentence) {
    return named(tasks)
        + (tasks.size() == 1 ? " was adopted: it ran" : " were adopted: they ran")
        + " and nobody here knew"
        + (sentence.isEmpty() ? "" : "; " + sentence);
  }

  private static String step(Happening.AuthorityStep step) {
    return switch (step) {
      case PREPARED -> " was made, and agents and proxies are told to trust it";
      case SIGNS -> " signs from now on";
      case RETIRED -> " is believed no more";
    };
  }

  private static String rests(Happening.Rests rests) {
    return " gets no new tasks until "
        + rests.until()
        + ": it went silent and came back "
        + rests.returns()
        + " times within a short time";
  }

  private static String expired(Happening.Expired expired) {
    return " counts as ended: host "
        + expired.host()
        + " is lost, has been silent for "
        + expired.silent().toSeconds()
        + " s, and must have stopped it when its lease ended";
  }

  private static String braked(int silent, int hosts) {
    return "ALARM: "
        + silent
        + " of "
        + hosts
        + " hosts are silent at once, so none of them is given up and nothing is replaced";
  }

  private static String release(Happening.Release why) {
    return switch (why) {
      case Happening.Release.Calm() -> "most of them are there again";
      case Happening.Release.TimeOver() -> "they did not come back for as long as was waited";
      case Happening.Release.Confirmed(_) -> "somebody confirmed that they are gone";
    };
  }

  private static String ended(Happening.Ended ended) {
    String exits =
        ended.exits().stream()
            .map(exit -> exit.container() + " exited with " + exit.code())
            .collect(Collectors.joining(", "));
    return "ended by itself on host "
        + ended.host()
        + ": "
        + ended.cause().reason()
        + (exits.isEmpty() ? "" : " (" + exits + ")");
  }

  private static String asked(Happening.ServiceAsked asked) {
    String begun =
        asked
            .begun()
            .map(one ->
                ", deployment "
                    + one.deployment().text()
                    + " of "
                    + one.definition().family()
                    + ":"
                    + one.definition().revision()
                    + " begins")
            .orElse("");
    return switch (asked.ask().call()) {
      case "CreateService" -> "was created with " + count(asked.after(), "task") + begun;
      case "DeleteService" -> "was deleted";
      default ->
          "was changed"
              + (asked.before() == asked.after()
                  ? ""
                  : " (desired " + asked.before() + " -> " + asked.after() + ")")
              + begun;
    };
  }

  private static String left(Happening.TargetLeft left) {
    return "is out of target group "
        + left.targetGroup()
        + " after "
        + left.drained().toMillis()
        + " ms of draining: "
        + left.sentence();
  }

  private static String facts(List<Happening.Fact> facts) {
    return facts.stream().map(HistoryWords::fact).collect(Collectors.joining("; "));
  }

  private static String fact(Happening.Fact fact) {
    return fact.what() + " " + none(fact.before()) + " -> " + none(fact.after());
  }

  private static String none(String text) {
    return text.isEmpty() ? "none" : text;
  }

  private static String attributes(Map<String, String> given, List<String> taken) {
    List<String> words = new ArrayList<>();
    new TreeMap<>(given)
        .forEach((name, value) -> words.add(value.isEmpty() ? name : name + "=" + value));
    taken.forEach(name -> words.add("no " + name));
    return String.join(", ", words);
  }

  /** A token is kept longer than history, so that it can be looked up. */
  private String token(Line line) {
    String id = line.subject().text().substring(line.subject().text().indexOf('/') + 1);
    for (JoinToken token : state.rows(Tables.JOIN_TOKENS)) {
      if (token.use() instanceof JoinToken.Use.Spent(var identity, _) && identity.equals(id)) {
        return " with token " + token.id();
      }
    }
    return "";
  }

  // ------------------------------------------------------------------------------ why

  List<String> because(Line line) {
    List<String> because = new ArrayList<>();
    switch (line.what()) {
      case Placed placed -> {
        because.add(choice(placed));
        if (!placed.choice().lacking().isEmpty()) {
          because.add(lacking(placed.choice().lacking()));
        }
        because.add(
            "of "
                + placed.wanted().definition().family()
                + ":"
                + placed.wanted().definition().revision()
                + ", task group "
                + placed.wanted().group());
        if (placed.reason() instanceof Reason.Upkeep upkeep) {
          because.add(upkeep(line, upkeep));
        }
      }
      case Stopped stopped -> because.add(upkeep(line, stopped.reason()));
      case Happening.ShutsDown() -> because.add("asked by its own shutdown");
      default -> {
        // The sentence says it, or the call does.
      }
    }
    HistoryWire.asks(line.what()).forEach(ask -> because.add(after(ask)));
    return because;
  }

  private static String choice(Placed placed) {
    Happening.Wanted wanted = placed.wanted();
    if (wanted.hosts() > 0) {
      return "the request named the " + (wanted.hosts() == 1 ? "host" : "hosts");
    }
    List<String> steps = new ArrayList<>();
    wanted.preferences().forEach(expression -> steps.add("preferring(" + expression + ")"));
    wanted.strategies().forEach(strategy -> steps.add(word(strategy)));
    List<String> constraints = wanted.constraints().stream().map(HistoryWords::word).toList();
    return "chosen by "
        + (steps.isEmpty() ? "random" : String.join(", ", steps))
        + " among "
        + placed.choice().suited()
        + " suitable of "
        + count(placed.choice().hosts(), "host")
        + (constraints.isEmpty() ? "" : ", with " + String.join(", ", constraints));
  }

  private static String word(Strategy strategy) {
    return switch (strategy) {
      case Strategy.Anywhere() -> "random";
      case Strategy.SpreadOverHosts() -> "spread(host)";
      case Strategy.SpreadOverAttribute(var name) -> "spread(attribute:" + name + ")";
      case Strategy.Binpack(var resource) ->
          "binpack(" + resource.name().toLowerCase(Locale.ROOT) + ")";
    };
  }

  private static String word(Constraint constraint) {
    return switch (constraint) {
      case Constraint.DistinctHosts() -> "distinctInstance";
      case Constraint.MemberOf(var expression) -> "memberOf(" + expression + ")";
    };
  }

  private static String lacking(Map<String, Integer> lacking) {
    return new TreeMap<>(lacking)
        .entrySet().stream()
            .map(one -> count(one.getValue(), "host") + ": " + one.getKey())
            .collect(Collectors.joining("; "));
  }

  private static String upkeep(Line line, Reason.Upkeep upkeep) {
    Reason.Count count = upkeep.count();
    return "for service "
        + line.subject().service().map(ServiceId::name).orElse("")
        + ", deployment "
        + upkeep.deployment().text()
        + ", because "
        + count(count.desired(), "task")
        + (count.desired() == 1 ? " was" : " were")
        + " wanted and "
        + count.kept()
        + " there"
        + (count.replaced() == 0 ? "" : ", " + count.replaced() + " to be replaced")
        + (count.ending() == 0 ? "" : ", " + count.ending() + " ending")
        + " (minimum "
        + upkeep.rolling().minimumHealthyPercent()
        + " %, maximum "
        + upkeep.rolling().maximumPercent()
        + " %)";
  }

  private String after(Ask ask) {
    String by =
        switch (ask.by()) {
          case Asker.Key(var id) ->
              "key "
                  + id
                  + state
                      .find(Tables.API_KEYS, id)
                      .map(ApiKey::description)
                      .filter(note -> !note.isEmpty())
                      .map(note -> " (" + note + ")")
                      .orElse("");
          case Asker.Itself() -> "the scheduler itself";
          case Asker.Unknown() -> "somebody who was not written down";
        };
    String call = ask.call().isEmpty() ? "a call" : ask.call();
    return "after " + call + " by " + by + " at " + ask.at();
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
