package io.berth.proxy.route;

/** What is spoken at a listener and by the targets behind it. */
public enum Protocol {
  /** HTTP/1.1 without TLS. */
  HTTP,
  /** Bytes passed on as they come. */
  TCP
}
