package io.berth.scheduler.feed;

import io.berth.proto.proxy.DrainReport;
import io.berth.proto.proxy.HealthReason;
import io.berth.proto.proxy.HealthReport;
import io.berth.proto.proxy.HealthState;
import io.berth.proto.proxy.RoutingAck;
import io.berth.proto.proxy.TargetDrain;
import io.berth.proto.proxy.TargetHealth;
import io.berth.scheduler.control.ProxyReports.ListenerProblem;
import io.berth.scheduler.control.ProxyReports.ProblemKind;
import io.berth.scheduler.model.ListenerId;
import io.berth.scheduler.model.TargetGroupId;
import io.berth.scheduler.model.TargetHealth.Reason;
import io.berth.scheduler.model.TargetId;
import io.berth.scheduler.peer.Bounds;
import io.berth.scheduler.peer.ContractBrokenException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What proxies tell, held against the contract's limits. */
final class ReportWire {
  private static final int MOST = 1_000;
  private static final int LONGEST_SENTENCE = 1_024;
  private static final int HASH_BYTES = 32;
  private static final Pattern SHORT_ID = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern LONG_ID = Pattern.compile("[0-9a-f]{32}");

  private ReportWire() {}

  static HealthViews.Report health(HealthReport wire) throws ContractBrokenException {
    Bounds.count(wire.getTargetsCount(), MOST, "targets in a report");
    Map<Registration, HealthView> views = new HashMap<>();
    for (TargetHealth target : wire.getTargetsList()) {
      Registration named = registration(target.getGroupId(), target.getTargetId());
      if (views.put(named, view(target)) != null) {
        throw new ContractBrokenException("a target is twice in one report");
      }
    }
    return new HealthViews.Report(views, wire.getFirstOfAll(), wire.getLastOfAll());
  }

  /** How much is still in flight to each target. */
  static Map<Registration, Integer> drains(DrainReport wire) throws ContractBrokenException {
    Bounds.count(wire.getTargetsCount(), MOST, "targets in a report");
    Bounds.version(wire.getVersion());
    Map<Registration, Integer> inFlight = new HashMap<>();
    for (TargetDrain target : wire.getTargetsList()) {
      Registration named = registration(target.getGroupId(), target.getTargetId());
      if (inFlight.put(named, count(target)) != null) {
        throw new ContractBrokenException("a target is twice in one report");
      }
    }
    return inFlight;
  }

  /** It comes unsigned; nobody needs to know more than that it is that many. */
  private static int count(TargetDrain target) {
    return target.getInFlight() < 0 ? Integer.MAX_VALUE : target.getInFlight();
  }

  /** Holds an acknowledgement against its limits. */
  static void check(RoutingAck wire) throws ContractBrokenException {
    Bounds.version(wire.getVersion());
    if (wire.hasTableHash() && wire.getTableHash().size() != HASH_BYTES) {
      throw new ContractBrokenException("a table's hash has not 32 bytes");
    }
    if (wire.hasRefusal()) {
      Bounds.text(wire.getRefusal().getSentence(), LONGEST_SENTENCE, "a refusal's sentence");
    }
  }

  static List<ListenerProblem> problems(RoutingAck wire) throws ContractBrokenException {
    Bounds.count(wire.getListenerProblemsCount(), MOST, "listeners with problems");
    List<ListenerProblem> problems = new ArrayList<>();
    for (var problem : wire.getListenerProblemsList()) {
      problems.add(
          new ListenerProblem(
              ListenerId.parse(checked(problem.getListenerId(), SHORT_ID, "a listener's")),
              kind(problem.getCode()),
              Bounds.text(problem.getSentence(), LONGEST_SENTENCE, "a problem's sentence")));
    }
    return problems;
  }

  private static ProblemKind kind(io.berth.proto.proxy.ListenerProblemCode code) {
    return switch (code) {
      case LISTENER_PROBLEM_CODE_PORT_TAKEN -> ProblemKind.PORT_TAKEN;
      case LISTENER_PROBLEM_CODE_PORT_DENIED -> ProblemKind.PORT_DENIED;
      case LISTENER_PROBLEM_CODE_ADDRESS_MISSING -> ProblemKind.ADDRESS_MISSING;
      case LISTENER_PROBLEM_CODE_UNSPECIFIED, UNRECOGNIZED -> ProblemKind.UNKNOWN;
    };
  }

  private static HealthView view(TargetHealth wire) throws ContractBrokenException {
    OptionalInt status =
        wire.hasStatusCode()
            ? OptionalInt.of(Bounds.range(wire.getStatusCode(), 100, 999, "a status code"))
            : OptionalInt.empty();
    return new HealthView(
        opinion(wire.getState()),
        reason(wire.getReason()),
        status,
        Bounds.range(wire.getSequence(), 1, Long.MAX_VALUE, "the sequence of a view"),
        Bounds.time(wire.getSince(), "the moment of a view"));
  }

  private static HealthView.Opinion opinion(HealthState state) {
    return switch (state) {
      case HEALTH_STATE_HEALTHY -> HealthView.Opinion.HEALTHY;
      case HEALTH_STATE_UNHEALTHY -> HealthView.Opinion.UNHEALTHY;
      case HEALTH_STATE_UNCHECKED -> HealthView.Opinion.UNCHECKED;
      case HEALTH_STATE_INITIAL, HEALTH_STATE_UNSPECIFIED, UNRECOGNIZED ->
          HealthView.Opinion.INITIAL;
    };
  }

  private static Reason reason(HealthReason reason) {
    return switch (reason) {
      case HEALTH_REASON_STATUS_MISMATCH -> Reason.STATUS_MISMATCH;
      case HEALTH_REASON_TIMEOUT -> Reason.TIMEOUT;
      case HEALTH_REASON_CONNECTION_FAILED -> Reason.CONNECTION_FAILED;
      case HEALTH_REASON_PROXY_FAULT -> Reason.PROXY_FAULT;
      case HEALTH_REASON_UNSPECIFIED, UNRECOGNIZED -> Reason.NONE;
    };
  }

  private static Registration registration(String group, String target)
      throws ContractBrokenException {
    return new Registration(
        TargetGroupId.parse(checked(group, SHORT_ID, "a group's")),
        TargetId.parse(checked(target, LONG_ID, "a target's")));
  }

  /** Ids are ours, so another form than theirs is nobody's. */
  private static String checked(String id, Pattern form, String whose)
      throws ContractBrokenException {
    if (!form.matcher(id).matches()) {
      throw new ContractBrokenException(whose + " id has another form than ours");
    }
    return id;
  }
}
