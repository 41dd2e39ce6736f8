package io.berth.tests.bench;

/** A kind of load in the proxy benchmark: what is asked, over how many connections, how kept. */
enum ProxyLoad {
  SMALL_1("small answers, 1 connection", 1, "/", 0, true),
  SMALL_64("small answers, 64 connections", 64, "/", 0, true),
  SMALL_512("small answers, 512 connections", 512, "/", 0, true),
  LARGE("answers of 64 KiB, 64 connections", 64, "/size/65536", 0, true),
  UPLOADS("uploads of 64 KiB, 64 connections", 64, "/", 64 << 10, true),
  NEW_CONNECTIONS("a connection for each, 64 at a time", 64, "/", 0, false);

  private final String words;
  private final int connections;
  private final String path;
  private final int uploadedBytes;
  private final boolean keepsConnection;

  ProxyLoad(
      String words, int connections, String path, int uploadedBytes, boolean keepsConnection) {
    this.words = words;
    this.connections = connections;
    this.path = path;
    this.uploadedBytes = uploadedBytes;
    this.keepsConnection = keepsConnection;
  }

  String words() {
    return words;
  }

  int connections() {
    return connections;
  }

  String path() {
    return path;
  }

  int uploadedBytes() {
    return uploadedBytes;
  }

  boolean keepsConnection() {
    return keepsConnection;
  }
}
