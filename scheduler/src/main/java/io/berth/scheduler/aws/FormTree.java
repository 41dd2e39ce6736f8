package io.berth.scheduler.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a Query request by their dotted names: {@code Targets.member.1.Id=a} is the
 * value of a node four levels down.
 */
final class FormTree {
  private static final int MOST_NODES = 20_000;

  private final Map<String, FormTree> children = LinkedHashMap.newLinkedHashMap(4);
  private int nodesBelow;
  private @Nullable String value;

  /** A parameter that comes twice counts as it came last. */
  void put(String dottedName, String newValue) {
    FormTree node = this;
    int depth = 0;
    for (String step : dottedName.split("\\.", QueryCodec.DEEPEST + 1)) {
      if (++depth > QueryCodec.DEEPEST) {
        throw QueryCodec.malformed("A parameter is nested too deeply.");
      }
      node = node.children.computeIfAbsent(step, _ -> newNode());
    }
    node.value = newValue;
  }

  /** Counted at the root: each node weighs far more than the two letters which make it. */
  private FormTree newNode() {
    if (++nodesBelow > MOST_NODES) {
      throw QueryCodec.malformed("The parameters have too many parts.");
    }
    return new FormTree();
  }

  Map<String, FormTree> children() {
    return children;
  }

  /** What stands behind the equals sign, where this very name was sent. */
  @Nullable String value() {
    return value;
  }

  /** How Query writes a list without elements. */
  boolean isEmptyList() {
    return children.isEmpty() && value != null && value.isEmpty();
  }
}
