package io.berth.agent.engine;

import java.util.Optional;

/** An image that the engine has; without a digest it came from no registry. */
public record Image(String id, Optional<String> digest) {}
