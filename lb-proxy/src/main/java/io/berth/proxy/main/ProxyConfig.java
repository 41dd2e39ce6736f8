package io.berth.proxy.main;

import io.berth.base.Settings;
import io.berth.base.SettingsException;
import io.berth.peer.SchedulerAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operator has set for one proxy.
 *
 * @param listen where its listeners are bound; nothing but this machine unless told otherwise
 * @param loops how many threads move bytes
 */
public record ProxyConfig(
    SchedulerAddress scheduler,
    Optional<Ticket> ticket,
    List<InetAddress> listen,
    Path directory,
    int loops) {
  private static final List<String> KEYS =
      List.of("scheduler", "token", "ca-fingerprint", "listen", "directory", "event-loops");
  private static final int MOST_ADDRESSES = 16;
  private static final int MOST_LOOPS = 64;

  public ProxyConfig {
    listen = List.copyOf(listen);
  }

  /** The one-time token and the CA fingerprint that came with it. */
  public record Ticket(String token, String caFingerprint) {
    @Override
    public String toString() {
      return "Ticket";
    }
  }

  public static ProxyConfig read(List<String> arguments, int processors) throws SettingsException {
    Settings settings = Settings.read(KEYS, arguments);
    return new ProxyConfig(
        scheduler(settings.get("scheduler", "127.0.0.1:7071")),
        ticket(settings),
        listen(settings.get("listen", "127.0.0.1")),
        directory(settings.get("directory", "/var/lib/berth/proxy")),
        loops(settings.get("event-loops", Integer.toString(Math.min(processors, MOST_LOOPS)))));
  }

  private static SchedulerAddress scheduler(String text) throws SettingsException {
    try {
      return SchedulerAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Ticket> ticket(Settings settings) throws SettingsException {
    Optional<String> token = settings.find("token");
    Optional<String> fingerprint = settings.find("ca-fingerprint");
    if (token.isPresent() != fingerprint.isPresent()) {
      throw new SettingsException(
          "token and ca-fingerprint belong together: 'berth token create --proxy' shows both");
    }
    return token.map(text -> new Ticket(text, fingerprint.orElseThrow()));
  }

  private static List<InetAddress> listen(String text) throws SettingsException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String one : text.split("\\s*,\\s*", -1)) {
      try {
        addresses.add(InetAddress.ofLiteral(one));
      } catch (IllegalArgumentException _) {
        throw new SettingsException("listen = " + text + ": '" + one + "' is no IP address");
      }
    }
    if (addresses.size() > MOST_ADDRESSES) {
      throw new SettingsException("listen names more than " + MOST_ADDRESSES + " addresses");
    }
    return addresses;
  }

  private static Path directory(String text) throws SettingsException {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new SettingsException("directory = " + text + ": the path must be absolute");
    }
    return path;
  }

  private static int loops(String text) throws SettingsException {
    try {
      int loops = Integer.parseInt(text);
      if (loops >= 1 && loops <= MOST_LOOPS) {
        return loops;
      }
    } catch (NumberFormatException _) {
      // Said below in the same words.
    }
    throw new SettingsException(
        "event-loops = " + text + ": it must be a number from 1 to " + MOST_LOOPS);
  }
}
