package io.berth.agent.task;

import io.berth.agent.engine.ContainerSpec;
import io.berth.agent.engine.VolumeSpec;
import io.berth.agent.model.ContainerId;
import io.berth.agent.model.HostPort;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One thing to do for a task; at most one engine verb. */
sealed interface Step {

  /** Steps that tell others what is so; done at once, before any other. */
  sealed interface Telling extends Step {}

  /** Write to the journal; a promise must survive a power cut. */
  record Save(List<JournalEntry> entries, boolean promise, TaskStatus status) implements Telling {}

  /** Tell the scheduler. */
  record Report(TaskStatus status) implements Telling {}

  /** Give the task's dynamic ports back; held ones are not picked until they are released. */
  record FreePorts(List<HostPort> ports, boolean held) implements Telling {}

  /** Nothing until then, or until something happens. */
  record Wait(Optional<Instant> until) implements Step {}

  /** Nothing of this task is left; forget it. */
  record Done() implements Step {}

  /** Steps that may block; those with one subject never overlap. */
  sealed interface Blocking extends Step {
    String subject();
  }

  /** Find the task's containers by their labels. */
  record Find() implements Blocking {
    @Override
    public String subject() {
      return TASK;
    }
  }

  record Look(String container, ContainerId id) implements Blocking {
    @Override
    public String subject() {
      return container;
    }
  }

  /** Is the image there, and, if so asked, was it pulled by this agent? */
  record FindImage(String container, String reference, boolean onlyIfPulledBefore)
      implements Blocking {
    @Override
    public String subject() {
      return container;
    }
  }

  record Pull(String container, String reference) implements Blocking {
    @Override
    public String subject() {
      return container;
    }
  }

  record MakeVolume(String volume, VolumeSpec spec) implements Blocking {
    @Override
    public String subject() {
      return VOLUME + volume;
    }
  }

  /** Is the volume there that somebody else makes? */
  record CheckVolume(String volume, String engineName) implements Blocking {
    @Override
    public String subject() {
      return VOLUME + volume;
    }
  }

  /** Pick what these ports leave open. */
  record PickPorts(List<PortWish> wishes) implements Blocking {
    @Override
    public String subject() {
      return TASK;
    }
  }

  record Create(String container, ContainerSpec spec) implements Blocking {
    @Override
    public String subject() {
      return container;
    }
  }

  record Start(String container, ContainerId id) implements Blocking {
    @Override
    public String subject() {
      return container;
    }
  }

  record Stop(String container, ContainerId id, Duration timeout) implements Blocking {
    @Override
    public String subject() {
      return container;
    }
  }

  record Kill(String container, ContainerId id) implements Blocking {
    @Override
    public String subject() {
      return container;
    }
  }

  record Remove(String container, ContainerId id) implements Blocking {
    @Override
    public String subject() {
      return container;
    }
  }

  /** Find the volumes that were made for the task. */
  record FindVolumes() implements Blocking {
    @Override
    public String subject() {
      return TASK;
    }
  }

  record RemoveVolume(String engineName) implements Blocking {
    @Override
    public String subject() {
      return VOLUME + engineName;
    }
  }

  /** The subject of steps for the whole task; no container has an empty name. */
  String TASK = "";

  /** Begins the subject of steps for a volume; no container has a space in its name. */
  String VOLUME = "volume ";

  /** One container port that wants a port of the host; without a fixed one any will do. */
  record PortWish(
      String container, int containerPort, Optional<Integer> fixed, HostPort.Protocol protocol) {}
}
