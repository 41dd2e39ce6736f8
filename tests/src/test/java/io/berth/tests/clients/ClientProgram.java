package io.berth.tests.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.agent.engine.docker.TestTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs of clients to their ends, in a folder that is their home, so that nothing of the
 * user who tests is seen by them.
 */
record ClientProgram(Path home) {

  /** What a program printed and how it ended. */
  record Answer(int exitCode, String out, String err) {}

  Answer run(Duration most, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out-", ".txt");
    Path err = Files.createTempFile(home, "err-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_CONFIG_FILE", home.resolve("config").toString());
    builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("keys").toString());
    builder.environment().put("AWS_PAGER", "");
    builder.environment().putAll(variables);
    Process process = builder.start();
    TestTools.record(process.pid());
    boolean ended = process.waitFor(most.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    Answer answer =
        new Answer(
            process.exitValue(),
            Files.readString(out, UTF_8).strip(),
            Files.readString(err, UTF_8).strip());
    Files.delete(out);
    Files.delete(err);
    if (!ended) {
      throw new AssertionError(
          "not done after " + most.toSeconds() + " s: " + command + "\n" + answer);
    }
    return answer;
  }
}
