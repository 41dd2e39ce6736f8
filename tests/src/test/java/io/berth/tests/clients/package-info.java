/**
 * Clients of the AWS API, unmodified, on their tour through a cluster of real processes on a real
 * engine: {@link io.berth.tests.clients.AwsCliTourTest}, {@link
 * io.berth.tests.clients.JavaSdkTourTest}, {@link io.berth.tests.clients.JavaScriptTourTest}. Each
 * does everything that its users do, and shows what each refusal looks like to them.
 */
@NullMarked
package io.berth.tests.clients;

import org.jspecify.annotations.NullMarked;
