package io.berth.tests.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/** What a bad disk or a careless hand does to a file. */
final class Damage {
  private Damage() {}

  /** Turns over every bit of one byte in the middle half of the file. */
  static void flipByte(Path file, RandomGenerator random) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long place = inMiddleHalf(channel.size(), random);
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, place);
      one.put(0, (byte) ~one.get(0)).flip();
      channel.write(one, place);
    }
  }

  /** Keeps about the first half of the file. */
  static void cutShort(Path file, RandomGenerator random) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(inMiddleHalf(channel.size(), random));
    }
  }

  static void empty(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  private static long inMiddleHalf(long size, RandomGenerator random) {
    return random.nextLong(size / 4, size - size / 4);
  }
}
