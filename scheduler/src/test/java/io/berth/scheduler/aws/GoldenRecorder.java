package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.aws.GoldenWorld.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Records what a client writes to the wire for each question: it stands between the client and a
 * front, which answers, so that a client that cannot read the answer fails the recording. See the
 * README beside the recorded requests.
 */
final class GoldenRecorder {
  /** How a CLI ends that is older than the operation. */
  private static final int UNKNOWN_OPERATION = 252;

  private final Path folder;
  private final List<String> client;

  private GoldenRecorder(Path folder, List<String> client) {
    this.folder = folder;
    this.client = client;
  }

  /**
   * Arguments: the folder to write to, beside that of the answers, and the program of the client
   * with its first arguments; the endpoint, service, operation and input follow.
   */
  public static void main(String[] arguments) throws Exception {
    GoldenRecorder recorder =
        new GoldenRecorder(
            Path.of(arguments[0]), Arrays.asList(arguments).subList(1, arguments.length));
    for (Question question : Question.all()) {
      if (arguments.length == 1) {
        recorder.answer(question);
      } else if (!Files.exists(recorder.file(question))) {
        recorder.record(question);
      }
    }
  }

  private void record(Question question) throws Exception {
    List<GoldenRequest> heard = new ArrayList<>();
    List<RawClient.Response> told = new ArrayList<>();
    boolean knows;
    try (GoldenWorld world = new GoldenWorld()) {
      Thread serving;
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        serving = Thread.ofPlatform().daemon().start(() -> serve(server, world, heard, told));
        knows = ask("http://127.0.0.1:" + server.getLocalPort(), question);
      }
      serving.join();
    }
    if (!knows) {
      System.err.println(question + " is not known to this client");
      return;
    }
    if (heard.size() != 1) {
      throw new IOException(question + " took more than one request: " + heard);
    }
    heard.getFirst().anonymous().save(file(question));
    write(question, told.getFirst());
  }

  /** What is answered today to what was recorded once. */
  private void answer(Question question) throws Exception {
    if (!Files.exists(file(question))) {
      System.err.println(question + " was not recorded");
      return;
    }
    GoldenRequest request = GoldenRequest.load(file(question));
    try (GoldenWorld world = new GoldenWorld();
        RawClient front = world.connect()) {
      world.judgeSignaturesAt(request.signedAt());
      front.send(request.wire());
      write(question, front.read());
    }
  }

  private Path file(Question question) {
    return folder.resolve(question.name() + ".http");
  }

  private void write(Question question, RawClient.Response answer) throws IOException {
    Path answers = Files.createDirectories(folder.resolveSibling("answers"));
    Files.writeString(answers.resolve(question.name() + ".txt"), answer.comparable() + "\n");
  }

  /** Says whether the client knows the operation. */
  private boolean ask(String endpoint, Question question) throws IOException, InterruptedException {
    Path said = Files.createTempFile("berth-client-", ".txt");
    Process process = start(endpoint, question, said);
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    String text = Files.readString(said, UTF_8);
    Files.delete(said);
    if (ended && process.exitValue() == UNKNOWN_OPERATION) {
      return false;
    }
    if (!ended || process.exitValue() != 0) {
      throw new IOException(question + " ended with " + process.exitValue() + ":\n" + text);
    }
    return true;
  }

  private Process start(String endpoint, Question question, Path said) throws IOException {
    List<String> command = new ArrayList<>(client);
    command.addAll(List.of(endpoint, question.service(), question.operation(), question.input()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_ACCESS_KEY_ID", TestFront.KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", TestFront.SECRET);
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_PAGER", "");
    return builder.start();
  }

  /** One request to a connection, until the server is closed. */
  private static void serve(
      ServerSocket server,
      GoldenWorld world,
      List<GoldenRequest> heard,
      List<RawClient.Response> told) {
    while (true) {
      try (Socket socket = server.accept();
          RawClient front = world.connect()) {
        GoldenRequest request = GoldenRequest.receive(socket.getInputStream());
        heard.add(request);
        front.send(request.wire());
        RawClient.Response answer = front.read();
        told.add(answer);
        StringBuilder text = new StringBuilder("HTTP/1.1 " + answer.status() + " Answer\r\n");
        answer
            .headers()
            .forEach((name, value) -> {
              if (!name.equals("connection")) {
                text.append(name).append(": ").append(value).append("\r\n");
              }
            });
        text.append("connection: close\r\n\r\n").append(answer.body());
        socket.getOutputStream().write(text.toString().getBytes(ISO_8859_1));
      } catch (IOException _) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }
}
