package io.berth.scheduler.history;

import io.berth.scheduler.history.BodyReader.DamagedException;
import io.berth.scheduler.history.Happening.Choice;
import io.berth.scheduler.history.Happening.Closest;
import io.berth.scheduler.history.Happening.Ended;
import io.berth.scheduler.history.Happening.Exit;
import io.berth.scheduler.history.Happening.Motive;
import io.berth.scheduler.history.Happening.Placed;
import io.berth.scheduler.history.Happening.Stopped;
import io.berth.scheduler.history.Happening.TaskOn;
import io.berth.scheduler.history.Happening.Wanted;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.Rolling;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decisions about tasks as bytes; the place of a value in a list here is its number for ever. */
final class DecisionCodec {
  private static final List<Motive> MOTIVES =
      List.of(
          Motive.SURPLUS,
          Motive.OUTDATED,
          Motive.FAILING,
          Motive.HOST_LEAVING,
          Motive.SERVICE_DELETED,
          Motive.HOST_LOST);

  private static final List<StopCause.Code> CODES =
      List.of(
          StopCause.Code.TASK_FAILED_TO_START,
          StopCause.Code.ESSENTIAL_CONTAINER_EXITED,
          StopCause.Code.USER_INITIATED,
          StopCause.Code.SERVICE_SCHEDULER_INITIATED,
          StopCause.Code.TERMINATION_NOTICE);

  private static final List<Strategy> STRATEGIES =
      List.of(
          new Strategy.Anywhere(),
          new Strategy.SpreadOverHosts(),
          new Strategy.Binpack(Strategy.Resource.CPU),
          new Strategy.Binpack(Strategy.Resource.MEMORY));

  /** Numbers below it are those of {@link #STRATEGIES}. */
  private static final int SPREAD_OVER_ATTRIBUTE = 100;

  private static final int CALLED = 0;
  private static final int UPKEEP = 1;
  private static final int DISTINCT_HOSTS = 0;
  private static final int MEMBER_OF = 1;

  private DecisionCodec() {}

  static void write(BodyWriter to, Placed placed) {
    write(to, placed.reason());
    Wanted wanted = placed.wanted();
    LineCodec.write(to, wanted.definition());
    to.text(wanted.group())
        .list(wanted.preferences(), BodyWriter::text)
        .list(wanted.strategies(), DecisionCodec::write)
        .list(wanted.constraints(), DecisionCodec::write)
        .number(wanted.hosts());
    Choice choice = placed.choice();
    to.number(choice.hosts()).number(choice.suited());
    to.map(choice.lacking(), (_, hosts) -> to.number(hosts));
    to.list(placed.tasks(), DecisionCodec::write).number(placed.missing());
    to.optional(placed.closest(), (_, closest) -> write(to, closest.host()).text(closest.lack()));
  }

  static Placed readPlaced(BodyReader from) throws DamagedException {
    return new Placed(
        readReason(from),
        readWanted(from),
        new Choice(from.count(), from.count(), readCounts(from)),
        from.list(DecisionCodec::readTask),
        from.count(),
        readClosest(from));
  }

  static void write(BodyWriter to, Stopped stopped) {
    to.number(MOTIVES.indexOf(stopped.motive()));
    write(to, stopped.cause());
    write(to, stopped.reason());
    to.list(stopped.tasks(), DecisionCodec::write);
  }

  static Stopped readStopped(BodyReader from) throws DamagedException {
    Motive motive = from.oneOf(MOTIVES);
    StopCause cause = readCause(from);
    if (readReason(from) instanceof Reason.Upkeep upkeep) {
      return new Stopped(motive, cause, upkeep, from.list(DecisionCodec::readTask));
    }
    throw new DamagedException("a service stops tasks for its own sake");
  }

  static void write(BodyWriter to, Ended ended) {
    write(to, ended.host());
    write(to, ended.cause());
    to.list(ended.exits(), (_, exit) -> to.text(exit.container()).signed(exit.code()));
  }

  static Ended readEnded(BodyReader from) throws DamagedException {
    return new Ended(
        readHost(from),
        readCause(from),
        from.list(item -> new Exit(item.text(), item.signedInt())));
  }

  private static void write(BodyWriter to, Reason reason) {
    switch (reason) {
      case Reason.Called(var ask) -> to.number(CALLED).ask(ask);
      case Reason.Upkeep(var deployment, var begun, var changed, var count, var rolling) ->
          to.number(UPKEEP)
              .number(deployment.number())
              .ask(begun)
              .ask(changed)
              .number(count.desired())
              .number(count.kept())
              .number(count.replaced())
              .number(count.ending())
              .number(rolling.minimumHealthyPercent())
              .number(rolling.maximumPercent());
    }
  }

  private static Reason readReason(BodyReader from) throws DamagedException {
    return switch (from.count()) {
      case CALLED -> new Reason.Called(from.ask());
      case UPKEEP ->
          new Reason.Upkeep(
              LineCodec.readDeployment(from),
              from.ask(),
              from.ask(),
              new Reason.Count(from.count(), from.count(), from.count(), from.count()),
              new Rolling(from.count(), from.count()));
      default -> throw new DamagedException("there is no such reason");
    };
  }

  private static Wanted readWanted(BodyReader from) throws DamagedException {
    DefinitionId definition = LineCodec.readDefinition(from);
    return new Wanted(
        definition,
        from.text(),
        from.list(BodyReader::text),
        from.list(DecisionCodec::readStrategy),
        from.list(DecisionCodec::readConstraint),
        from.count());
  }

  private static void write(BodyWriter to, Strategy strategy) {
    if (strategy instanceof Strategy.SpreadOverAttribute(var name)) {
      to.number(SPREAD_OVER_ATTRIBUTE).text(name);
    } else {
      to.number(STRATEGIES.indexOf(strategy));
    }
  }

  private static Strategy readStrategy(BodyReader from) throws DamagedException {
    int number = from.count();
    if (number == SPREAD_OVER_ATTRIBUTE) {
      return BodyReader.value(from.text(), Strategy.SpreadOverAttribute::new);
    }
    if (number >= STRATEGIES.size()) {
      throw new DamagedException("there is no such strategy");
    }
    return STRATEGIES.get(number);
  }

  private static void write(BodyWriter to, Constraint constraint) {
    switch (constraint) {
      case Constraint.DistinctHosts() -> to.number(DISTINCT_HOSTS);
      case Constraint.MemberOf(var expression) -> to.number(MEMBER_OF).text(expression);
    }
  }

  private static Constraint readConstraint(BodyReader from) throws DamagedException {
    return switch (from.count()) {
      case DISTINCT_HOSTS -> new Constraint.DistinctHosts();
      case MEMBER_OF -> BodyReader.value(from.text(), Constraint.MemberOf::new);
      default -> throw new DamagedException("there is no such constraint");
    };
  }

  private static Map<String, Integer> readCounts(BodyReader from) throws DamagedException {
    return from.map(BodyReader::count);
  }

  private static Optional<Closest> readClosest(BodyReader from) throws DamagedException {
    return from.optional(item -> new Closest(readHost(item), item.text()));
  }

  static void write(BodyWriter to, TaskOn one) {
    to.wide(one.task().high()).wide(one.task().low());
    write(to, one.host());
  }

  static TaskOn readTask(BodyReader from) throws DamagedException {
    return new TaskOn(new TaskId(from.wide(), from.wide()), readHost(from));
  }

  private static BodyWriter write(BodyWriter to, HostId host) {
    return to.wide(host.high()).wide(host.low());
  }

  static HostId readHost(BodyReader from) throws DamagedException {
    return new HostId(from.wide(), from.wide());
  }

  private static void write(BodyWriter to, StopCause cause) {
    to.number(CODES.indexOf(cause.code())).text(cause.reason());
  }

  private static StopCause readCause(BodyReader from) throws DamagedException {
    return new StopCause(from.oneOf(CODES), from.text());
  }
}
