package io.berth.agent.main;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code berth agent drain --shutdown}: asks the running agent of this host to have it emptied, and
 * waits until no task of a service is left or the time is over.
 */
final class ShutdownVerb {
  private static final String SHUTDOWN = "--shutdown";
  private static final String WITHIN = "--within";
  private static final Duration USUAL = Duration.ofSeconds(60);
  private static final Pattern TIME = Pattern.compile("([0-9]{1,5})([smh]?)");
  private static final Pattern LEFT = Pattern.compile("left ([0-9]{1,9}) ([0-9]{1,9})");

  private final Path state;
  private final Duration within;
  private final PrintStream out;

  private ShutdownVerb(Path state, Duration within, PrintStream out) {
    this.state = state;
    this.within = within;
    this.out = out;
  }

  /** Its own words, and those that are left for the agent's configuration. */
  record Words(Duration within, List<String> configuration) {

    /** Any other emptying is an operator's, who asks the scheduler. */
    static Words read(List<String> given) throws ConfigException {
      List<String> rest = new ArrayList<>(given);
      if (!rest.remove(SHUTDOWN)) {
        throw new ConfigException(
            "Say --shutdown when this machine is about to end; to empty the host for another reason"
                + " use 'berth drain' where the scheduler's API can be asked");
      }
      int at = rest.indexOf(WITHIN);
      if (at < 0) {
        return new Words(USUAL, rest);
      }
      if (at + 1 == rest.size()) {
        throw new ConfigException("The option " + WITHIN + " needs a value");
      }
      Duration within = time(rest.get(at + 1));
      rest.subList(at, at + 2).clear();
      return new Words(within, rest);
    }

    private static Duration time(String text) throws ConfigException {
      Matcher matcher = TIME.matcher(text);
      if (!matcher.matches()) {
        throw new ConfigException("'" + text + "' is no time such as 90s or 5m");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofSeconds(number);
      };
    }
  }

  /** Answers the last sentence: the host is empty, or the time is over. */
  static String run(AgentConfig config, Duration within, PrintStream out) throws IOException {
    return new ShutdownVerb(config.state(), within, out).run();
  }

  private String run() throws IOException {
    Path socket = LocalDoor.path(state);
    if (!Files.exists(socket)) {
      throw new IOException("no agent runs with the directory " + state + ", so nobody was asked");
    }
    try (SocketChannel agent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      var isOver = new Semaphore(0);
      // An agent that stands still would never answer, and a shutdown must go on.
      Thread watch = Thread.ofVirtual().start(() -> endAfter(agent, isOver));
      try {
        return ask(agent, isOver);
      } finally {
        watch.interrupt();
      }
    }
  }

  private void endAfter(SocketChannel agent, Semaphore isOver) {
    try {
      boolean _ = new Semaphore(0).tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS);
      isOver.release();
      agent.close();
    } catch (InterruptedException _) {
      // It was in time.
    } catch (IOException e) {
      out.println("the agent could not be left: " + e);
    }
  }

  private String ask(SocketChannel agent, Semaphore isOver) throws IOException {
    String last = "";
    try {
      ByteBuffer request = ByteBuffer.wrap(LocalDoor.REQUEST.getBytes(US_ASCII));
      while (request.hasRemaining()) {
        agent.write(request);
      }
      var lines =
          new BufferedReader(new InputStreamReader(Channels.newInputStream(agent), US_ASCII));
      @Nullable String line = lines.readLine();
      for (; line != null; line = lines.readLine()) {
        Matcher left = LEFT.matcher(line);
        if (left.matches() && left.group(1).equals("0")) {
          return "no task of a service is left" + others(left.group(2));
        }
        if (line.equals("not-understood")) {
          throw new IOException("the scheduler is too old to empty a host that shuts down");
        }
        if (!line.equals(last)) {
          last = line;
          out.println(sentence(left));
        }
      }
    } catch (IOException e) {
      if (!isOver.tryAcquire()) {
        throw e;
      }
      return "the time is over" + (last.isEmpty() ? ", and the agent has said nothing" : "");
    }
    if (isOver.tryAcquire()) {
      return "the time is over";
    }
    throw new IOException("the agent has ended, and what is left here stays here");
  }

  private static String sentence(Matcher left) {
    return left.matches()
        ? "tasks of services left: " + left.group(1)
        : "the scheduler has not heard of it yet";
  }

  private static String others(String count) {
    return count.equals("0") ? "" : "; other tasks, which nobody moves: " + count;
  }
}
