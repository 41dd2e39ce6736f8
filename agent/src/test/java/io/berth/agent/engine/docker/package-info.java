/** The contract kept by a real Docker Engine of the tests' own, and the transport under it. */
@NullMarked
package io.berth.agent.engine.docker;

import org.jspecify.annotations.NullMarked;
