package io.berth.proxy.http;

/**
 * Where a client comes from and where it came in, written once for all its requests.
 *
 * @param port boxed, since tables are asked by it
 */
record ClientOrigin(String address, Integer port, String portText) {

  static ClientOrigin of(String address, int port) {
    return new ClientOrigin(address, port, Integer.toString(port));
  }
}
