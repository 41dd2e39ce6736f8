package io.berth.scheduler.control;

import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Plan;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether a host is what a task must have, whatever may be free there. */
final class Suitability {
  private static final int MOST_NAMED = 5;

  private Suitability() {}

  static boolean suits(Host host, Plan plan) {
    return host.facts().features().containsAll(plan.requires())
        && plan.asked().attributes().entrySet().stream()
            .allMatch(asked -> has(host, asked.getKey(), asked.getValue()));
  }

  /** An attribute that is asked without a value may have any. */
  private static boolean has(Host host, String name, String value) {
    return host.attribute(name).filter(known -> value.isEmpty() || value.equals(known)).isPresent();
  }

  /** As a sentence about the host goes on: the first things by name. */
  static String lacking(Host host, Plan plan) {
    String attributes =
        new TreeMap<>(plan.asked().attributes())
            .entrySet().stream()
                .filter(asked -> !has(host, asked.getKey(), asked.getValue()))
                .limit(MOST_NAMED)
                .map(asked -> said(host, asked.getKey(), asked.getValue()))
                .collect(Collectors.joining(", "));
    if (!attributes.isEmpty()) {
      return "is missing an attribute required by your task: " + attributes;
    }
    String features =
        new TreeSet<>(plan.requires())
            .stream()
                .filter(feature -> !host.facts().features().contains(feature))
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
    return "has an agent that does not know what your task requires: " + features;
  }

  private static String said(Host host, String name, String value) {
    Optional<String> known = host.attribute(name);
    if (value.isEmpty()) {
      return name;
    }
    return known.isEmpty()
        ? name + " = " + value
        : name + " = " + value + " (it is " + known.get() + ")";
  }
}
