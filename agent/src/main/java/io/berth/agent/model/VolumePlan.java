package io.berth.agent.model;

/** A volume of a task; mounts refer to it by its name, which is unique in the plan. */
public sealed interface VolumePlan {

  String name();

  /** A path of the host; made as a directory if missing, never deleted by us. */
  record HostPath(String name, String path) implements VolumePlan {
    public HostPath {
      Require.notEmpty(name, "a volume's name");
      Require.notEmpty(path, "a volume's path");
    }
  }

  /** An empty volume of one task; deleted when the task's containers are. */
  record Empty(String name) implements VolumePlan {
    public Empty {
      Require.notEmpty(name, "a volume's name");
    }
  }

  /** A volume that outlives tasks; never deleted by us. */
  record Named(String name, String engineName, boolean createIfMissing) implements VolumePlan {
    public Named {
      Require.notEmpty(name, "a volume's name");
      Require.notEmpty(engineName, "a volume's name in the engine");
    }
  }
}
