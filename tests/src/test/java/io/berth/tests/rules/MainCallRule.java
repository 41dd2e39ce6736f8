package io.berth.tests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;

/**
 * Only a process's own entry touches the clock, chance, the terminal and the end of the process.
 *
 * <p>Entries are the {@code main} rooms and {@code deploy}, which holds the launcher. Everybody
 * else is given what it needs, so that the simulator can give something else.
 */
record MainCallRule() implements ClassRule {
  private static final String CLOCK =
      "Take an Instant as an argument, or an InstantSource in the shell";
  private static final String CHANCE = "Take a RandomGenerator or an IdSource as an argument";
  private static final String WAIT = "Ask Timers to wake you, or return a step that says when";
  private static final String END = "Throw, or return an outcome; the entry decides about the end";
  private static final String LOG =
      "Log with System.Logger, or write to a stream that you are given";
  private static final String FUTURE =
      "Write straight blocking code on a virtual thread; a future may only be completed and joined";

  /** A class below another one comes first: the first line that fits gives the message. */
  static final List<BannedCall> CALLS =
      List.of(
          BannedCall.of("java.time.Instant", "now\\(.*", CLOCK),
          BannedCall.of("java.time.Clock", "(system|tick).*", CLOCK),
          BannedCall.of("java.time.InstantSource", "system.*", CLOCK),
          BannedCall.of("java.time.LocalDate", "now\\(.*", CLOCK),
          BannedCall.of("java.time.LocalTime", "now\\(.*", CLOCK),
          BannedCall.of("java.time.LocalDateTime", "now\\(.*", CLOCK),
          BannedCall.of("java.time.ZonedDateTime", "now\\(.*", CLOCK),
          BannedCall.of("java.time.OffsetDateTime", "now\\(.*", CLOCK),
          BannedCall.of("java.util.Date", "<init>\\(\\)", CLOCK),
          BannedCall.of("java.lang.System", "(nanoTime|currentTimeMillis)\\(\\)", CLOCK),
          BannedCall.of("java.lang.Math", "random\\(\\)", CHANCE),
          BannedCall.of("java.util.concurrent.ThreadLocalRandom", "current\\(\\)", CHANCE),
          BannedCall.of("java.security.SecureRandom", "(<init>|getInstance.*)\\(.*", CHANCE),
          BannedCall.of("java.util.Random", "<init>\\(\\)", CHANCE),
          BannedCall.of("java.util.SplittableRandom", "<init>\\(\\)", CHANCE),
          BannedCall.of("java.util.random.RandomGenerator", "(getDefault|of)\\(.*", CHANCE),
          BannedCall.of("java.util.UUID", "randomUUID\\(\\)", CHANCE),
          BannedCall.of("java.lang.Thread", "sleep\\(.*", WAIT),
          BannedCall.of("java.util.concurrent.TimeUnit", "sleep\\(.*", WAIT),
          BannedCall.of("java.lang.System", "exit\\(.*", END),
          BannedCall.of("java.lang.Runtime", "(exit|halt)\\(.*", END),
          BannedCall.of("java.lang.System", "out|err", LOG),
          BannedCall.of("java.lang.Throwable", "printStackTrace\\(.*", LOG),
          BannedCall.of(
              "java.util.concurrent.CompletionStage",
              "(then|handle|when|exceptionally|runAfter|accept|apply|runAsync|supplyAsync|allOf"
                  + "|anyOf).*",
              FUTURE));

  @Override
  public Stream<Finding> check(JavaClasses classes) {
    return BannedCall.find(CALLS, ClassRule.handWritten(classes).filter(type -> !isEntry(type)));
  }

  private static boolean isEntry(JavaClass type) {
    String room = Arrows.room(type.getPackageName()).orElse("");
    return room.endsWith(".main") || room.equals("deploy");
  }
}
