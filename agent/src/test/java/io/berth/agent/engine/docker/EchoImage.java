package io.berth.agent.engine.docker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Builds the echo program and packs it as the one layer of an image. */
final class EchoImage {

  private static final int BLOCK_BYTES = 512;

  private EchoImage() {}

  /** Compiles the program into the folder. */
  static Path build(Path folder) throws IOException {
    Path source = Path.of(System.getProperty("berth.root"), "tests", "images", "echo", "echo.c");
    Path program = folder.resolve("echo");
    TestTools.run(
        "gcc", "-static", "-O2", "-s", "-o", program.toString(), source.toString(), "-pthread");
    return program;
  }

  /** A tar archive that holds the program as /echo. */
  static InputStream layer(Path program) throws IOException {
    byte[] content = Files.readAllBytes(program);
    var tar = new ByteArrayOutputStream(content.length + 8 * BLOCK_BYTES);
    tar.write(header("tmp/", 0, "0001777", '5'));
    tar.write(header("echo", content.length, "0000755", '0'));
    tar.write(content);
    tar.write(new byte[Math.floorMod(-content.length, BLOCK_BYTES)]);
    tar.write(new byte[2 * BLOCK_BYTES]);
    return new ByteArrayInputStream(tar.toByteArray());
  }

  private static byte[] header(String name, int length, String mode, char type) {
    byte[] header = new byte[BLOCK_BYTES];
    put(header, 0, name);
    put(header, 100, mode);
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format("%011o", length));
    put(header, 136, "00000000000");
    header[156] = (byte) type;
    put(header, 257, "ustar");
    put(header, 263, "00");
    // The sum is taken with blanks in its own place.
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, String.format("%06o", sum));
    header[154] = 0;
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
