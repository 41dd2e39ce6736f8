package io.berth.scheduler.session;

import com.google.protobuf.Timestamp;
import io.berth.scheduler.model.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** What every field of an agent is measured by before anything else is done with it. */
final class Bounds {
  static final int HIGHEST_PORT = 65_535;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private Bounds() {}

  static String text(String text, int mostBytes, String what) throws ContractBrokenException {
    if (text.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
      throw new ContractBrokenException(what + " has more than " + mostBytes + " bytes");
    }
    return text;
  }

  static String someText(String text, int mostBytes, String what) throws ContractBrokenException {
    if (text.isEmpty()) {
      throw new ContractBrokenException(what + " is empty");
    }
    return text(text, mostBytes, what);
  }

  /** A number of the wire is unsigned; one beyond what we count in is out of every range. */
  static long range(long number, long least, long most, String what)
      throws ContractBrokenException {
    if (number < least || number > most) {
      throw new ContractBrokenException(
          what + " is " + Long.toUnsignedString(number) + ", not " + least + " to " + most);
    }
    return number;
  }

  static int range(int number, int least, int most, String what) throws ContractBrokenException {
    return (int) range(Integer.toUnsignedLong(number), least, most, what);
  }

  static int count(int count, int most, String what) throws ContractBrokenException {
    if (count > most) {
      throw new ContractBrokenException("there are " + count + " " + what + ", at most " + most);
    }
    return count;
  }

  static int port(int port, String what) throws ContractBrokenException {
    return range(port, 1, HIGHEST_PORT, what);
  }

  static TaskId task(String id) throws ContractBrokenException {
    if (!ID.matcher(id).matches()) {
      throw new ContractBrokenException("a task id is not 32 lower-case hexadecimal digits");
    }
    return TaskId.parse(id);
  }

  static Instant time(Timestamp time, String what) throws ContractBrokenException {
    return Times.read(time).orElseThrow(() -> new ContractBrokenException(what + " is no time"));
  }

  static Optional<Instant> maybe(boolean present, Timestamp time, String what)
      throws ContractBrokenException {
    return present ? Optional.of(time(time, what)) : Optional.empty();
  }
}
