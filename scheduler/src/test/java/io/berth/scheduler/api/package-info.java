/** Rules of the API, as tables: a row is a request and what becomes of it. */
@NullMarked
package io.berth.scheduler.api;

import org.jspecify.annotations.NullMarked;
