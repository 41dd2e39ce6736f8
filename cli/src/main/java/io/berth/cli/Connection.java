package io.berth.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a scheduler and as whom: from the variables that AWS clients read, or from the file
 * that a scheduler writes into its directory.
 *
 * @param authorities PEM certificates to trust; absent: those of the JDK
 */
record Connection(
    URI endpoint, String region, String keyId, String secret, Optional<Path> authorities) {
  private static final String DEFAULT_DIRECTORY = "/var/lib/berth/scheduler";

  /** A directory that is named wins, then the variables, then the usual directory. */
  static Connection find(Optional<String> directory, Map<String, String> environment)
      throws CommandException {
    if (directory.isEmpty() && environment.containsKey("AWS_ENDPOINT_URL")) {
      return ofEnvironment(environment);
    }
    return ofDirectory(directory, environment);
  }

  static Connection ofDirectory(Optional<String> named, Map<String, String> environment)
      throws CommandException {
    String directory = named.orElse(environment.getOrDefault("BERTH_DIRECTORY", DEFAULT_DIRECTORY));
    Path file = Path.of(directory, "client.conf");
    Map<String, String> values = new HashMap<>();
    for (String line : lines(file)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    if (!values.containsKey("access-key-id")) {
      throw CommandException.failed(
          "the key of the first start was turned off, so "
              + file
              + " holds none; set AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    return new Connection(
        endpoint(required(values, "endpoint", file.toString())),
        required(values, "region", file.toString()),
        required(values, "access-key-id", file.toString()),
        required(values, "secret-access-key", file.toString()),
        Optional.ofNullable(values.get("ca-bundle")).map(Path::of));
  }

  private static Connection ofEnvironment(Map<String, String> environment) throws CommandException {
    String region =
        environment.getOrDefault(
            "AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
    return new Connection(
        endpoint(required(environment, "AWS_ENDPOINT_URL", "the environment")),
        region,
        required(environment, "AWS_ACCESS_KEY_ID", "the environment"),
        required(environment, "AWS_SECRET_ACCESS_KEY", "the environment"),
        Optional.ofNullable(environment.get("AWS_CA_BUNDLE"))
            .filter(path -> !path.isEmpty())
            .map(Path::of));
  }

  private static Iterable<String> lines(Path file) throws CommandException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException _) {
      throw CommandException.failed(
          "there is no scheduler here: "
              + file
              + " does not exist; name its directory with --directory, or set AWS_ENDPOINT_URL,"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    } catch (IOException e) {
      throw CommandException.failed("cannot read " + file + ": " + e);
    }
  }

  private static String required(Map<String, String> values, String name, String place)
      throws CommandException {
    String value = values.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw CommandException.failed(name + " is not set in " + place);
    }
    return value;
  }

  private static URI endpoint(String text) throws CommandException {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean plain = uri.getRawPath() == null || uri.getRawPath().matches("/?");
      if (http && plain && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Said below, like all else that is no endpoint.
    }
    throw CommandException.failed("'" + text + "' is no endpoint such as http://127.0.0.1:7070");
  }

  @Override
  public String toString() {
    return "Connection to " + endpoint;
  }
}
