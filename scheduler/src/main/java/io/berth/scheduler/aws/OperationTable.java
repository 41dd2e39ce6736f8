package io.berth.scheduler.aws;

import io.berth.scheduler.api.Operation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All operations by the names under which requests ask for them. */
final class OperationTable {
  private final Map<String, Operation<?, ?>> byTarget = new HashMap<>();
  private final Map<String, Map<String, QueryOperation>> byVersionAndAction = new HashMap<>();

  OperationTable(List<WireService> services, Collection<Operation<?, ?>> operations) {
    Map<String, WireService> byName =
        services.stream().collect(Collectors.toMap(WireService::name, Function.identity()));
    Set<String> taken = new HashSet<>();
    for (Operation<?, ?> operation : operations) {
      WireService service = byName.get(operation.service());
      if (service == null || !taken.add(operation.service() + " " + operation.name())) {
        throw new IllegalStateException(
            "no such service, or two operations of one name: "
                + operation.service()
                + " "
                + operation.name());
      }
      add(service.protocol(), operation);
    }
  }

  @Nullable Operation<?, ?> ofTarget(String target) {
    return byTarget.get(target);
  }

  /** Clients that leave out the version get the operation if only one service has it. */
  @Nullable QueryOperation ofAction(@Nullable String version, String action) {
    if (version != null) {
      return byVersionAndAction.getOrDefault(version, Map.of()).get(action);
    }
    List<QueryOperation> all =
        byVersionAndAction.values().stream()
            .filter(byAction -> byAction.containsKey(action))
            .map(byAction -> byAction.get(action))
            .toList();
    return all.size() == 1 ? all.getFirst() : null;
  }

  private void add(WireService.Protocol protocol, Operation<?, ?> operation) {
    switch (protocol) {
      case WireService.Protocol.Json(String prefix) ->
          byTarget.put(prefix + "." + operation.name(), operation);
      case WireService.Protocol.Query(String version, String namespace) ->
          byVersionAndAction
              .computeIfAbsent(version, _ -> new HashMap<>())
              .put(operation.name(), new QueryOperation(operation, namespace));
    }
  }

  /** An operation that is answered in XML. */
  record QueryOperation(Operation<?, ?> operation, String namespace) {}
}
