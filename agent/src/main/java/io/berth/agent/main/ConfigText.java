package io.berth.agent.main;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads keys with their values, from lines {@code key = value} and from {@code --key value}. */
final class ConfigText {
  private ConfigText() {}

  /** Empty lines and lines that begin with # say nothing. */
  static Map<String, String> lines(String text) throws ConfigException {
    var values = new LinkedHashMap<String, String>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String plain = line.strip();
      if (plain.isEmpty() || plain.startsWith("#")) {
        continue;
      }
      int equals = plain.indexOf('=');
      if (equals < 1) {
        throw new ConfigException("Line " + number + " is not of the form key = value");
      }
      put(values, plain.substring(0, equals).strip(), plain.substring(equals + 1).strip());
    }
    return values;
  }

  static Map<String, String> arguments(List<String> arguments) throws ConfigException {
    var values = new LinkedHashMap<String, String>();
    for (int index = 0; index < arguments.size(); index += 2) {
      String argument = arguments.get(index);
      if (!argument.startsWith("--") || index + 1 == arguments.size()) {
        throw new ConfigException("'" + argument + "' is not of the form --key value");
      }
      put(values, argument.substring(2), arguments.get(index + 1));
    }
    return values;
  }

  private static void put(Map<String, String> values, String key, String value)
      throws ConfigException {
    if (values.put(key, value) != null) {
      throw new ConfigException("The key " + key + " is given twice");
    }
  }
}
