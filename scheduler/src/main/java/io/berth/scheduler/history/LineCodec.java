package io.berth.scheduler.history;

import io.berth.scheduler.history.BodyReader.DamagedException;
import io.berth.scheduler.history.Happening.Adopted;
import io.berth.scheduler.history.Happening.AgentAttributed;
import io.berth.scheduler.history.Happening.Alarmed;
import io.berth.scheduler.history.Happening.Attributed;
import io.berth.scheduler.history.Happening.AuthorityAsked;
import io.berth.scheduler.history.Happening.AuthorityStep;
import io.berth.scheduler.history.Happening.Begun;
import io.berth.scheduler.history.Happening.Braked;
import io.berth.scheduler.history.Happening.CameBack;
import io.berth.scheduler.history.Happening.ClaimRefused;
import io.berth.scheduler.history.Happening.Completed;
import io.berth.scheduler.history.Happening.Expired;
import io.berth.scheduler.history.Happening.Fact;
import io.berth.scheduler.history.Happening.FactsChanged;
import io.berth.scheduler.history.Happening.Hindered;
import io.berth.scheduler.history.Happening.HostAsked;
import io.berth.scheduler.history.Happening.IdentityRevoked;
import io.berth.scheduler.history.Happening.Joined;
import io.berth.scheduler.history.Happening.Over;
import io.berth.scheduler.history.Happening.Placed;
import io.berth.scheduler.history.Happening.PlacedFor;
import io.berth.scheduler.history.Happening.Release;
import io.berth.scheduler.history.Happening.Released;
import io.berth.scheduler.history.Happening.Rests;
import io.berth.scheduler.history.Happening.ServiceAsked;
import io.berth.scheduler.history.Happening.ShutsDown;
import io.berth.scheduler.history.Happening.StartedAnew;
import io.berth.scheduler.history.Happening.StopAsked;
import io.berth.scheduler.history.Happening.Stopped;
import io.berth.scheduler.history.Happening.TargetLeft;
import io.berth.scheduler.history.Happening.Unreadable;
import io.berth.scheduler.history.Happening.WasLost;
import io.berth.scheduler.history.Happening.WentSilent;
import io.berth.scheduler.model.Bytes;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.TaskId;
import java.time.Duration;
import java.util.List;

/**
 * Lines as bytes. The kind of a line names one layout for ever: whoever needs another one adds a
 * kind, and goes on reading the old one.
 */
final class LineCodec {
  /** Those that somebody can ask for. */
  private static final List<Host.Status> STATUSES =
      List.of(Host.Status.ACTIVE, Host.Status.DRAINING, Host.Status.INACTIVE);

  private static final int CALM = 0;
  private static final int TIME_OVER = 1;
  private static final int CONFIRMED = 2;

  private static final List<AuthorityStep> STEPS =
      List.of(AuthorityStep.PREPARED, AuthorityStep.SIGNS, AuthorityStep.RETIRED);

  private LineCodec() {}

  static String kind(Happening what) {
    return switch (what) {
      case Placed _ -> "placed";
      case PlacedFor _ -> "placed-for";
      case Stopped _ -> "stopped";
      case StopAsked _ -> "stop-asked";
      case Happening.Ended _ -> "ended";
      case Happening.Abandoned _ -> "abandoned";
      case TargetLeft _ -> "target-left";
      case Adopted _ -> "adopted";
      case ClaimRefused _ -> "claim-refused";
      case ServiceAsked _ -> "service-asked";
      case Completed _ -> "completed";
      case Hindered _ -> "hindered";
      case Over _ -> "over";
      case Joined _ -> "joined";
      case WentSilent _ -> "silent";
      case CameBack _ -> "back";
      case WasLost _ -> "lost";
      case Rests _ -> "rests";
      case Expired _ -> "expired";
      case Braked _ -> "braked";
      case Released _ -> "released";
      case HostAsked _ -> "host-asked";
      case ShutsDown _ -> "shuts-down";
      case StartedAnew _ -> "started-anew";
      case FactsChanged _ -> "facts";
      case Attributed _ -> "attributed";
      case AgentAttributed _ -> "agent-attributed";
      case AuthorityAsked _ -> "authority-asked";
      case IdentityRevoked _ -> "identity-revoked";
      case Alarmed _ -> "alarmed";
      case Unreadable(var kind) -> kind;
    };
  }

  static Bytes body(Happening what) {
    BodyWriter to = new BodyWriter();
    switch (what) {
      case Placed placed -> DecisionCodec.write(to, placed);
      case PlacedFor(var service) -> write(to, service);
      case Stopped stopped -> DecisionCodec.write(to, stopped);
      case StopAsked(var ask, var sentence) -> to.ask(ask).text(sentence);
      case Happening.Ended ended -> DecisionCodec.write(to, ended);
      case Happening.Abandoned(var host, var ask) -> to.wide(host.high()).wide(host.low()).ask(ask);
      case TargetLeft(var group, var drained, var sentence) ->
          to.text(group).number(drained.toMillis()).text(sentence);
      case Adopted(var tasks, var service, var sentence) ->
          to.list(tasks, DecisionCodec::write).optional(service, LineCodec::write).text(sentence);
      case ClaimRefused(var task, var sentence) ->
          to.wide(task.high()).wide(task.low()).text(sentence);
      case ServiceAsked(var ask, var before, var after, var begun) ->
          to.ask(ask).number(before).number(after).optional(begun, LineCodec::begun);
      case Completed(var deployment) -> to.number(deployment.number());
      case Hindered(var sentence) -> to.text(sentence);
      case Joined(var cluster) -> to.text(cluster);
      case Rests(var returns, var until) -> to.number(returns).instant(until);
      case Expired(var host, var silent) ->
          to.wide(host.high()).wide(host.low()).number(silent.toMillis());
      case Braked(var silent, var hosts) -> to.number(silent).number(hosts);
      case Released(var why) -> write(to, why);
      case HostAsked(var ask, var status) -> to.ask(ask).number(STATUSES.indexOf(status));
      case Attributed(var ask, var given, var taken) ->
          to.ask(ask).map(given, BodyWriter::text).list(taken, BodyWriter::text);
      case AgentAttributed(var given, var taken) ->
          to.map(given, BodyWriter::text).list(taken, BodyWriter::text);
      case FactsChanged(var facts) -> to.list(facts, LineCodec::fact);
      case AuthorityAsked(var ask, var step) -> to.ask(ask).number(STEPS.indexOf(step));
      case IdentityRevoked(var ask) -> to.ask(ask);
      case Alarmed(var alarm, var sentence) -> to.text(alarm).text(sentence);
      case Over _,
          WentSilent _,
          CameBack _,
          WasLost _,
          ShutsDown _,
          StartedAnew _,
          Unreadable _ -> {}
    }
    return to.bytes();
  }

  /** What cannot be read is told as such: one bad line must not hide the others. */
  static Happening read(String kind, Bytes body) {
    try {
      BodyReader from = new BodyReader(body);
      Happening read = read(kind, from);
      if (!(read instanceof Unreadable)) {
        from.end();
      }
      return read;
    } catch (DamagedException _) {
      return new Unreadable(kind);
    }
  }

  private static Happening read(String kind, BodyReader from) throws DamagedException {
    return switch (kind) {
      case "placed" -> DecisionCodec.readPlaced(from);
      case "placed-for" -> new PlacedFor(service(from));
      case "stopped" -> DecisionCodec.readStopped(from);
      case "stop-asked" -> new StopAsked(from.ask(), from.text());
      case "ended" -> DecisionCodec.readEnded(from);
      case "abandoned" -> new Happening.Abandoned(DecisionCodec.readHost(from), from.ask());
      case "target-left" ->
          new TargetLeft(from.text(), Duration.ofMillis(from.number()), from.text());
      case "adopted" ->
          new Adopted(
              from.list(DecisionCodec::readTask), from.optional(LineCodec::service), from.text());
      case "claim-refused" -> new ClaimRefused(new TaskId(from.wide(), from.wide()), from.text());
      case "service-asked" ->
          new ServiceAsked(
              from.ask(), from.count(), from.count(), from.optional(LineCodec::readBegun));
      case "completed" -> new Completed(readDeployment(from));
      case "hindered" -> new Hindered(from.text());
      case "over" -> new Over();
      case "joined" -> new Joined(from.text());
      case "silent" -> new WentSilent();
      case "back" -> new CameBack();
      case "shuts-down" -> new ShutsDown();
      case "started-anew" -> new StartedAnew();
      case "facts" -> new FactsChanged(from.list(LineCodec::readFact));
      case "lost" -> new WasLost();
      case "rests" -> new Rests(from.count(), from.instant());
      case "expired" -> new Expired(DecisionCodec.readHost(from), Duration.ofMillis(from.number()));
      case "braked" -> new Braked(from.count(), from.count());
      case "released" -> new Released(readRelease(from));
      case "host-asked" -> new HostAsked(from.ask(), from.oneOf(STATUSES));
      case "attributed" ->
          new Attributed(from.ask(), from.map(BodyReader::text), from.list(BodyReader::text));
      case "agent-attributed" ->
          new AgentAttributed(from.map(BodyReader::text), from.list(BodyReader::text));
      case "authority-asked" -> new AuthorityAsked(from.ask(), from.oneOf(STEPS));
      case "identity-revoked" -> new IdentityRevoked(from.ask());
      case "alarmed" -> new Alarmed(from.text(), from.text());
      default -> new Unreadable(kind);
    };
  }

  private static void write(BodyWriter to, Release why) {
    switch (why) {
      case Release.Calm() -> to.number(CALM);
      case Release.TimeOver() -> to.number(TIME_OVER);
      case Release.Confirmed(var ask) -> to.number(CONFIRMED).ask(ask);
    }
  }

  private static Release readRelease(BodyReader from) throws DamagedException {
    return switch (from.count()) {
      case CALM -> new Release.Calm();
      case TIME_OVER -> new Release.TimeOver();
      case CONFIRMED -> new Release.Confirmed(from.ask());
      default -> throw new DamagedException("no such release");
    };
  }

  private static void write(BodyWriter to, ServiceId service) {
    to.text(service.cluster().text()).text(service.name());
  }

  private static ServiceId service(BodyReader from) throws DamagedException {
    ClusterName cluster = BodyReader.value(from.text(), ClusterName::new);
    return BodyReader.value(from.text(), name -> new ServiceId(cluster, name));
  }

  private static void fact(BodyWriter to, Fact fact) {
    to.text(fact.what()).text(fact.before()).text(fact.after());
  }

  private static Fact readFact(BodyReader from) throws DamagedException {
    return new Fact(from.text(), from.text(), from.text());
  }

  private static void begun(BodyWriter to, Begun begun) {
    to.number(begun.deployment().number());
    write(to, begun.definition());
  }

  private static Begun readBegun(BodyReader from) throws DamagedException {
    return new Begun(readDeployment(from), readDefinition(from));
  }

  static DeploymentId readDeployment(BodyReader from) throws DamagedException {
    return BodyReader.value(from.number(), DeploymentId::new);
  }

  static void write(BodyWriter to, DefinitionId definition) {
    to.text(definition.family()).number(definition.revision());
  }

  static DefinitionId readDefinition(BodyReader from) throws DamagedException {
    String family = from.text();
    return BodyReader.value(from.count(), revision -> new DefinitionId(family, revision));
  }
}
