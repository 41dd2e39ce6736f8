package io.berth.cli;

import java.util.ArrayList;
import java.util.List;

/** {@code berth hosts}: the hosts of a cluster, or all there is to say of one. */
final class HostVerbs {
  private static final String CLUSTER = "--cluster";

  /** As many digits of an id as keep apart whatever hosts there are. */
  private static final int SHORT_ID = 12;

  private final Asking asking;

  HostVerbs(Asking asking) {
    this.asking = asking;
  }

  String hosts(Arguments arguments) throws CommandException {
    String named = arguments.wordOrNone("host");
    Json.Members request = Json.Members.empty().withText("cluster", arguments.text(CLUSTER));
    if (!named.isEmpty()) {
      Json.Members answer = asking.ask(arguments, "DescribeHost", request.withText("host", named));
      return arguments.has("--json") ? answer.written() + "\n" : described(answer);
    }
    List<Json.Members> hosts = asking.askAll(arguments, "ListHosts", request, "hosts");
    return arguments.has("--json")
        ? Json.Members.empty().with("hosts", TokenVerbs.items(hosts)).written() + "\n"
        : table(hosts) + braked(asking.ask(arguments, "ListHosts", first(request)));
  }

  /** {@code berth lost --confirm}: silent hosts are gone, and nobody is to wait for them. */
  String lost(Arguments arguments) throws CommandException {
    if (!arguments.has("--confirm")) {
      throw CommandException.wrong(
          "this gives all silent hosts of the cluster up: say so with --confirm");
    }
    Json.Members request = Json.Members.empty().withText("cluster", arguments.text(CLUSTER));
    Json.Members answer = asking.ask(arguments, "ConfirmLoss", request);
    if (arguments.has("--json")) {
      return answer.written() + "\n";
    }
    List<Json.Members> hosts = answer.parts("hosts");
    return hosts.isEmpty() ? "no host was silent\n" : table(hosts);
  }

  private static Json.Members first(Json.Members request) {
    return request.with("maxResults", new Json.Word("1"));
  }

  /** What holds back belongs under the table: its reader wonders why nothing is replaced. */
  private static String braked(Json.Members answer) {
    Json.Members brake = answer.part("brake");
    return brake.members().isEmpty()
        ? ""
        : "\n"
            + amount(brake, "silent")
            + " of "
            + amount(brake, "hosts")
            + " hosts fell silent at once, so none is given up since "
            + brake.text("since")
            + "; berth lost --confirm says that they are gone\n";
  }

  // ------------------------------------------------------------------------------ all

  static String table(List<Json.Members> hosts) {
    Columns columns =
        new Columns(
            "HOST",
            "NAME",
            "STATE",
            "ADDRESS",
            "AGENT",
            "ENGINE",
            "CPU FREE",
            "MIB FREE",
            "RUNNING",
            "PENDING");
    for (Json.Members host : hosts) {
      columns.row(
          shortId(host.text("hostId")),
          host.text("name"),
          state(host),
          String.join(",", host.texts("addresses")),
          host.text("agentVersion"),
          engine(host),
          amount(host, "freeCpuUnits") + "/" + amount(host, "cpuUnits"),
          amount(host, "freeMemoryMib") + "/" + amount(host, "memoryMib"),
          amount(host, "runningTasks"),
          amount(host, "pendingTasks"));
    }
    return columns.text();
  }

  static String shortId(String id) {
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  /** What is wanted of it, then whatever keeps it from that: a healthy host is one word. */
  static String state(Json.Members host) {
    List<String> words = new ArrayList<>();
    words.add(TokenVerbs.word(host.text("state"), "VIEWED_HOST_STATE_").replace('_', ' '));
    String link = TokenVerbs.word(host.text("link"), "VIEWED_HOST_LINK_").replace('_', ' ');
    if (!link.equals("connected")) {
      words.add(link + " since " + host.text("linkSince"));
    }
    words.addAll(host.texts("notes"));
    return String.join(", ", words);
  }

  private static String engine(Json.Members host) {
    String state = TokenVerbs.word(host.text("engineState"), "VIEWED_ENGINE_STATE_");
    return host.text("engine")
        + " "
        + host.text("engineVersion")
        + (state.equals("available") ? "" : ", " + state);
  }

  /** Absent numbers are zero: so the messages have it. Those that may be large come as text. */
  static String amount(Json.Members members, String name) {
    String number = members.text(name) + members.word(name);
    return number.isEmpty() ? "0" : number;
  }

  // ------------------------------------------------------------------------------ one

  private static String described(Json.Members answer) {
    Json.Members host = answer.part("host");
    Json.Members details = answer.part("details");
    Lines lines = new Lines();
    lines.add("host", host.text("hostId"));
    lines.add("name", host.text("name"));
    lines.add("cluster", host.text("cluster"));
    lines.add("state", state(host));
    lines.add("joined", details.text("registeredAt"));
    lines.add(
        "agent",
        host.text("agentVersion")
            + ", session "
            + amount(details, "sessions")
            + ", "
            + TokenVerbs.word(host.text("link"), "VIEWED_HOST_LINK_")
            + " since "
            + host.text("linkSince"));
    String trouble = details.text("engineSentence");
    lines.add(
        "engine",
        engine(host)
            + " since "
            + details.text("engineSince")
            + (trouble.isEmpty() ? "" : ": " + trouble));
    lines.add(
        "machine",
        details.text("osName")
            + ", kernel "
            + details.text("kernelRelease")
            + ", "
            + details.text("architecture")
            + ", cgroup v"
            + amount(details, "cgroupVersion"));
    lines.add("boot", details.text("bootId"));
    lines.add("addresses", String.join(", ", host.texts("addresses")));
    lines.add("cpu units", free(host, "freeCpuUnits", "cpuUnits"));
    lines.add("memory MiB", free(host, "freeMemoryMib", "memoryMib"));
    offered(details, lines);
    lines.add(
        "tasks",
        amount(host, "runningTasks")
            + " running, "
            + amount(host, "pendingTasks")
            + " pending; not over: "
            + amount(answer, "serviceTasks")
            + " of services, "
            + amount(answer, "otherTasks")
            + " others");
    return lines.text() + tasks(answer);
  }

  /** What tasks may ask for by name. */
  private static void offered(Json.Members details, Lines lines) {
    lines.add("dynamic ports", details.text("dynamicPorts"));
    lines.add("reserved ports", String.join(", ", details.texts("reservedPorts")));
    lines.add("taken ports", String.join(", ", details.texts("takenPorts")));
    for (Json.Members device : details.parts("devices")) {
      lines.add(
          device.text("kind"),
          device.text("deviceId")
              + (device.text("model").isEmpty() ? "" : ", " + device.text("model"))
              + (device.isTrue("taken") ? ", taken" : ", free"));
    }
    named(details.part("attributes")).forEach(one -> lines.add("attribute", one));
    named(details.part("tags")).forEach(one -> lines.add("tag", one));
  }

  private static String free(Json.Members host, String free, String all) {
    return amount(host, free) + " free of " + amount(host, all);
  }

  private static List<String> named(Json.Members map) {
    return map.members().keySet().stream()
        .sorted()
        .map(name -> map.text(name).isEmpty() ? name : name + " = " + map.text(name))
        .toList();
  }

  /** The tasks that are not over; what each waits for only where somebody wants them gone. */
  static String tasks(Json.Members answer) {
    List<Json.Members> tasks = answer.parts("tasks");
    if (tasks.isEmpty()) {
      return "";
    }
    boolean isEmptied = tasks.stream().anyMatch(task -> !task.text("stays").isEmpty());
    Columns columns =
        isEmptied
            ? new Columns("TASK", "SERVICE", "DEFINITION", "IS", "SHALL BE", "IN THE WAY")
            : new Columns("TASK", "SERVICE", "DEFINITION", "IS", "SHALL BE");
    for (Json.Members task : tasks) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  task.text("taskId"),
                  task.text("service"),
                  task.text("taskDefinition"),
                  task.text("lastStatus"),
                  task.text("desiredStatus")));
      if (isEmptied) {
        cells.add(task.text("stays"));
      }
      columns.row(cells.toArray(String[]::new));
    }
    long all =
        Long.parseLong(amount(answer, "serviceTasks"))
            + Long.parseLong(amount(answer, "otherTasks"));
    long more = all - tasks.size();
    return "\n" + columns.text() + (more > 0 ? "… and " + more + " more tasks.\n" : "");
  }

  /** Facts, a line each. */
  private static final class Lines {
    private static final int LABEL = 16;

    private final StringBuilder text = new StringBuilder();

    void add(String label, String value) {
      text.append(label)
          .append(" ".repeat(Math.max(1, LABEL - label.length())))
          .append(Columns.shown(value))
          .append('\n');
    }

    String text() {
      return text.toString();
    }
  }
}
