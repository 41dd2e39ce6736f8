package io.berth.tests.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How one of our processes is started: the words of its command and its variables. */
public record Program(List<String> command, Map<String, String> variables) {
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  public Program {
    command = List.copyOf(command);
    variables = Map.copyOf(variables);
  }

  /** A verb of the berth command, by the launcher and with the flags that users get. */
  public static Program berth(String verb) {
    Path launcher =
        Path.of(System.getProperty("berth.root")).resolve("deploy/src/main/launcher/berth");
    return new Program(
        List.of(launcher.toString(), verb),
        Map.of("BERTH_CLASSPATH", CLASS_PATH, "JAVA_HOME", JAVA_HOME.toString()));
  }

  /** A main class of the tests', which wires a process in its own way. */
  public static Program main(Class<?> main, String... words) {
    var command =
        new ArrayList<>(
            List.of(
                JAVA_HOME.resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                // It does not live long enough to gain by more.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                CLASS_PATH,
                main.getName()));
    command.addAll(List.of(words));
    return new Program(command, Map.of());
  }

  public Program with(String... words) {
    var all = new ArrayList<>(command);
    all.addAll(List.of(words));
    return new Program(all, variables);
  }

  /** The same behind words that bring it to another place. */
  public Program behind(List<String> entry) {
    var all = new ArrayList<>(entry);
    all.addAll(command);
    return new Program(all, variables);
  }

  public Program withVariable(String name, String value) {
    var all = new TreeMap<>(variables);
    all.put(name, value);
    return new Program(command, all);
  }
}
