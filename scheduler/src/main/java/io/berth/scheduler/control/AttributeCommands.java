package io.berth.scheduler.control;

import io.berth.scheduler.control.Refusal.Code;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.Ask;
import io.berth.scheduler.model.Asker;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import io.berth.scheduler.store.WriteTx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives hosts the attributes that their users want, and takes them away again; what agents tell
 * stays as it is. All of a call is done or nothing. Any thread may call.
 */
public final class AttributeCommands {
  private final StateStore store;
  private final InstantSource clock;
  private final Asker asker;

  public AttributeCommands(StateStore store, InstantSource clock) {
    this(store, clock, new Asker.Itself());
  }

  private AttributeCommands(StateStore store, InstantSource clock, Asker asker) {
    this.store = store;
    this.clock = clock;
    this.asker = asker;
  }

  /** The same for somebody who asks. */
  public AttributeCommands by(Asker newAsker) {
    return new AttributeCommands(store, clock, newAsker);
  }

  /** A name that a host has or shall lose. */
  public record Named(HostId host, String name) {}

  /** A name with its value for a host; the empty text is no value. */
  public record Given(Named named, String value) {}

  /** Whatever a host had under the same name is replaced. */
  public Outcome<List<Given>> put(ClusterName cluster, List<Given> attributes) {
    Ask ask = new Ask("PutAttributes", asker, clock.instant());
    return store.update(
        Lane.API,
        tx -> {
          Edits edits = new Edits(tx, cluster);
          for (Given given : attributes) {
            Optional<Map<String, String>> known = edits.of(given.named().host());
            if (known.isEmpty()) {
              return notFound(given.named().host());
            }
            known.get().put(given.named().name(), given.value());
            if (known.get().size() > Host.MOST_USERS_ATTRIBUTES) {
              return Outcome.refused(
                  Code.TOO_MANY_ATTRIBUTES,
                  "The container instance "
                      + given.named().host()
                      + " would have more than "
                      + Host.MOST_USERS_ATTRIBUTES
                      + " custom attributes.");
            }
          }
          edits.write(ask);
          return Outcome.done(attributes);
        });
  }

  /** Answers those that were there; one that nobody has put is no mistake. */
  public Outcome<List<Given>> remove(ClusterName cluster, List<Named> attributes) {
    Ask ask = new Ask("DeleteAttributes", asker, clock.instant());
    return store.update(
        Lane.API,
        tx -> {
          Edits edits = new Edits(tx, cluster);
          List<Given> removed = new ArrayList<>();
          for (Named named : attributes) {
            Optional<Map<String, String>> known = edits.of(named.host());
            if (known.isEmpty()) {
              return notFound(named.host());
            }
            Optional<String> value = Optional.ofNullable(known.get().remove(named.name()));
            if (value.isEmpty() && edits.isAgents(named)) {
              return Outcome.refused(
                  Code.ATTRIBUTE_OF_AGENT,
                  "The attribute "
                      + named.name()
                      + " comes from the configuration of the host's agent; it can only be taken"
                      + " away there.");
            }
            value.ifPresent(text -> removed.add(new Given(named, text)));
          }
          edits.write(ask);
          return Outcome.done(removed);
        });
  }

  private static <T> Outcome<T> notFound(HostId host) {
    return Outcome.refused(
        Code.ATTRIBUTE_TARGET_NOT_FOUND,
        "The specified target was not found: "
            + host
            + ". ListContainerInstances tells which container instances there are.");
  }

  /** The attributes of the hosts that one call changes, until it is clear that it may. */
  private static final class Edits {
    private final WriteTx tx;
    private final ClusterName cluster;
    private final Map<HostId, Map<String, String>> attributes = new LinkedHashMap<>();

    private Edits(WriteTx tx, ClusterName cluster) {
      this.tx = tx;
      this.cluster = cluster;
    }

    Optional<Map<String, String>> of(HostId id) {
      if (!attributes.containsKey(id)) {
        tx.find(Tables.HOSTS, id)
            .filter(host -> host.cluster().equals(cluster))
            .filter(host -> host.status() != Host.Status.INACTIVE)
            .ifPresent(host -> attributes.put(id, new HashMap<>(host.usersAttributes())));
      }
      return Optional.ofNullable(attributes.get(id));
    }

    boolean isAgents(Named named) {
      return known(named.host()).facts().attributes().containsKey(named.name());
    }

    /** What is as it was is not written: nobody has to hear of it. */
    void write(Ask ask) {
      attributes.forEach((id, now) -> {
        Host known = known(id);
        if (!now.equals(known.usersAttributes())) {
          tx.update(Tables.HOSTS, known.attributed(now));
          AttributeChange change = AttributeChange.of(known.usersAttributes(), now);
          Happening told = new Happening.Attributed(ask, change.given(), change.taken());
          new Line(Subject.of(id), ask.at(), told).write(tx);
        }
      });
    }

    private Host known(HostId id) {
      return tx.find(Tables.HOSTS, id).orElseThrow();
    }
  }
}
