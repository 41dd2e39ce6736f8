package io.berth.scheduler.api;

import io.berth.base.AttributeRules;
import io.berth.scheduler.control.AttributeCommands;
import io.berth.scheduler.control.AttributeCommands.Given;
import io.berth.scheduler.control.AttributeCommands.Named;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.store.ReadTx;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesResponse;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesResponse;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;

/** The operations of ECS about attributes of container instances. */
public final class AttributeOperations {
  private static final String TARGET_TYPE = "container-instance";
  private static final int MOST = 10;
  private static final int LONGEST = 128;
  private static final int ID_DIGITS = 32;

  private final StateStore store;
  private final AttributeCommands commands;

  public AttributeOperations(StateStore store, AttributeCommands commands) {
    this.store = store;
    this.commands = commands;
  }

  public List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            name("PutAttributes"),
            PutAttributesRequest::builder,
            PutAttributesResponse.class,
            this::put),
        Operation.of(
            name("DeleteAttributes"),
            DeleteAttributesRequest::builder,
            DeleteAttributesResponse.class,
            this::delete),
        Operation.of(
            name("ListAttributes"),
            ListAttributesRequest::builder,
            ListAttributesResponse.class,
            this::list));
  }

  private static Operation.Name name(String operation) {
    return new Operation.Name("ecs", operation);
  }

  private PutAttributesResponse put(Caller caller, PutAttributesRequest request) {
    Target target = target(caller, request.cluster());
    List<Given> given = new ArrayList<>();
    for (Attribute attribute : some(request.attributes())) {
      String value = attribute.value();
      if (value != null) {
        AttributeRules.faultOfValue(value).ifPresent(AttributeOperations::refuse);
      }
      given.add(new Given(target.named(attribute), value == null ? "" : value));
    }
    requireEachOnce(given.stream().map(Given::named).toList());
    return PutAttributesResponse.builder()
        .attributes(
            target.write(Refusals.done(commands.by(caller.asker()).put(target.cluster(), given))))
        .build();
  }

  private DeleteAttributesResponse delete(Caller caller, DeleteAttributesRequest request) {
    Target target = target(caller, request.cluster());
    List<Named> named = some(request.attributes()).stream().map(target::named).distinct().toList();
    return DeleteAttributesResponse.builder()
        .attributes(
            target.write(
                Refusals.done(commands.by(caller.asker()).remove(target.cluster(), named))))
        .build();
  }

  private Target target(Caller caller, @Nullable String cluster) {
    Arns arns = Arns.of(caller);
    return new Target(arns, Lookups.activeCluster(store.snapshot(), arns, cluster).name());
  }

  private static Collection<Attribute> some(Collection<Attribute> attributes) {
    if (attributes.isEmpty() || attributes.size() > MOST) {
      throw Lookups.invalid("Between 1 and " + MOST + " attributes must be given.");
    }
    return attributes;
  }

  private static void requireEachOnce(List<Named> names) {
    Set<Named> seen = new HashSet<>();
    for (Named named : names) {
      if (!seen.add(named)) {
        throw Lookups.invalid("The attribute " + named.name() + " is given twice for one target.");
      }
    }
  }

  private static void refuse(String fault) {
    throw Lookups.invalid("Invalid attribute: " + fault + ".");
  }

  /** Where attributes go: hosts of one cluster, in the names of the request. */
  private record Target(Arns arns, ClusterName cluster) {

    Named named(Attribute attribute) {
      String name = Optional.ofNullable(attribute.name()).orElse("");
      AttributeRules.faultOfName(name).ifPresent(AttributeOperations::refuse);
      if (AttributeRules.isReserved(name)) {
        throw Lookups.invalid(
            "Invalid attribute: " + name + " is built in; it follows from what the host is.");
      }
      return new Named(host(attribute), name);
    }

    /** The type may be left out where the ARN says it. */
    private HostId host(Attribute attribute) {
      String id = attribute.targetId();
      if (id == null || id.isEmpty()) {
        throw Lookups.invalid("targetId can not be blank.");
      }
      String type = attribute.targetTypeAsString();
      if (type != null || !id.startsWith("arn:")) {
        requireType(type);
      }
      return Lookups.host(arns, cluster, id);
    }

    List<Attribute> write(List<Given> given) {
      return given.stream()
          .map(one -> written(one.named().host(), one.named().name(), one.value()))
          .toList();
    }

    Attribute written(HostId host, String name, String value) {
      return HostWire.attribute(name, value).toBuilder().targetId(arns.host(cluster, host)).build();
    }
  }

  private static void requireType(@Nullable String type) {
    if (!TARGET_TYPE.equals(type)) {
      throw Lookups.invalid("The targetType must be " + TARGET_TYPE + ".");
    }
  }

  // ------------------------------------------------------------------------------------- list

  private ListAttributesResponse list(Caller caller, ListAttributesRequest request) {
    requireType(request.targetTypeAsString());
    Wish wish = new Wish(said(request.attributeName()), said(request.attributeValue()));
    Lookups.searched(request.attributeName(), LONGEST, "attributeName");
    Lookups.searched(request.attributeValue(), LONGEST, "attributeValue");
    if (wish.value().isPresent() && wish.name().isEmpty()) {
      throw Lookups.invalid("attributeValue needs an attributeName.");
    }
    Target target = target(caller, request.cluster());
    Paging paging = Paging.of("ListAttributes", request.maxResults(), request.nextToken());
    Paging.Page<Given> page =
        paging.cut(listed(store.snapshot(), target.cluster(), wish, paging), Place::text);
    return ListAttributesResponse.builder()
        .attributes(target.write(page.items()))
        .nextToken(page.token())
        .build();
  }

  private static Optional<String> said(@Nullable String text) {
    return Optional.ofNullable(text).filter(it -> !it.isEmpty());
  }

  private static Iterator<Given> listed(
      ReadTx state, ClusterName cluster, Wish wish, Paging paging) {
    Optional<Named> after = paging.after().map(Place::read);
    var hosts = state.rowsWith(Tables.HOSTS, Tables.HOSTS_BY_CLUSTER, cluster);
    return StreamSupport.stream(hosts.spliterator(), false)
        .filter(host -> after.isEmpty() || host.id().compareTo(after.get().host()) >= 0)
        .filter(host -> host.status() != Host.Status.INACTIVE)
        .flatMap(wish::of)
        .filter(given -> after.isEmpty() || Place.isBehind(given.named(), after.get()))
        .iterator();
  }

  /** What is looked for; without a name, everything. */
  private record Wish(Optional<String> name, Optional<String> value) {

    Stream<Given> of(Host host) {
      Stream<Map.Entry<String, String>> all =
          name.isEmpty()
              ? host.attributes().entrySet().stream()
              : host.attribute(name.get()).map(has -> Map.entry(name.get(), has)).stream();
      return all.filter(entry -> value.isEmpty() || value.get().equals(entry.getValue()))
          .map(entry -> new Given(new Named(host.id(), entry.getKey()), entry.getValue()));
    }
  }

  /** Where an attribute stands in the list: by host, then by name. */
  private static final class Place {
    private Place() {}

    static String text(Given given) {
      return given.named().host().text() + given.named().name();
    }

    static Named read(String text) {
      if (text.length() <= ID_DIGITS) {
        throw Paging.badToken();
      }
      try {
        return new Named(HostId.parse(text.substring(0, ID_DIGITS)), text.substring(ID_DIGITS));
      } catch (IllegalArgumentException _) {
        throw Paging.badToken();
      }
    }

    static boolean isBehind(Named one, Named other) {
      int hosts = one.host().compareTo(other.host());
      return hosts == 0 ? one.name().compareTo(other.name()) > 0 : hosts > 0;
    }
  }
}
