package io.berth.scheduler.foresight;

import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.ServiceId;
import java.util.Comparator;
import java.util.Optional;

/** Some tasks of one host that are alike, and what would become of them. */
public record Move(What what, int count) {

  /**
   * Which tasks.
   *
   * @param service empty for tasks that stand for themselves
   */
  public record What(Kind kind, Optional<ServiceId> service, DefinitionId definition, HostId host) {
    static final Comparator<What> ORDER =
        Comparator.<What, String>comparing(what -> what.service().map(ServiceId::name).orElse(""))
            .thenComparing(What::kind)
            .thenComparing(What::definition)
            .thenComparing(What::host);
  }

  /** What would become of them. */
  public enum Kind {
    /** They come to the host. */
    START,
    /** They are to end, and get no more requests. */
    DRAIN,
    /** They are told to end. */
    STOP,
    /** They go with their host. */
    LOSE
  }
}
