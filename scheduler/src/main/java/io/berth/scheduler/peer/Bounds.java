package io.berth.scheduler.peer;

import com.google.protobuf.Timestamp;
import io.berth.proto.common.StateVersion;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What every field of a peer is measured by before anything else is done with it. */
public final class Bounds {
  public static final int HIGHEST_PORT = 65_535;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  /** Far beyond what leaps can reach: whatever we raised our epoch to must be believed later. */
  private static final long HIGHEST_EPOCH = 1L << 62;

  /**
   * Epochs begin as seconds, so two of them can be as far apart as two clocks of which one is
   * wrong. A farther leap comes from no scheduler, and would use up what is left for honest ones.
   */
  private static final long LONGEST_LEAP = 1L << 33;

  private Bounds() {}

  /** A version that some scheduler may have given. */
  public static Version version(StateVersion wire) throws ContractBrokenException {
    boolean isPossible =
        wire.getEpoch() >= 1 && wire.getEpoch() <= HIGHEST_EPOCH && wire.getNumber() >= 1;
    if (!isPossible) {
      throw new ContractBrokenException(
          "the version "
              + Long.toUnsignedString(wire.getEpoch())
              + "."
              + Long.toUnsignedString(wire.getNumber())
              + " cannot be");
    }
    return new Version(wire.getEpoch(), wire.getNumber());
  }

  /** Whether a state that was put back can be so far behind what its peers know. */
  public static boolean isPossibleLeap(Version own, Version told) {
    return told.epoch() - own.epoch() <= LONGEST_LEAP;
  }

  public static String text(String text, int mostBytes, String what)
      throws ContractBrokenException {
    if (text.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
      throw new ContractBrokenException(what + " has more than " + mostBytes + " bytes");
    }
    return text;
  }

  public static String someText(String text, int mostBytes, String what)
      throws ContractBrokenException {
    if (text.isEmpty()) {
      throw new ContractBrokenException(what + " is empty");
    }
    return text(text, mostBytes, what);
  }

  /** A number of the wire is unsigned; one beyond what we count in is out of every range. */
  public static long range(long number, long least, long most, String what)
      throws ContractBrokenException {
    if (number < least || number > most) {
      throw new ContractBrokenException(
          what + " is " + Long.toUnsignedString(number) + ", not " + least + " to " + most);
    }
    return number;
  }

  public static int range(int number, int least, int most, String what)
      throws ContractBrokenException {
    return (int) range(Integer.toUnsignedLong(number), least, most, what);
  }

  public static int count(int count, int most, String what) throws ContractBrokenException {
    if (count > most) {
      throw new ContractBrokenException("there are " + count + " " + what + ", at most " + most);
    }
    return count;
  }

  public static int port(int port, String what) throws ContractBrokenException {
    return range(port, 1, HIGHEST_PORT, what);
  }

  public static TaskId task(String id) throws ContractBrokenException {
    if (!ID.matcher(id).matches()) {
      throw new ContractBrokenException("a task id is not 32 lower-case hexadecimal digits");
    }
    return TaskId.parse(id);
  }

  public static Instant time(Timestamp time, String what) throws ContractBrokenException {
    return Times.read(time).orElseThrow(() -> new ContractBrokenException(what + " is no time"));
  }

  public static Optional<Instant> maybe(boolean present, Timestamp time, String what)
      throws ContractBrokenException {
    return present ? Optional.of(time(time, what)) : Optional.empty();
  }
}
