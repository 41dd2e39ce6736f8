package io.berth.agent.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that outlives the journals on it, and does what tests tell it: it is full, fails
 * to force, dies before its nth operation, or loses what was not forced when power is cut. Any
 * thread may call.
 */
public final class MemoryDisk implements JournalDisk {
  private final Map<String, Content> files = new HashMap<>();
  private boolean full;
  private int forcesThatFail;
  private int operationsLeft = Integer.MAX_VALUE;
  private int forces;

  private static final class Content {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int forced;

    private void cut(int length) {
      byte[] bytes = written.toByteArray();
      written.reset();
      written.write(bytes, 0, length);
      forced = Math.min(forced, length);
    }
  }

  // ------------------------------------------------------------------ what tests do to the disk

  /** From now on there is room for the first half of each write only, or for all again. */
  public synchronized void setFull(boolean isFull) {
    full = isFull;
  }

  public synchronized boolean isFull() {
    return full;
  }

  public synchronized void failNextForces(int count) {
    forcesThatFail = count;
  }

  /** After so many more operations every one fails without effect, as if the process had died. */
  public synchronized void dieAfter(int operations) {
    operationsLeft = operations;
  }

  public synchronized void revive() {
    operationsLeft = Integer.MAX_VALUE;
  }

  /** Of what was not forced, only a random beginning survives. */
  public synchronized void cutPower(RandomGenerator random) {
    files.values().forEach(one -> one.cut(random.nextInt(one.forced, one.written.size() + 1)));
  }

  public synchronized byte[] bytes(String name) {
    return content(name).written.toByteArray();
  }

  public synchronized void put(String name, byte[] bytes) {
    var content = new Content();
    content.written.writeBytes(bytes);
    content.forced = bytes.length;
    files.put(name, content);
  }

  public synchronized boolean has(String name) {
    return files.containsKey(name);
  }

  public synchronized int forces() {
    return forces;
  }

  private Content content(String name) {
    Content content = files.get(name);
    if (content == null) {
      throw new IllegalStateException("There is no file " + name);
    }
    return content;
  }

  // ------------------------------------------------------------------ what journals do

  private void operate() throws IOException {
    if (operationsLeft == 0) {
      throw new IOException("The process is dead");
    }
    operationsLeft--;
  }

  @Override
  public synchronized Optional<byte[]> read(String name) throws IOException {
    operate();
    return Optional.ofNullable(files.get(name)).map(one -> one.written.toByteArray());
  }

  @Override
  public synchronized OpenFile append(String name) throws IOException {
    operate();
    return new Opened(content(name));
  }

  @Override
  public synchronized OpenFile create(String name) throws IOException {
    operate();
    var content = new Content();
    files.put(name, content);
    return new Opened(content);
  }

  @Override
  public synchronized void replace(String from, String to) throws IOException {
    operate();
    files.put(to, content(from));
    files.remove(from);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    operate();
    files.remove(name);
  }

  private final class Opened implements OpenFile {
    private final Content content;

    private Opened(Content content) {
      this.content = content;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      synchronized (MemoryDisk.this) {
        operate();
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        if (full) {
          content.written.writeBytes(Arrays.copyOf(all, all.length / 2));
          throw new IOException("No space left on device");
        }
        content.written.writeBytes(all);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryDisk.this) {
        operate();
        if (forcesThatFail > 0) {
          forcesThatFail--;
          throw new IOException("Input/output error");
        }
        forces++;
        content.forced = content.written.size();
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      synchronized (MemoryDisk.this) {
        operate();
        content.cut((int) length);
      }
    }

    @Override
    public void close() {}
  }
}
