package io.berth.agent.engine.docker;

import java.nio.file.Path;

/** Where the engine listens: a unix-domain socket and nothing else. */
public record EngineSocket(Path path) {

  private static final String SCHEME = "unix://";

  /**
   * Reads what DOCKER_HOST holds; anything but unix:// and an absolute path is an {@link
   * IllegalArgumentException} whose message tells the user what to do.
   */
  public static EngineSocket parse(String dockerHost) {
    if (!dockerHost.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "DOCKER_HOST is '"
              + dockerHost
              + "', but the agent speaks with its engine through a unix socket only: whoever can"
              + " reach an engine by tcp is root on its host. Set it to unix:///path/of/the/socket"
              + " or leave it out.");
    }
    Path path = Path.of(dockerHost.substring(SCHEME.length()));
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "DOCKER_HOST is '" + dockerHost + "', but the path of the socket must be absolute");
    }
    return new EngineSocket(path);
  }
}
