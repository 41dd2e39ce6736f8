package io.berth.tests.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.tests.heart.BalancedService;
import io.berth.tests.heart.Crowd;
import io.berth.tests.hosts.HostOnLan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One host is away for longer than it is waited for, and comes back; meanwhile users go on with the
 * web service. Each step waits for what must come.
 */
final class Absence implements AutoCloseable {
  /**
   * Ten seconds until a host is given up, and on a busy machine the start of a container and its
   * first check.
   */
  private static final Duration LONGEST_TROUBLE = Duration.ofSeconds(20);

  /** A table reaches the proxies a moment after the API tells of it. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  private static final Duration CALL = Duration.ofSeconds(2);
  private static final Pattern BACK = Pattern.compile(" came back");
  private static final String WHO = "X-Task";
  private static final int NAME_LETTERS = 12;
  private static final long MANY = 200;

  private final LossGround ground;
  private final HostOnLan away;
  private final Crowd crowd;
  private final long losses;
  private final long returns;

  /** The containers of the web service when it began: all, and those that are away. */
  private final Set<String> all;

  private final Set<String> kept;
  private long begin;

  /** What is done to a host, or undone. */
  @FunctionalInterface
  interface Act {
    void run() throws Exception;
  }

  private Absence(LossGround ground, HostOnLan away, Crowd crowd) throws IOException {
    this.ground = ground;
    this.away = away;
    this.crowd = crowd;
    this.losses = ground.losses(away);
    this.returns = returns();
    this.all = ground.running();
    this.kept = away.running(BalancedService.CONTAINER);
  }

  /** A host that has tasks of the web service goes away by this, while many use that. */
  static Absence begin(LossGround ground, HostOnLan away, Act act) throws Exception {
    ground.awaitWhole();
    ground.hosts().awaitSettled();
    Absence absence = new Absence(ground, away, ground.crowd());
    boolean isBegun = false;
    try {
      assertFalse(absence.kept.isEmpty(), ground::dump);
      ground.stack().await().until("many are answered", () -> absence.crowd.answered() > MANY);
      assertEquals(0, absence.crowd.failed(), absence::dump);
      absence.begin = System.nanoTime();
      act.run();
      isBegun = true;
      return absence;
    } finally {
      if (!isBegun) {
        absence.close();
      }
    }
  }

  private long returns() throws IOException {
    return BACK.matcher(ground.why(away)).results().count();
  }

  /** Waits until the host is given up, and the history says why. */
  void awaitLost() throws Exception {
    ground.hosts().awaitConnected(away, false);
    ground
        .stack()
        .await()
        .until(away.address() + " is lost", () -> ground.losses(away) == losses + 1);
  }

  /** Waits until others answer for those that are away, at each door. */
  void awaitReplaced() throws Exception {
    ground.stack().await().until("replacements run elsewhere", () -> fresh().size() == kept.size());
    for (InetSocketAddress door : ground.doors()) {
      awaitAnswer(door);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    System.out.println(
        away.address()
            + " was replaced after "
            + took.toMillis()
            + " ms, "
            + crowd.failed()
            + " of "
            + (crowd.failed() + crowd.answered())
            + " requests failed so far");
    assertTrue(took.compareTo(LONGEST_TROUBLE) <= 0, () -> took + dump());
  }

  /** What has been started since it began. */
  private Set<String> fresh() throws IOException {
    Set<String> fresh = new HashSet<>(ground.running());
    fresh.removeAll(all);
    return fresh;
  }

  private void awaitAnswer(InetSocketAddress door) throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://" + door.getHostString() + ":" + door.getPort()))
            .timeout(CALL)
            .build();
    try (HttpClient browser = HttpClient.newHttpClient()) {
      ground
          .stack()
          .await()
          .until(
              "a replacement answers at " + door,
              () -> {
                try {
                  String who =
                      browser
                          .send(ask, HttpResponse.BodyHandlers.discarding())
                          .headers()
                          .firstValue(WHO)
                          .orElse("");
                  return fresh().stream().anyMatch(id -> id.startsWith(who) && isName(who));
                } catch (IOException _) {
                  // It came to one that is away.
                  return false;
                }
              });
    }
  }

  private static boolean isName(String who) {
    return who.length() == NAME_LETTERS;
  }

  /** Nobody is sent to whoever is away any more, so that nobody fails from now on. */
  void assertServedByOthers() throws Exception {
    long since = System.nanoTime() + ON_ITS_WAY.toNanos();
    long answered = crowd.answered();
    ground.stack().await().until("many are answered", () -> crowd.answered() > answered + MANY);
    ground.awaitPassed(ON_ITS_WAY.multipliedBy(2), since);
    assertEquals(0, crowd.failedSince(since), this::dump);
  }

  /** The host comes back by this: what it kept is stopped, and it takes tasks again. */
  void end(Act act) throws Exception {
    assertEquals(kept, away.running(BalancedService.CONTAINER), this::dump);
    long since = System.nanoTime();
    act.run();
    ground.hosts().awaitConnected(away, true);
    ground
        .stack()
        .await()
        .until(away.address() + " is told to be back", () -> returns() == returns + 1);
    ground
        .stack()
        .await()
        .until(
            "what it kept is stopped",
            () -> {
              Set<String> left = away.running(BalancedService.CONTAINER);
              left.retainAll(kept);
              return left.isEmpty();
            });
    ground.awaitWhole();
    ground.awaitTakesTasks(away);
    ground.awaitWhole();
    crowd.stop();
    assertEquals(0, crowd.failedSince(since), this::dump);
  }

  /** What users had of it, for those who expect nothing. */
  long failed() {
    return crowd.failed();
  }

  private String dump() {
    return crowd.reports() + "\n" + ground.dump();
  }

  @Override
  public void close() {
    crowd.close();
  }
}
