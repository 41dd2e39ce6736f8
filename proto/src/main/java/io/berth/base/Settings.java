package io.berth.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an operator has set, as text by key: {@code --key value} on the command line, and lines
 * {@code key = value} in the file that {@code --config} names. The command line wins. A key that
 * nobody knows or that is set twice in one place is refused, so that a slip of the hand cannot pass
 * for a setting.
 */
public final class Settings {
  private static final String CONFIG = "config";
  private static final long LARGEST_FILE = 64 * 1024;

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Reads the arguments of a process that knows these keys. */
  public static Settings read(List<String> known, List<String> arguments) throws SettingsException {
    SortedSet<String> keys = new TreeSet<>(known);
    Map<String, String> given = ofArguments(keys, arguments);
    Map<String, String> values = new LinkedHashMap<>();
    String file = given.remove(CONFIG);
    if (file != null) {
      values.putAll(ofFile(keys, Path.of(file)));
    }
    values.putAll(given);
    return new Settings(values);
  }

  public Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  public String get(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  private static Map<String, String> ofArguments(SortedSet<String> known, List<String> arguments)
      throws SettingsException {
    Map<String, String> given = new LinkedHashMap<>();
    for (int at = 0; at < arguments.size(); at += 2) {
      String option = arguments.get(at);
      if (!option.startsWith("--")) {
        throw new SettingsException("'" + option + "' is no option; options begin with --");
      }
      String key = option.substring(2);
      if (!key.equals(CONFIG)) {
        requireKnown(known, key, "option --" + key);
      }
      if (at + 1 == arguments.size()) {
        throw new SettingsException("the option " + option + " needs a value");
      }
      put(given, key, arguments.get(at + 1), "the option " + option + " is given twice");
    }
    return given;
  }

  private static Map<String, String> ofFile(SortedSet<String> known, Path file)
      throws SettingsException {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String place = file + ", line " + number;
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new SettingsException(place + " is no line of the form 'key = value'");
      }
      String key = text.substring(0, equals).strip();
      requireKnown(known, key, "key '" + key + "' in " + place);
      put(values, key, text.substring(equals + 1).strip(), place + " sets '" + key + "' again");
    }
    return values;
  }

  private static List<String> lines(Path file) throws SettingsException {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new SettingsException("the file " + file + " is larger than any configuration");
      }
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new SettingsException("the file " + file + " cannot be read as text: " + e);
    }
  }

  private static void requireKnown(SortedSet<String> known, String key, String what)
      throws SettingsException {
    if (!known.contains(key)) {
      throw new SettingsException(
          "there is no " + what + "; there are: " + String.join(", ", known));
    }
  }

  private static void put(Map<String, String> values, String key, String value, String again)
      throws SettingsException {
    if (value.isEmpty()) {
      throw new SettingsException("the value of '" + key + "' is empty");
    }
    if (values.putIfAbsent(key, value) != null) {
      throw new SettingsException(again);
    }
  }
}
