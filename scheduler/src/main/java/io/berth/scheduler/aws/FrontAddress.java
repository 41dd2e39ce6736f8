package io.berth.scheduler.aws;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Where the front listens; with a context it speaks TLS and nothing else. */
public record FrontAddress(InetSocketAddress address, Optional<SSLContext> tls) {}
