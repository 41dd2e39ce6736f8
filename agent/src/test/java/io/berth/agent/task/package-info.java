/** Tests of what is decided and done for tasks; on virtual time but for those of threads. */
@NullMarked
package io.berth.agent.task;

import org.jspecify.annotations.NullMarked;
