package io.berth.scheduler.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parameters of a query string, decoded; a plus sign stands for itself. */
record Query(List<Parameter> parameters) {
  private static final Comparator<Parameter> BY_NAME_THEN_VALUE =
      Comparator.comparing(Parameter::name).thenComparing(Parameter::value);

  static Query parse(String query) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.add(new Parameter(PercentCode.decode(name), PercentCode.decode(value)));
      }
    }
    return new Query(parameters);
  }

  boolean has(String name) {
    return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
  }

  List<String> values(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .toList();
  }

  /** As it is signed: encoded anew, then sorted; a signature cannot cover itself. */
  String canonical() {
    StringBuilder canonical = new StringBuilder();
    parameters.stream()
        .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
        .map(Parameter::encoded)
        .sorted(BY_NAME_THEN_VALUE)
        .forEach(parameter ->
            canonical
                .append(canonical.isEmpty() ? "" : "&")
                .append(parameter.name())
                .append('=')
                .append(parameter.value()));
    return canonical.toString();
  }

  /** One name with one value. */
  record Parameter(String name, String value) {
    Parameter encoded() {
      return new Parameter(PercentCode.encode(name), PercentCode.encode(value));
    }
  }
}
