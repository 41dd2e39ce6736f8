package io.berth.proxy.upstream;

/** What became of a try to reach a target. */
public sealed interface ConnectOutcome {

  /** It is reached; the connection belongs to whoever asked. */
  record Connected(UpstreamConnection connection) implements ConnectOutcome {}

  /** Nothing was sent, so another target may be tried. */
  record Failed(boolean timedOut) implements ConnectOutcome {}
}
