package io.berth.tests.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A scheduler as it is, but for one question of one class, whose answer is always the same: the
 * class is changed as it is loaded, so that production code holds no switch for it.
 */
public final class PlantedScheduler {
  private static final String MAIN = "io.berth.scheduler.main.SchedulerMain";

  private PlantedScheduler() {}

  /** What is wrong with it. */
  public enum Bug {
    /** A task is stopped at once, whatever requests are on their way to it. */
    STOP_BEFORE_DRAIN("io.berth.scheduler.control.TaskEnds", "keepRequestsAway", false),
    /** The port of a target that is gone is another's at once, whoever may still send to it. */
    PORT_FREE_AT_ONCE("io.berth.scheduler.control.PortQuarantine", "hasForgotten", true);

    private final String type;
    private final String question;
    private final boolean answer;

    Bug(String type, String question, boolean answer) {
      this.type = type;
      this.question = question;
      this.answer = answer;
    }

    /**
     * The class with this bug in it; a class that does not ask the question any more is refused.
     */
    private byte[] plant(byte[] code) {
      var planted = new AtomicInteger();
      ClassFile files = ClassFile.of();
      byte[] changed =
          files.transformClass(
              files.parse(code),
              ClassTransform.transformingMethodBodies((builder, element) -> {
                builder.with(element);
                if (element instanceof InvokeInstruction call
                    && call.name().equalsString(question)) {
                  builder.pop().loadConstant(answer ? 1 : 0);
                  planted.incrementAndGet();
                }
              }));
      if (planted.get() == 0) {
        throw new IllegalStateException(type + " does not ask " + question);
      }
      return changed;
    }
  }

  /** A program that takes the options of a scheduler. */
  public static Program with(Bug bug) {
    return Program.main(PlantedScheduler.class, bug.name());
  }

  public static void main(String[] words) throws Exception {
    try (var classes = new Classes(Bug.valueOf(words[0]))) {
      Thread.currentThread().setContextClassLoader(classes);
      String[] options = Arrays.copyOfRange(words, 1, words.length);
      classes.loadClass(MAIN).getMethod("main", String[].class).invoke(null, (Object) options);
    }
  }

  /** Loads all that this program has anew, and one class with the bug. */
  private static final class Classes extends URLClassLoader {
    private final Bug bug;

    Classes(Bug bug) throws MalformedURLException {
      super(urls(), ClassLoader.getPlatformClassLoader());
      this.bug = bug;
    }

    private static URL[] urls() throws MalformedURLException {
      String[] places = System.getProperty("java.class.path").split(File.pathSeparator, -1);
      var urls = new URL[places.length];
      for (int index = 0; index < places.length; index++) {
        urls[index] = Path.of(places[index]).toUri().toURL();
      }
      return urls;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.equals(bug.type)) {
        return super.findClass(name);
      }
      try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (code == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] planted = bug.plant(code.readAllBytes());
        return defineClass(name, planted, 0, planted.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
