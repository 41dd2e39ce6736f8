package io.berth.deploy;

import io.berth.agent.main.AgentMain;
import io.berth.cli.ClientCommand;
import io.berth.proxy.main.ProxyMain;
import io.berth.scheduler.main.SchedulerMain;
import java.time.InstantSource;
import java.util.List;

/**
 * The {@code berth} command: runs a process, or a client verb. Each branch loads only what it
 * needs, so a client verb starts without a single class of a server.
 */
public final class Launcher {

  private static final String AGENT_HELP =
      """
      berth agent [OPTION]...         runs the agent of this host
      berth agent check [OPTION]...   tells whether its engine answers, and what of ours is there
      berth agent clean [OPTION]...   removes the containers and volumes that the agent made here
      berth agent drain --shutdown [--within TIME] [OPTION]...
                                      before this machine ends: has the tasks of services moved away, and waits
                                      for that, 60 s if nothing is said; the next start of the machine undoes it

        --config FILE           lines 'key = value' with the keys below; options win over them
        --scheduler HOST:PORT   where the scheduler awaits agents (127.0.0.1:7071)
        --token TOKEN           the one-time token of 'berth token create', for the first start
        --ca-fingerprint HEX    what that token came with
        --state DIR             identity and journal of this host (/var/lib/berth/agent)
        --advertise ADDRESS,... where the tasks of this host are reached
        --docker-host URL       the engine's socket (unix:///var/run/docker.sock)

      All keys stand in docs/operation.md. A signal ends it with 0; containers go on.
      Exit codes: 0 it was asked to end, 70 a bug, 74 the host or engine lets it down,
      78 options or token cannot be used.
      """;

  private Launcher() {}

  public static void main(String[] words) {
    System.exit(run(List.of(words)));
  }

  private static int run(List<String> words) {
    String verb = words.isEmpty() ? "--help" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    if (List.of("scheduler", "up", "agent", "proxy").contains(verb) && asksForHelp(rest)) {
      System.out.print(helpOf(verb));
      return ClientCommand.DONE;
    }
    return switch (verb) {
      case "scheduler" -> SchedulerMain.run(rest);
      case "up" -> UpMain.run(rest);
      case "agent" -> AgentMain.run(rest);
      case "proxy" -> ProxyMain.run(rest);
      case "help", "--help", "-h" -> overview();
      default -> client().run(words);
    };
  }

  private static ClientCommand client() {
    return new ClientCommand(System.getenv(), InstantSource.system(), System.out, System.err);
  }

  private static boolean asksForHelp(List<String> words) {
    return words.contains("--help") || words.contains("-h");
  }

  private static int overview() {
    System.out.print(
        """
        berth: Amazon ECS's model and API on your own hosts

          berth scheduler [OPTION]...
              run the scheduler; berth scheduler --help lists its options
          berth agent [OPTION]...
              run the agent of this host; berth agent --help lists its options
          berth proxy [OPTION]...
              run a proxy; berth proxy --help lists its options
          berth up [OPTION]...
              run everything that one machine needs in one process

        """);
    System.out.print(client().overview());
    return ClientCommand.DONE;
  }

  /** The options of a process, and how it ends. */
  private static String helpOf(String verb) {
    return switch (verb) {
      case "proxy" ->
          """
          berth proxy [OPTION]...   passes users' requests on to targets, as the scheduler says

            --config FILE           lines 'key = value' with the keys below; options win over them
            --scheduler HOST:PORT   where the scheduler awaits proxies (127.0.0.1:7071)
            --token TOKEN           the one-time token of 'berth token create --proxy', for the first start
            --ca-fingerprint HEX    what that token came with
            --listen ADDRESS,...    where listeners are bound (127.0.0.1)
            --directory DIR         identity and last table of this proxy (/var/lib/berth/proxy)
            --event-loops NUMBER    how many threads move bytes (one per processor)

          A signal ends it with 0, after the requests in flight. Exit codes: 0 it was asked to end,
          70 a bug, 74 the host lets it down, 78 options or token cannot be used.
          """;
      case "agent" -> AGENT_HELP;
      default ->
          "berth "
              + verb
              + """
               [OPTION]...

                --config FILE         lines 'key = value' with the keys below; options win over them
                --directory DIR       state, master key, and what clients here need (/var/lib/berth/scheduler)
                --api ADDRESS:PORT    where clients are answered (127.0.0.1:7070)
                --api-tls WHEN        on, off, or auto: unless only this machine can reach it (auto)
                --agents ADDRESS:PORT where agents and proxies connect (127.0.0.1:7071)
                --names NAME,...      further host names and addresses by which this machine is called
                --account DIGITS      the AWS account of this installation (000000000000)
                --region REGION       its AWS region (us-east-1)

              A signal ends it with 0; containers go on. Exit codes: 0 it was asked to end,
              1 it failed, 2 wrong options.
              """
              + (verb.equals("up")
                  ? "With the agent's own codes besides: 70, 74, 78. DOCKER_HOST names the"
                      + " engine.\n"
                  : "");
    };
  }
}
