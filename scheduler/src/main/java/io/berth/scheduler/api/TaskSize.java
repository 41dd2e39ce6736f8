package io.berth.scheduler.api;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the cpu and memory of a whole task, which people write with or without a unit. */
final class TaskSize {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?|\\.[0-9]{1,6})\\s*([A-Za-z]*)");
  private static final int LEAST_CPU = 128;
  private static final int MOST_CPU = 196_608;
  private static final int LEAST_MIB = 6;
  private static final long MOST_MIB = 1L << 30;

  private TaskSize() {}

  /** Units of cpu: {@code 1024}, or as {@code 1 vCPU}. */
  static OptionalLong cpuUnits(@Nullable String given) {
    return read(given, "vcpu", "cpu", LEAST_CPU, MOST_CPU);
  }

  /** MiB of memory: {@code 2048}, or as {@code 2 GB}. */
  static OptionalLong memoryMib(@Nullable String given) {
    return read(given, "gb", "memory", LEAST_MIB, MOST_MIB);
  }

  private static OptionalLong read(
      @Nullable String given, String largeUnit, String member, long least, long most) {
    if (given == null || given.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher parts = FORM.matcher(given.strip());
    if (!parts.matches()) {
      throw invalid(member);
    }
    String unit = parts.group(2).toLowerCase(Locale.ROOT);
    BigDecimal number = new BigDecimal(parts.group(1));
    BigDecimal small = unit.equals(largeUnit) ? number.multiply(BigDecimal.valueOf(1_024)) : number;
    boolean known = unit.isEmpty() || unit.equals(largeUnit);
    boolean whole = small.stripTrailingZeros().scale() <= 0;
    if (!known || !whole || small.longValue() < least || small.longValue() > most) {
      throw invalid(member);
    }
    return OptionalLong.of(small.longValueExact());
  }

  private static ApiError invalid(String member) {
    return ApiError.sender("ClientException", "Invalid '" + member + "' setting for task.");
  }
}
