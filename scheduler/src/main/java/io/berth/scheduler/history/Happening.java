package io.berth.scheduler.history;

import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Constraint;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.DeploymentId;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.ServiceId;
import io.berth.scheduler.model.StopCause;
import io.berth.scheduler.model.Strategy;
import io.berth.scheduler.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a line of history tells, with what it came from. */
public sealed interface Happening {

  // ------------------------------------------------------------------------------ placing

  /**
   * One decision about some equal tasks: a place was found for them, or for some, or for none.
   *
   * @param tasks those that were made, with their hosts
   * @param missing for how many no place was found
   * @param closest the host that came closest for those, and what it lacks in ECS's word
   */
  record Placed(
      Reason reason,
      Wanted wanted,
      Choice choice,
      List<TaskOn> tasks,
      int missing,
      Optional<Closest> closest)
      implements Happening {
    public Placed {
      tasks = List.copyOf(tasks);
    }

    /** The same as far as it is about this task. */
    public Placed of(TaskId task) {
      List<TaskOn> its = tasks.stream().filter(one -> one.task().equals(task)).toList();
      return new Placed(reason, wanted, choice, its, missing, closest);
    }
  }

  /**
   * What was to be placed.
   *
   * @param group the task group
   * @param preferences expressions of hosts that came before others, the most important first
   * @param hosts those that were named, where nobody was to choose
   */
  record Wanted(
      DefinitionId definition,
      String group,
      List<String> preferences,
      List<Strategy> strategies,
      List<Constraint> constraints,
      int hosts) {
    public Wanted {
      preferences = List.copyOf(preferences);
      strategies = List.copyOf(strategies);
      constraints = List.copyOf(constraints);
    }
  }

  /**
   * What there was to choose from.
   *
   * @param hosts how many hosts were asked
   * @param suited how many of them are what the tasks must have, whatever is free there
   * @param lacking in ECS's words what each of how many lacked in the end, if a task was left over
   */
  record Choice(int hosts, int suited, Map<String, Integer> lacking) {
    public Choice {
      lacking = Map.copyOf(lacking);
    }
  }

  /** A task, and the host that it is on. */
  record TaskOn(TaskId task, HostId host) {}

  /** The host that came closest, and what it lacks. */
  record Closest(HostId host, String lack) {}

  /** Tasks were made then, and the decision is in the history of this service. */
  record PlacedFor(ServiceId service) implements Happening {}

  // ------------------------------------------------------------------------------ stopping

  /** A service let tasks go; one line for all of a decision that go for the same. */
  record Stopped(Motive motive, StopCause cause, Reason.Upkeep reason, List<TaskOn> tasks)
      implements Happening {
    public Stopped {
      tasks = List.copyOf(tasks);
    }

    /** The same as far as it is about this task. */
    public Stopped of(TaskId task) {
      List<TaskOn> its = tasks.stream().filter(one -> one.task().equals(task)).toList();
      return new Stopped(motive, cause, reason, its);
    }
  }

  /** What a service lets a task go for. */
  enum Motive {
    /** There are more than are wanted. */
    SURPLUS,
    /** It is of an older deployment. */
    OUTDATED,
    /** It fails its checks. */
    FAILING,
    /** Its host is to be emptied. */
    HOST_LEAVING,
    /** The service was deleted. */
    SERVICE_DELETED,
    /** Its host was lost, and another one stands in for it. */
    HOST_LOST
  }

  /** Somebody stopped a task. */
  record StopAsked(Ask ask, String sentence) implements Happening {}

  /** A task ended without anybody wanting it. */
  record Ended(HostId host, StopCause cause, List<Exit> exits) implements Happening {
    public Ended {
      exits = List.copyOf(exits);
    }
  }

  /** With what a container ended. */
  record Exit(String container, int code) {}

  /** A task counts as ended, since its host was taken out of the cluster. */
  record Abandoned(HostId host, Ask ask) implements Happening {}

  /** A task is out of a target group, after requests were kept away for so long. */
  record TargetLeft(String targetGroup, Duration drained, String sentence) implements Happening {}

  // ------------------------------------------------------------------------------ adopting

  /**
   * Hosts ran tasks of which nobody here knew, as after the return of an old backup: they are known
   * from now on, and nothing of them was touched.
   *
   * @param service to which they belong, if one of that name is there
   * @param sentence what is odd about them; may be empty
   */
  record Adopted(List<TaskOn> tasks, Optional<ServiceId> service, String sentence)
      implements Happening {
    public Adopted {
      tasks = List.copyOf(tasks);
    }
  }

  /** A host says that a task is its own, and nobody here believes it. */
  record ClaimRefused(TaskId task, String sentence) implements Happening {}

  // ------------------------------------------------------------------------------ services

  /**
   * Somebody made, changed or deleted a service.
   *
   * @param before how many tasks were wanted
   * @param after how many are
   * @param begun the deployment that this began
   */
  record ServiceAsked(Ask ask, int before, int after, Optional<Begun> begun) implements Happening {}

  /** A deployment, and what its tasks run. */
  record Begun(DeploymentId deployment, DefinitionId definition) {}

  /** A deployment has replaced all before it. */
  record Completed(DeploymentId deployment) implements Happening {}

  /** Something is in the way of a service. */
  record Hindered(String sentence) implements Happening {}

  /** A deleted service has no task left. */
  record Over() implements Happening {}

  // ------------------------------------------------------------------------------ hosts

  /** A host is new in its cluster. */
  record Joined(String cluster) implements Happening {}

  /** A host has missed its heartbeats. */
  record WentSilent() implements Happening {}

  /** A host answers again, within its session or with a new one. */
  record CameBack() implements Happening {}

  /** A host was silent for so long that others take over from it. */
  record WasLost() implements Happening {}

  /** A host came and went so often that it gets no new tasks until then. */
  record Rests(int returns, Instant until) implements Happening {}

  /** A task counts as ended: its host was lost, and must have stopped it by now. */
  record Expired(HostId host, Duration silent) implements Happening {}

  /** So many of a cluster's hosts are silent at once that none of them is given up. */
  record Braked(int silent, int hosts) implements Happening {}

  /** Silent hosts of a cluster are given up again. */
  record Released(Release why) implements Happening {}

  /** Why silent hosts are given up again. */
  sealed interface Release {
    /** Most are there again. */
    record Calm() implements Release {}

    /** It had been so for long enough. */
    record TimeOver() implements Release {}

    /** Somebody said that they are gone. */
    record Confirmed(Ask ask) implements Release {}
  }

  /** Somebody lets a host be emptied, or take tasks again, or took it out. */
  record HostAsked(Ask ask, Host.Status status) implements Happening {
    public HostAsked {
      if (status == Host.Status.SHUTTING_DOWN) {
        throw new IllegalArgumentException("nobody but its own machine lets a host shut down");
      }
    }
  }

  /** The machine of a host shuts down, so the host is to be emptied; its agent said so. */
  record ShutsDown() implements Happening {}

  /** The machine of a host that shut down has started anew, so the host may take tasks again. */
  record StartedAnew() implements Happening {}

  /** Somebody gave a host attributes, or took some away. */
  record Attributed(Ask ask, Map<String, String> given, List<String> taken) implements Happening {
    public Attributed {
      given = Map.copyOf(given);
      taken = List.copyOf(taken);
    }
  }

  /** The agent of a host tells of other attributes than before. */
  record AgentAttributed(Map<String, String> given, List<String> taken) implements Happening {
    public AgentAttributed {
      given = Map.copyOf(given);
      taken = List.copyOf(taken);
    }
  }

  /** A host is another one than before: its agent has told of other facts. */
  record FactsChanged(List<Fact> facts) implements Happening {
    public FactsChanged {
      facts = List.copyOf(facts);
    }
  }

  /** One fact of a host, in words, before and after. */
  record Fact(String what, String before, String after) {}

  // ------------------------------------------------------------------------------ trust

  /** Somebody, or the scheduler itself, took an authority one step further. */
  record AuthorityAsked(Ask ask, AuthorityStep step) implements Happening {}

  /** What becomes of an authority. */
  enum AuthorityStep {
    /** It was made, and peers are told of it. */
    PREPARED,
    /** It signs from now on. */
    SIGNS,
    /** It is believed no more. */
    RETIRED
  }

  /** Somebody took an identity back: it is let in never again. */
  record IdentityRevoked(Ask ask) implements Happening {}

  /**
   * A peer, or whoever speaks in its name, did what an operator has to look at.
   *
   * @param alarm of which kind, a word such as {@code SECOND_STREAM}
   */
  record Alarmed(String alarm, String sentence) implements Happening {}

  /** A later version wrote it, or it is damaged. */
  record Unreadable(String kind) implements Happening {}
}
