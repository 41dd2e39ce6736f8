package io.berth.agent.model;

import java.util.List;

/** What a container sees beside its image's files. */
public record FilesPlan(List<MountPlan> mounts, List<TmpfsPlan> tmpfs) {

  /** Its image's files alone. */
  public static final FilesPlan OF_IMAGE = new FilesPlan(List.of(), List.of());

  public FilesPlan {
    mounts = List.copyOf(mounts);
    tmpfs = List.copyOf(tmpfs);
  }

  /** A volume of the plan inside a container. */
  public record MountPlan(String volumeName, String containerPath, boolean readOnly) {}

  /** A file system in memory. */
  public record TmpfsPlan(String containerPath, long sizeBytes, List<String> mountOptions) {
    public TmpfsPlan {
      Require.between(sizeBytes, 1, Long.MAX_VALUE, "the size of a tmpfs");
      mountOptions = List.copyOf(mountOptions);
    }
  }
}
