package io.berth.agent.main;

import io.berth.agent.model.HostPort;
import io.berth.agent.task.PortProbe;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;

/** Finds out whether somebody listens on a port by trying to have it for a moment. */
final class BindProbe implements PortProbe {

  @Override
  public boolean isListening(HostPort port) {
    return switch (port.protocol()) {
      case TCP -> isTcpTaken(port.port());
      case UDP -> isUdpTaken(port.port());
    };
  }

  private static boolean isTcpTaken(int port) {
    try (var socket = new ServerSocket(port)) {
      return !socket.isBound();
    } catch (IOException _) {
      return true;
    }
  }

  private static boolean isUdpTaken(int port) {
    try (var socket = new DatagramSocket(port)) {
      return !socket.isBound();
    } catch (IOException _) {
      return true;
    }
  }
}
