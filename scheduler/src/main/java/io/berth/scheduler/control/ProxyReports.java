package io.berth.scheduler.control;

import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.PeerId;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth;
import io.berth.scheduler.model.TargetId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What each proxy has told since this scheduler began, for whoever looks after them: nothing is
 * decided by it. Any thread may ask.
 */
public interface ProxyReports {

  /** All that may hold a table, heard of or not. */
  List<ProxyReport> proxies();

  /** What each proxy that has the group in its table says of its targets. */
  List<TargetView> views(TargetGroupId group);

  /** Whether a proxy is there. */
  enum ProxyState {
    /** Its feed is open. */
    CONNECTED,
    /** It has no feed, and its lease has not ended: it is waited for. */
    AWAITED,
    /** Its lease has ended, and nothing waits for it but ports that it may still send to. */
    SILENT
  }

  /**
   * One proxy.
   *
   * @param listens its addresses, as its newest hello named them; none: it was not heard of
   * @param serving the newest table that it has acknowledged; empty: nobody can say
   * @param problems the listeners on which it cannot take traffic
   */
  record ProxyReport(
      PeerId proxy,
      ProxyState state,
      List<String> listens,
      Optional<Serving> serving,
      List<ListenerProblem> problems) {
    public ProxyReport {
      listens = List.copyOf(listens);
      problems = List.copyOf(problems);
    }
  }

  /**
   * A table that a proxy serves.
   *
   * @param number of the state that it tells of
   * @param isNewest whether there is no other one by now
   */
  record Serving(long number, boolean isNewest) {}

  /** A listener on which a proxy cannot take traffic, and why. */
  record ListenerProblem(ListenerId listener, ProblemKind kind, String sentence) {}

  /** What is wrong on the proxy's host. */
  enum ProblemKind {
    /** Another process has the port. */
    PORT_TAKEN,
    /** The proxy lacks the right to bind the port. */
    PORT_DENIED,
    /** None of the listen addresses is on the host now. */
    ADDRESS_MISSING,
    /** A later proxy says something that is not known here. */
    UNKNOWN
  }

  /**
   * What one proxy says of one target.
   *
   * @param opinion empty: it does not check it, or has not told
   * @param status the code that the last failed check got, if one came
   * @param since when the opinion became this
   * @param inFlight requests that have not ended; told of targets on their way out alone
   */
  record TargetView(
      PeerId proxy,
      TargetId target,
      Optional<TargetHealth.Verdict> opinion,
      TargetHealth.Reason reason,
      OptionalInt status,
      Optional<Instant> since,
      OptionalInt inFlight) {}
}
