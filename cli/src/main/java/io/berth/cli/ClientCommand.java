package io.berth.cli;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The client verbs of the {@code berth} command, from words to an exit code. */
public final class ClientCommand {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int WRONG = 2;

  private static final Set<String> EVERYWHERE = Set.of("--json", "--directory");

  private final Map<String, Entry> verbs = new LinkedHashMap<>();
  private final PrintStream out;
  private final PrintStream err;

  public ClientCommand(
      Map<String, String> environment, InstantSource clock, PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
    Asking asking = new Asking(Map.copyOf(environment), clock);
    TokenVerbs tokens = new TokenVerbs(asking);
    KeyVerbs keys = new KeyVerbs(asking);
    ProxyVerbs proxies = new ProxyVerbs(asking);
    verbs.put(
        "token create",
        new Entry(
            "[--cluster NAME | --proxy] [--valid TIME] [--note TEXT]",
            "make a token for one host to join with; prints the line to paste there",
            Set.of("--cluster", "--proxy", "--valid", "--note"),
            tokens::create));
    verbs.put("token list", new Entry("", "list join tokens", Set.of(), tokens::list));
    verbs.put(
        "token revoke", new Entry("TOKEN", "make a join token useless", Set.of(), tokens::revoke));
    verbs.put(
        "key create",
        new Entry(
            "[--note TEXT]",
            "make an API key; its secret is shown this once",
            Set.of("--note"),
            keys::create));
    verbs.put("key list", new Entry("", "list API keys", Set.of(), keys::list));
    verbs.put(
        "key disable", new Entry("KEY", "refuse calls signed with it", Set.of(), keys::disable));
    verbs.put("key enable", new Entry("KEY", "serve them again", Set.of(), keys::enable));
    verbs.put("key revoke", new Entry("KEY", "end it for ever", Set.of(), keys::revoke));
    verbs.put("proxies", new Entry("", "list proxies", Set.of(), proxies::proxies));
    verbs.put(
        "targets",
        new Entry(
            "GROUP",
            "list the targets of a target group, and what each proxy says of them",
            Set.of(),
            proxies::targets));
    addHosts(asking, clock);
    addTrust(new TrustVerbs(asking));
    addForesight(new ForesightVerbs(asking));
    addExplanations(asking);
    verbs.put(
        "env",
        new Entry(
            "",
            "print the variables for AWS clients: eval \"$(berth env)\"",
            Set.of(),
            new EnvVerb(Map.copyOf(environment))::run));
  }

  private void addHosts(Asking asking, InstantSource clock) {
    verbs.put(
        "hosts",
        new Entry(
            "[HOST] [--cluster NAME]",
            "list the hosts of a cluster, or tell all there is to say of one",
            Set.of("--cluster"),
            new HostVerbs(asking)::hosts));
    verbs.put(
        "lost",
        new Entry(
            "--confirm [--cluster NAME]",
            "give the hosts up that are silent now, however many these are",
            Set.of("--cluster", "--confirm"),
            new HostVerbs(asking)::lost));
    verbs.put(
        "drain",
        new Entry(
            "HOST... [--cluster NAME] [--undo | --wait [--within TIME]]",
            "let hosts be emptied, or take tasks again; --wait waits until no task of a service is"
                + " left",
            DrainVerb.OPTIONS,
            new DrainVerb(asking, clock, out)::run));
  }

  private void addTrust(TrustVerbs trust) {
    verbs.put(
        "ca list",
        new Entry(
            "",
            "list certificate authorities, who trusts them and who needs them",
            Set.of(),
            trust::list));
    verbs.put(
        "ca prepare",
        new Entry(
            "",
            "make the next authority; agents and proxies are told to trust it",
            Set.of(),
            trust::prepare));
    verbs.put(
        "ca switch",
        new Entry(
            "AUTHORITY",
            "let it sign from now on; the one before stays trusted",
            Set.of(),
            trust::switchTo));
    verbs.put(
        "ca retire",
        new Entry(
            "AUTHORITY [--force]",
            "believe it no more; refused while somebody needs it, unless forced",
            TrustVerbs.RETIRE_OPTIONS,
            trust::retire));
    verbs.put(
        "peer list",
        new Entry("", "list the identities of agents and proxies", Set.of(), trust::peers));
    verbs.put(
        "peer revoke",
        new Entry(
            "PEER",
            "let an agent or a proxy in never again; what runs there goes on",
            Set.of(),
            trust::revoke));
  }

  private void addExplanations(Asking asking) {
    verbs.put(
        "why",
        new Entry(
            "[TASK | SERVICE | HOST | PROXY | AUTHORITY] [--cluster NAME] [--before TOKEN]",
            "tell what happened to it and who asked; without a name what the cluster has refused",
            Set.of("--cluster", "--before"),
            new WhyVerb(asking)::run));
    verbs.put(
        "explain",
        new Entry(
            ExplainVerb.USAGE,
            "tell where tasks could go now, for every host why not, and what would make room",
            ExplainVerb.options(),
            new ExplainVerb(asking)::run));
  }

  private void addForesight(ForesightVerbs foresight) {
    verbs.put(
        "plan run-task",
        new Entry(
            "[--cluster NAME] (" + RunTaskWords.USAGE + ")",
            "tell which hosts RunTask would choose now",
            ForesightVerbs.runOptions(),
            foresight::planRunTask));
    verbs.put(
        "plan update-service",
        new Entry(
            "[--cluster NAME] --service NAME [--desired-count N] [--task-definition NAME]"
                + " [--force-new-deployment] | --cli-input-json JSON|file://PATH",
            "tell what UpdateService would start, drain and stop now",
            ForesightVerbs.updateOptions(),
            foresight::planUpdateService));
    verbs.put(
        "what-if",
        new Entry(
            "[--cluster NAME] [--lose HOST,…] [--add N --like HOST] [--service NAME"
                + " --desired-count N | --update-json JSON|file://PATH] [--run DEFINITION |"
                + " --run-json JSON|file://PATH] [--count N]",
            "tell what would become of a cluster that loses or gets hosts, or has to run more",
            ForesightVerbs.WHAT_IF_OPTIONS,
            foresight::whatIf));
    verbs.put(
        "n1",
        new Entry(
            "[--cluster NAME] [--budget SECONDS]",
            "tell which single host's loss the cluster could not absorb now",
            ForesightVerbs.LOSS_OPTIONS,
            foresight::losses));
  }

  /** A verb: its arguments and its sentence for the overview, its own options, what it does. */
  private record Entry(String usage, String sentence, Set<String> options, Verb verb) {}

  /** Does what the words say and answers the exit code. */
  public int run(List<String> words) {
    if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
      out.print(overview(words));
      return DONE;
    }
    try {
      out.print(answer(words));
      out.flush();
      return out.checkError() ? FAILED : DONE;
    } catch (CommandException e) {
      err.println("berth: " + e.sentence());
      return e.exitCode();
    }
  }

  /** The client verbs for the overview of the whole command. */
  public String overview() {
    return overview(List.of());
  }

  private String answer(List<String> words) throws CommandException {
    for (Map.Entry<String, Entry> known : verbs.entrySet()) {
      List<String> name = List.of(known.getKey().split(" ", -1));
      if (words.size() >= name.size() && words.subList(0, name.size()).equals(name)) {
        Set<String> options = new HashSet<>(EVERYWHERE);
        options.addAll(known.getValue().options());
        List<String> rest = words.subList(name.size(), words.size());
        return known.getValue().verb().run(Arguments.read(rest, options));
      }
    }
    String shown = String.join(" ", words.subList(0, Math.min(2, words.size())));
    throw CommandException.wrong("there is no verb '" + shown + "'");
  }

  /** The verbs that begin as the words do, or all of them. */
  private String overview(List<String> words) {
    String first = words.isEmpty() || words.getFirst().startsWith("-") ? "" : words.getFirst();
    StringBuilder text = new StringBuilder();
    verbs.forEach((name, entry) -> {
      if (first.isEmpty() || name.equals(first) || name.startsWith(first + " ")) {
        String head = "berth " + name + (entry.usage().isEmpty() ? "" : " " + entry.usage());
        text.append("  ").append(head).append("\n      ").append(entry.sentence()).append('\n');
      }
    });
    return text.append(
            """

            Everywhere: --json prints the answer as JSON. The scheduler is the one of --directory, or of
            AWS_ENDPOINT_URL with its keys, or of BERTH_DIRECTORY, or of /var/lib/berth/scheduler.
            Exit codes: 0 done, 1 refused or failed, 2 wrong arguments.
            """)
        .toString();
  }
}
