/**
 * Tests of the contracts as texts: what the compiler of protocol buffers does not ask for. What the
 * messages do is tested where they are sent and read. Start reading at {@link
 * io.berth.proto.ContractCommentsTest}.
 */
@NullMarked
package io.berth.proto;

import org.jspecify.annotations.NullMarked;
