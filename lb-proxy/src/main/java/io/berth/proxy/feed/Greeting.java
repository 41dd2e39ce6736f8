package io.berth.proxy.feed;

import io.berth.proxy.route.Abilities;
import java.util.HexFormat;
import java.util.List;

/**
 * Who this proxy is when it says hello.
 *
 * @param journalId made together with its directory, 16 bytes in hexadecimal digits
 * @param startCounter raised and stored at each start
 */
public record Greeting(
    String bootId,
    String journalId,
    long startCounter,
    List<String> listenAddresses,
    Abilities abilities,
    String hostName,
    String programVersion) {

  public Greeting {
    listenAddresses = List.copyOf(listenAddresses);
  }

  byte[] journal() {
    return HexFormat.of().parseHex(journalId);
  }
}
