package io.berth.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program of the tests' image, a few times, each on a free port of loopback. */
record EchoServers(List<ChildProcess> processes, List<Integer> ports) implements AutoCloseable {

  static EchoServers start(int count, Path directory) throws IOException, InterruptedException {
    Path program = build(directory);
    List<Integer> ports = FreePort.take(count);
    EchoServers servers = new EchoServers(new ArrayList<>(), ports);
    boolean ready = false;
    try {
      for (int port : ports) {
        servers.processes.add(one(program, port));
      }
      for (int port : ports) {
        Front.straight(port).awaitAnswers();
      }
      ready = true;
      return servers;
    } finally {
      if (!ready) {
        servers.close();
      }
    }
  }

  static ChildProcess one(Path program, int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "serve", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("BERTH_TASK_ID", "target-" + port);
    return ChildProcess.start(builder);
  }

  static Path build(Path directory) throws IOException, InterruptedException {
    Path program = directory.resolve("echo");
    Path source = WorkDirectory.checkout().resolve("tests/images/echo/echo.c");
    List<String> command =
        List.of("gcc", "-O2", "-pthread", "-o", program.toString(), source.toString());
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("the targets' program was not compiled; see above");
    }
    return program;
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::close);
  }
}
