package io.berth.tests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.cli.ClientCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** A scheduler as its launcher starts it, a child of this process on free ports of loopback. */
final class SchedulerServer implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration CALL = Duration.ofSeconds(10);

  private final ChildProcess process;
  private final Path directory;
  private final int agentsPort;
  private final Map<String, String> client;
  private final Duration startUp;

  private SchedulerServer(
      ChildProcess process,
      Path directory,
      int agentsPort,
      Map<String, String> client,
      Duration startUp) {
    this.process = process;
    this.directory = directory;
    this.agentsPort = agentsPort;
    this.client = client;
    this.startUp = startUp;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param verb scheduler, or up
   * @param prefix put before its command, such as what pins it to a core
   * @param environment for the process, besides ours
   */
  static SchedulerServer start(
      String verb, Path directory, List<String> prefix, Map<String, String> environment)
      throws IOException, InterruptedException {
    return start(verb, directory, prefix, environment, FreePort.take(2));
  }

  /** Another life of one that has ended, on the same state and the same ports. */
  SchedulerServer again() throws IOException, InterruptedException {
    Files.deleteIfExists(directory.resolve("client.conf"));
    int api = URI.create(forClients("endpoint")).getPort();
    return start("scheduler", directory, List.of(), Map.of(), List.of(api, agentsPort));
  }

  /** Ends it as a power cut would. */
  void kill() {
    process.kill();
  }

  private static SchedulerServer start(
      String verb,
      Path directory,
      List<String> prefix,
      Map<String, String> environment,
      List<Integer> ports)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            launcher().toString(),
            verb,
            "--directory",
            directory.toString(),
            "--api",
            "127.0.0.1:" + ports.get(0),
            "--agents",
            "127.0.0.1:" + ports.get(1)));
    Path log = Files.createDirectories(directory.resolveSibling("logs")).resolve(verb + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(launcherEnvironment());
    builder.environment().putAll(environment);
    long begin = System.nanoTime();
    ChildProcess process = ChildProcess.start(builder);
    boolean ready = false;
    try {
      Map<String, String> client = awaitClientFile(process, directory, log);
      ready = true;
      Duration startUp = Duration.ofNanos(System.nanoTime() - begin);
      return new SchedulerServer(process, directory, ports.get(1), client, startUp);
    } finally {
      if (!ready) {
        process.close();
      }
    }
  }

  static Path launcher() {
    return WorkDirectory.checkout().resolve("deploy/src/main/launcher/berth");
  }

  /** What BERTH_BENCH_SERVER_JVM holds comes on top of the launcher's flags: to look inside. */
  static Map<String, String> launcherEnvironment() {
    return Map.of(
        "JAVA_HOME",
        System.getProperty("java.home"),
        "BERTH_CLASSPATH",
        System.getProperty("java.class.path"),
        "JDK_JAVA_OPTIONS",
        System.getenv().getOrDefault("BERTH_BENCH_SERVER_JVM", ""));
  }

  /** From the start of its command until clients here knew how to reach it. */
  Duration startUp() {
    return startUp;
  }

  long pid() {
    return process.pid();
  }

  Duration cpu() {
    return process.cpu();
  }

  int agentsPort() {
    return agentsPort;
  }

  Path authority() {
    return directory.resolve("ca.pem");
  }

  Path directory() {
    return directory;
  }

  /** What it tells clients of this machine: endpoint, region, access-key-id, secret-access-key. */
  String forClients(String key) {
    String value = client.get(key);
    if (value == null) {
      throw new IllegalStateException("client.conf has no " + key);
    }
    return value;
  }

  /** A client of the AWS SDK that knows this one and is known to it. */
  <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(forClients("endpoint")))
        .region(Region.of(forClients("region")))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    forClients("access-key-id"), forClients("secret-access-key"))))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(CALL))
        .overrideConfiguration(settings -> settings.apiCallTimeout(CALL))
        .build();
  }

  /**
   * A token and the fingerprint that goes with it, as an operator gets them; for an agent unless
   * told so.
   */
  JoinToken newToken(String... kind) {
    List<String> call = new ArrayList<>(List.of("token", "create"));
    call.addAll(List.of(kind));
    var out = new ByteArrayOutputStream();
    int exitCode =
        new ClientCommand(
                Map.of("BERTH_DIRECTORY", directory.toString()),
                InstantSource.system(),
                new PrintStream(out, true, UTF_8),
                System.err)
            .run(call);
    List<String> words = List.of(out.toString(UTF_8).strip().split(" ", -1));
    if (exitCode != 0) {
      throw new IllegalStateException("no token could be made");
    }
    return new JoinToken(
        words.get(words.indexOf("--token") + 1), words.get(words.indexOf("--ca-fingerprint") + 1));
  }

  /** Secret, and whom to trust. */
  record JoinToken(String secret, String fingerprint) {
    @Override
    public String toString() {
      return "JoinToken";
    }
  }

  @Override
  public void close() {
    process.close();
  }

  private static Map<String, String> awaitClientFile(ChildProcess process, Path directory, Path log)
      throws IOException, InterruptedException {
    Path file = directory.resolve("client.conf");
    long deadline = System.nanoTime() + READY.toNanos();
    while (!Files.exists(file)) {
      if (process.endsWithin(Duration.ZERO) || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("it does not answer: " + Files.readString(log));
      }
      Pause.of(LOOK);
    }
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf(" = ");
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 3));
      }
    }
    return values;
  }
}
