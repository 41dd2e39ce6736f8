package io.berth.scheduler.aws;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts members which clients send and the model does not know: skipped, as the real services do,
 * but never silently. Each is logged once; when there are too many different ones, the rest is
 * counted together. Any thread may call.
 */
public final class UnknownMembers {
  private static final int MOST_DIFFERENT = 1_000;
  private static final int LONGEST_NAME = 100;
  private static final String OTHERS = "others";

  private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Logger log;

  public UnknownMembers() {
    this(System.getLogger(UnknownMembers.class.getName()));
  }

  UnknownMembers(Logger log) {
    this.log = log;
  }

  void skipped(String operation, String shape, String member) {
    String key = operation + ": " + shape + "." + shortened(member);
    LongAdder count = counts.get(key);
    if (count == null) {
      count = begin(key);
    }
    count.increment();
  }

  /** How often each was met. */
  public Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }

  private synchronized LongAdder begin(String key) {
    String counted = counts.size() < MOST_DIFFERENT || counts.containsKey(key) ? key : OTHERS;
    return counts.computeIfAbsent(
        counted,
        name -> {
          log.log(Level.WARNING, "a member unknown to the model is ignored: member={0}", name);
          return new LongAdder();
        });
  }

  /** A name from a stranger: neither long nor able to end the line. */
  private static String shortened(String member) {
    String start = member.substring(0, Math.min(member.length(), LONGEST_NAME));
    return start.replaceAll("[^ -~]", "?");
  }
}
