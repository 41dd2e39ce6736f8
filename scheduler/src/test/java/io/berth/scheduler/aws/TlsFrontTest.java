package io.berth.scheduler.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a context given, the front speaks TLS and nothing else. */
class TlsFrontTest {
  private static final String PASSWORD = "password";

  @Test
  void requestsAreServedOverTlsAndPlainOnesCut(@TempDir Path folder) throws Exception {
    SSLContext context = context(keyStore(folder));
    HttpFront front =
        new HttpFront(
            new FrontAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.of(context)),
            FrontLimits.standard(),
            List.of(new HealthRoute()),
            InstantSource.system(),
            () -> "id");
    InetSocketAddress address = front.start();
    try (RawClient secure =
            new RawClient(
                context.getSocketFactory().createSocket(address.getAddress(), address.getPort()));
        RawClient plain = new RawClient(new Socket(address.getAddress(), address.getPort()))) {
      secure.get("/health");
      assertEquals("ok\n", secure.read().body());

      plain.get("/health");
      assertTrue(plain.isCut());
    } finally {
      front.close(Duration.ofSeconds(1));
    }
  }

  /** The JDK can make a certificate only by its own tool. */
  private static KeyStore keyStore(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("keys.p12");
    String options =
        "-genkeypair -alias front -keyalg EC -dname CN=localhost -storetype PKCS12 -storepass "
            + PASSWORD;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-keystore", file.toString()));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertEquals(0, keytool.waitFor(), () -> "see the log in " + folder);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
