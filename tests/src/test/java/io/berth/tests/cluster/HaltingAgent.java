package io.berth.tests.cluster;

import io.berth.agent.journal.DirectoryDisk;
import io.berth.agent.journal.JournalDisk;
import io.berth.agent.main.AgentConfig;
import io.berth.agent.main.AgentWiring;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An agent as it is, on a disk that kills it at a write of its journal. */
final class HaltingAgent {
  private static final int BUG = 70;

  private HaltingAgent() {}

  static Program dyingAt(int write, HaltPoint.How how) {
    return Program.main(HaltingAgent.class, HaltPoint.words(write, how));
  }

  public static void main(String[] words) throws Exception {
    HaltPoint point = HaltPoint.read(words);
    String[] options = Arrays.copyOfRange(words, 2, words.length);
    Map<String, String> values = new HashMap<>();
    for (int index = 0; index < options.length; index += 2) {
      values.put(options[index].replaceFirst("^--", ""), options[index + 1]);
    }
    var wiring =
        new AgentWiring(
            AgentConfig.of(values),
            directory -> new HaltingDisk(new DirectoryDisk(directory), point),
            HaltingAgent::bug);
    wiring.start();
    new CountDownLatch(1).await();
  }

  private static void bug(Throwable bug) {
    bug.printStackTrace();
    Runtime.getRuntime().halt(BUG);
  }

  /** Passes everything on until the point has come. */
  private record HaltingDisk(JournalDisk disk, HaltPoint point) implements JournalDisk {
    @Override
    public Optional<byte[]> read(String name) throws IOException {
      return disk.read(name);
    }

    @Override
    public OpenFile append(String name) throws IOException {
      return new HaltingFile(disk.append(name), point);
    }

    @Override
    public OpenFile create(String name) throws IOException {
      return new HaltingFile(disk.create(name), point);
    }

    @Override
    public void replace(String from, String to) throws IOException {
      disk.replace(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
      disk.delete(name);
    }
  }

  private record HaltingFile(JournalDisk.OpenFile file, HaltPoint point)
      implements JournalDisk.OpenFile {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
      point.pass(() -> file.write(bytes), () -> file.write(half));
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
