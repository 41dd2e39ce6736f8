/** Tables, rules and hashes, as tables of cases. */
@NullMarked
package io.berth.proxy.route;

import org.jspecify.annotations.NullMarked;
