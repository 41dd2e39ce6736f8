package io.berth.agent.journal;

import com.google.protobuf.ByteString;
import io.berth.agent.model.JournalEntry;
import io.berth.agent.model.Promises;
import io.berth.proto.common.Incarnation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one agent: remembers what its host has promised. May be called from any thread;
 * promises that come together share one force of the disk. A list of entries is there whole or not
 * at all, whenever power is cut.
 *
 * <p>A damaged file is put aside and a new journal begins under a new id: nothing stops, containers
 * are found by their labels, and the scheduler says again what shall be.
 */
public final class AgentJournal implements AutoCloseable {
  static final String FILE = "journal";
  static final String NEXT_FILE = "journal.next";
  static final String DAMAGED_FILE = "journal.damaged";
  static final String FORMER_FILE = "journal.former";
  private static final int ID_BYTES = 16;

  private final JournalDisk disk;
  private final Limits limits;
  private final String owner;
  private PromiseBook book = new PromiseBook();
  private final List<Waiting> queue = new ArrayList<>();
  private final Object writing = new Object();
  private Incarnation identity = Incarnation.getDefaultInstance();
  private Optional<String> damage = Optional.empty();
  private Optional<String> formerOwner = Optional.empty();
  private JournalDisk.@Nullable OpenFile file;
  private long length;
  private long forced;
  private long rewriteFrom;

  /** The disk has failed in a way that leaves open what it holds: rewrite before going on. */
  private boolean suspect;

  private AgentJournal(JournalDisk disk, Limits limits, String owner) {
    this.disk = disk;
    this.limits = limits;
    this.owner = owner;
  }

  /** From which size on the file is rewritten, and how large it may get at all. */
  public record Limits(long rewriteFrom, long most) {
    public static final Limits USUAL = new Limits(1 << 20, 256L << 20);
  }

  /** One call that waits for its promise; written under the lock for writing. */
  private static final class Waiting {
    private final List<JournalEntry> entries;
    private boolean done;
    private @Nullable IOException failure;

    private Waiting(List<JournalEntry> entries) {
      this.entries = List.copyOf(entries);
    }
  }

  /**
   * Opens the journal of that disk, or begins one, with an id from the random; raises and stores
   * the start counter. What another identity has promised is put aside: those tasks are not this
   * one's to report or to stop. A journal of a newer format is an exception.
   */
  public static AgentJournal open(
      JournalDisk disk, String owner, Limits limits, RandomGenerator random) throws IOException {
    var journal = new AgentJournal(disk, limits, owner);
    synchronized (journal.writing) {
      journal.start(random);
    }
    return journal;
  }

  private void start(RandomGenerator random) throws IOException {
    disk.delete(NEXT_FILE);
    Optional<byte[]> bytes = disk.read(FILE);
    boolean known = bytes.isPresent() && isRead(bytes.get()) && isOwn();
    if (!known) {
      book.apply(new JournalEntry.Owned(owner));
      byte[] id = new byte[ID_BYTES];
      random.nextBytes(id);
      identity =
          Incarnation.newBuilder().setJournalId(ByteString.copyFrom(id)).setStartCounter(1).build();
      rewrite();
      return;
    }
    identity = identity.toBuilder().setStartCounter(identity.getStartCounter() + 1).build();
    if (book.owner().isEmpty()) {
      // Of a time in which journals did not say so.
      book.apply(new JournalEntry.Owned(owner));
      rewrite();
      return;
    }
    write(List.of(EntryCodec.identity(identity, forced)));
    force();
  }

  private boolean isOwn() throws IOException {
    formerOwner = book.owner().filter(found -> !found.equals(owner));
    if (formerOwner.isEmpty()) {
      return true;
    }
    close();
    disk.replace(FILE, FORMER_FILE);
    book = new PromiseBook();
    return false;
  }

  private boolean isRead(byte[] bytes) throws IOException {
    JournalReader.Content content = JournalReader.read(bytes);
    if (content instanceof JournalReader.Whole whole) {
      try {
        replay(whole);
        open(whole.length(), bytes.length);
        return true;
      } catch (MalformedException e) {
        putAside(String.valueOf(e.getMessage()));
        return false;
      }
    }
    putAside(((JournalReader.Damaged) content).sentence());
    return false;
  }

  private void replay(JournalReader.Whole whole) throws MalformedException {
    var entries = new ArrayList<JournalEntry>();
    Incarnation found = Incarnation.getDefaultInstance();
    for (Frame frame : whole.frames()) {
      if (frame.tag() == EntryCodec.IDENTITY) {
        found = EntryCodec.identity(frame);
      } else {
        entries.add(EntryCodec.read(frame));
      }
    }
    if (found.getJournalId().isEmpty()) {
      throw new MalformedException("the journal has no id");
    }
    // Only now: a file that cannot be read as a whole leaves nothing behind.
    identity = found;
    entries.forEach(book::apply);
  }

  private void open(long whole, long found) throws IOException {
    JournalDisk.OpenFile opened = disk.append(FILE);
    file = opened;
    length = whole;
    rewriteFrom = afterGrowing(whole);
    if (found > whole) {
      opened.truncate(whole);
    }
    force();
  }

  private void putAside(String sentence) throws IOException {
    damage = Optional.of(sentence);
    disk.replace(FILE, DAMAGED_FILE);
  }

  // -------------------------------------------------------------------------- what others ask

  /** Made with the journal; another value than last time means that the journal was lost. */
  public String journalId() {
    synchronized (writing) {
      return HexFormat.of().formatHex(identity.getJournalId().toByteArray());
    }
  }

  /** Raised at each start, from 1. */
  public long startCounter() {
    synchronized (writing) {
      return identity.getStartCounter();
    }
  }

  /** What is remembered now. */
  public Promises promises() {
    synchronized (writing) {
      return book.promises();
    }
  }

  /** Why an older file was put aside when this journal was opened, if one was. */
  public Optional<String> damage() {
    synchronized (writing) {
      return damage;
    }
  }

  /** The identity whose journal was put aside when this one was opened, if one was. */
  public Optional<String> formerOwner() {
    synchronized (writing) {
      return formerOwner;
    }
  }

  // -------------------------------------------------------------------------- writing

  /** Returns once the entries survive a power cut. After an exception none of them holds. */
  public void promise(List<JournalEntry> entries) throws IOException {
    var own = new Waiting(entries);
    synchronized (queue) {
      queue.add(own);
    }
    synchronized (writing) {
      if (!own.done) {
        lead();
      }
      if (own.failure != null) {
        throw new IOException("The journal did not take a promise", own.failure);
      }
    }
  }

  /** Whoever comes first writes for all who wait, and forces once. */
  private void lead() {
    List<Waiting> all;
    synchronized (queue) {
      all = List.copyOf(queue);
      queue.clear();
    }
    IOException failure = null;
    try {
      makeRoom();
      writeForced(all);
    } catch (IOException e) {
      failure = e;
    }
    for (Waiting one : all) {
      one.done = true;
      one.failure = failure;
    }
  }

  private void writeForced(List<Waiting> all) throws IOException {
    long before = length;
    write(all.stream().flatMap(one -> frames(one.entries).stream()).toList());
    try {
      force();
    } catch (IOException e) {
      // Nobody knows what is on disk now; the next call rewrites what is known to hold.
      suspect = true;
      length = before;
      throw e;
    }
    all.forEach(one -> one.entries.forEach(book::apply));
  }

  /** Returns once the entries survive the end of this process. After an exception none holds. */
  public void note(List<JournalEntry> entries) throws IOException {
    synchronized (writing) {
      makeRoom();
      write(frames(entries));
      entries.forEach(book::apply);
    }
  }

  private List<Frame> frames(List<JournalEntry> entries) {
    var frames = new ArrayList<Frame>();
    for (int index = 0; index < entries.size(); index++) {
      frames.add(EntryCodec.write(entries.get(index), index == entries.size() - 1, forced));
    }
    return frames;
  }

  private void write(List<Frame> frames) throws IOException {
    ByteBuffer bytes = bytes(frames);
    int size = bytes.remaining();
    if (length + size > limits.most()) {
      throw new IOException("The journal is full: it has " + length + " bytes");
    }
    try {
      opened().write(bytes);
      length += size;
    } catch (IOException e) {
      cutBack();
      throw e;
    }
  }

  /** A part of a list may be there; the next one must not come behind it. */
  private void cutBack() {
    try {
      opened().truncate(length);
    } catch (IOException _) {
      suspect = true;
    }
  }

  private void force() throws IOException {
    opened().force();
    forced = length;
  }

  private JournalDisk.OpenFile opened() throws IOException {
    if (file == null) {
      throw new IOException("The journal is closed");
    }
    return file;
  }

  private static ByteBuffer bytes(List<Frame> frames) {
    ByteBuffer bytes = ByteBuffer.allocate(frames.stream().mapToInt(Frame::length).sum());
    frames.forEach(frame -> frame.write(bytes));
    return bytes.flip();
  }

  // -------------------------------------------------------------------------- rewriting

  private void makeRoom() throws IOException {
    if (suspect) {
      rewrite();
    } else if (length > rewriteFrom) {
      try {
        rewrite();
      } catch (IOException e) {
        if (suspect) {
          throw e;
        }
        // The old file still takes entries; when it has doubled, this is tried again.
        rewriteFrom = 2 * length;
        disk.delete(NEXT_FILE);
      }
    }
  }

  /** A file is rewritten when it has doubled, or is halfway from its first size to the limit. */
  private long afterGrowing(long size) {
    return Math.max(limits.rewriteFrom(), Math.min(2 * size, (size + limits.most()) / 2));
  }

  /** Writes all that is remembered into a file beside and moves it into place. */
  private void rewrite() throws IOException {
    List<JournalEntry> entries = book.entries();
    // Lengths do not depend on what the frames say about the file.
    int size = snapshot(entries, 0).stream().mapToInt(Frame::length).sum();
    long whole = Frame.FILE_HEAD.length + (long) size;
    JournalDisk.OpenFile next = disk.create(NEXT_FILE);
    try {
      next.write(ByteBuffer.wrap(Frame.FILE_HEAD));
      next.write(bytes(snapshot(entries, whole)));
      next.force();
    } catch (IOException e) {
      next.close();
      throw e;
    }
    try {
      disk.replace(NEXT_FILE, FILE);
    } catch (IOException e) {
      // Which of the two files has the name now? Writing to the wrong one would lose promises.
      suspect = true;
      next.close();
      throw e;
    }
    moveTo(next, whole);
  }

  private List<Frame> snapshot(List<JournalEntry> entries, long whole) {
    var frames = new ArrayList<Frame>();
    frames.add(EntryCodec.identity(identity, whole));
    entries.forEach(entry -> frames.add(EntryCodec.write(entry, true, whole)));
    return frames;
  }

  private void moveTo(JournalDisk.OpenFile next, long size) throws IOException {
    JournalDisk.OpenFile old = file;
    file = next;
    length = size;
    forced = size;
    rewriteFrom = afterGrowing(size);
    suspect = false;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (writing) {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
