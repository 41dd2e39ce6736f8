package io.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls methods of our own API, one request each. */
final class ControlClient {
  private static final int CONNECT_MS = 5_000;
  private static final int ANSWER_MS = 30_000;
  private static final int LARGEST_ANSWER = 16 << 20;

  private final Connection connection;
  private final InstantSource clock;

  ControlClient(Connection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  Json.Members call(String method, Json.Members request) throws CommandException {
    try {
      HttpURLConnection http = open(method, request.written().getBytes(UTF_8));
      int status = http.getResponseCode();
      return status == 200 ? read(http.getInputStream()) : refused(status, http);
    } catch (IOException e) {
      throw CommandException.failed(
          "the scheduler at " + connection.endpoint() + " cannot be asked: " + e);
    }
  }

  private HttpURLConnection open(String method, byte[] body) throws IOException, CommandException {
    String path = "/berth/v1/" + method;
    HttpURLConnection http =
        (HttpURLConnection) connection.endpoint().resolve(path).toURL().openConnection();
    if (http instanceof HttpsURLConnection https && connection.authorities().isPresent()) {
      https.setSSLSocketFactory(trusting(connection.authorities().get()).getSocketFactory());
    }
    http.setRequestMethod("POST");
    http.setInstanceFollowRedirects(false);
    http.setConnectTimeout(CONNECT_MS);
    http.setReadTimeout(ANSWER_MS);
    http.setDoOutput(true);
    // Also keeps the JDK from sending a second time by itself: a token would be made twice.
    http.setFixedLengthStreamingMode(body.length);
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("content-type", "application/json");
    headers.put("host", host(connection.endpoint()));
    http.setRequestProperty("Content-Type", "application/json");
    new RequestSigner(connection.keyId(), connection.secret(), connection.region(), "berth")
        .sign(path, headers, body, clock.instant())
        .forEach(http::setRequestProperty);
    try (var out = http.getOutputStream()) {
      out.write(body);
    }
    return http;
  }

  /** As the JDK sends it: a port that the scheme implies is left out. */
  private static String host(URI endpoint) {
    int implied = "https".equals(endpoint.getScheme()) ? 443 : 80;
    boolean named = endpoint.getPort() >= 0 && endpoint.getPort() != implied;
    return endpoint.getHost() + (named ? ":" + endpoint.getPort() : "");
  }

  private static Json.Members read(InputStream answer) throws IOException {
    byte[] bytes = answer.readNBytes(LARGEST_ANSWER + 1);
    if (bytes.length > LARGEST_ANSWER) {
      throw new IOException("its answer is larger than any");
    }
    try {
      if (JsonParser.parse(new String(bytes, UTF_8)) instanceof Json.Members members) {
        return members;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("its answer is no JSON", e);
    }
    throw new IOException("its answer is no JSON object");
  }

  private static Json.Members refused(int status, HttpURLConnection http)
      throws IOException, CommandException {
    InputStream answer = http.getErrorStream();
    Json.Members refusal = answer == null ? Json.Members.empty() : read(answer);
    if (refusal.text("message").isEmpty()) {
      throw new IOException("it answers with the HTTP status " + status);
    }
    throw CommandException.failed(refusal.text("message") + " (" + refusal.text("__type") + ")");
  }

  private static SSLContext trusting(Path authorities) throws IOException, CommandException {
    try (InputStream pem = Files.newInputStream(authorities)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("authority-" + number++, one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw CommandException.failed("cannot use the certificates in " + authorities + ": " + e);
    }
  }
}
