package io.berth.proxy.route;

import java.util.ArrayList;
import java.util.List;

/** The rules of one listener, ready to be asked: the first one that matches decides. */
final class ListenerRoutes {
  private final Balancer balancer;
  private final Listener listener;
  private final Compiled[] rules;
  private final Route otherwise;

  /** Empty lists ask nothing of that kind. */
  private record Compiled(List<Glob[]> hosts, List<Glob[]> paths, Route route) {

    boolean matches(String host, String path) {
      return all(hosts, host) && all(paths, path);
    }

    private static boolean all(List<Glob[]> conditions, String text) {
      for (int i = 0; i < conditions.size(); i++) {
        if (!any(conditions.get(i), text)) {
          return false;
        }
      }
      return true;
    }

    private static boolean any(Glob[] patterns, String text) {
      for (Glob pattern : patterns) {
        if (pattern.matches(text)) {
          return true;
        }
      }
      return false;
    }
  }

  ListenerRoutes(Balancer balancer, Listener listener) {
    this.balancer = balancer;
    this.listener = listener;
    this.rules = listener.rules().stream().map(this::compile).toArray(Compiled[]::new);
    this.otherwise = route(0, listener.defaultAction());
  }

  private Compiled compile(Rule rule) {
    List<Glob[]> hosts = new ArrayList<>();
    List<Glob[]> paths = new ArrayList<>();
    for (Condition condition : rule.conditions()) {
      switch (condition) {
        case Condition.Host(List<String> patterns) ->
            hosts.add(
                patterns.stream()
                    .map(text -> Glob.of(HostText.lower(text, text.length())))
                    .toArray(Glob[]::new));
        case Condition.Path(List<String> patterns) ->
            paths.add(patterns.stream().map(Glob::of).toArray(Glob[]::new));
      }
    }
    return new Compiled(hosts, paths, route(rule.priority(), rule.action()));
  }

  private Route route(int priority, Action action) {
    return switch (action) {
      case Action.Forward forward -> new Route(balancer, listener, priority, forward);
    };
  }

  Balancer balancer() {
    return balancer;
  }

  Listener listener() {
    return listener;
  }

  /** Whether these are the rules of exactly these items; to compare all they say would be dear. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Balancer otherBalancer, Listener otherListener) {
    return balancer == otherBalancer && listener == otherListener;
  }

  boolean asksForHosts() {
    for (Compiled rule : rules) {
      if (!rule.hosts().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether some rule asks for this host; the path does not matter. */
  boolean names(String host) {
    for (Compiled rule : rules) {
      if (!rule.hosts().isEmpty() && Compiled.all(rule.hosts(), host)) {
        return true;
      }
    }
    return false;
  }

  Route choose(String host, String path) {
    for (Compiled rule : rules) {
      if (rule.matches(host, path)) {
        return rule.route();
      }
    }
    return otherwise;
  }
}
