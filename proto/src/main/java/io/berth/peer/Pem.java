package io.berth.peer;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with labelled blocks of bytes in it, as people's tools read keys and certificates. */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]{1,40})-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private Pem() {}

  /** One block. */
  public record Block(String label, ByteString content) {
    public Block(String label, byte[] bytes) {
      this(label, ByteString.copyFrom(bytes));
    }

    byte[] bytes() {
      return content.toByteArray();
    }

    @Override
    public String toString() {
      return "Block " + label;
    }
  }

  public static String write(Block block) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN "
        + block.label()
        + "-----\n"
        + Base64.getMimeEncoder(64, newline).encodeToString(block.bytes())
        + "\n-----END "
        + block.label()
        + "-----\n";
  }

  /** All blocks in their order; what stands between them is for people. */
  public static List<Block> read(String text) throws IOException {
    var blocks = new ArrayList<Block>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      try {
        byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(2));
        blocks.add(new Block(matcher.group(1), bytes));
      } catch (IllegalArgumentException e) {
        throw new IOException("A block of " + matcher.group(1) + " is damaged", e);
      }
    }
    return blocks;
  }
}
