package io.berth.tests.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which JDK `./dev` takes, tried with folders that only look like JDKs on a machine that has no
 * other.
 */
class JdkSearchTest {

  /** All that the script needs on its way to the JDK and a little further. */
  private static final List<String> PROGRAMS =
      List.of(
          ("awk bash cat dirname grep head mkdir mktemp mv od paste readlink rm sed sh sleep sort"
                  + " tac tr")
              .split(" ", -1));

  @TempDir Path folder;
  private FrontDoor door = FrontDoor.original();

  @BeforeEach
  void hideTheJdksOfThisMachine() throws IOException {
    var path = folder.resolve("path");
    writeProgramsExceptJava(path);
    door =
        FrontDoor.copy(folder.resolve("checkout"), "exit 1")
            .with("PATH", path.toString())
            .with("BERTH_JDK_PATH", "")
            .without("JAVA_HOME");
  }

  @Test
  void withoutAnyJdkItSaysWhatToInstall() throws Exception {
    var answer = door.ask("check");

    assertEquals(3, answer.exitCode(), answer.progress());
    assertTrue(answer.progress().contains("no JDK 25 or newer found"), answer.progress());
    assertTrue(answer.progress().contains("openjdk-25-jdk"), answer.progress());
  }

  @Test
  void anOlderJdkIsNotEnoughAndIsNamed() throws Exception {
    var older = pretend("jdks/seventeen", "17.0.15");

    var answer =
        door.with("JAVA_HOME", older.toString())
            .with("BERTH_JDK_PATH", folder.resolve("jdks").toString())
            .ask("check");

    assertEquals(3, answer.exitCode(), answer.progress());
    assertTrue(answer.progress().contains(older + " is only Java 17"), answer.progress());
  }

  @Test
  void aRuntimeWithoutCompilerIsNotEnough() throws Exception {
    Files.delete(pretend("jdks/runtime", "25.0.3").resolve("bin/javac"));

    assertEquals(
        3, door.with("BERTH_JDK_PATH", folder.resolve("jdks").toString()).ask("check").exitCode());
  }

  @Test
  void aNewerJdkInAFolderIsChosen() throws Exception {
    var folders = folder.resolve("old") + ":" + folder.resolve("new");
    pretend("old/eight", "1.8.0_302");
    var newer = pretend("new/early", "26-ea");

    assertChosen(newer, 26, door.with("BERTH_JDK_PATH", folders));
  }

  @Test
  void amongSeveralInFoldersTheLowestThatWillDoIsChosen() throws Exception {
    pretend("jdks/a", "27");
    var tested = pretend("jdks/b", "25.0.3");
    pretend("jdks/c", "26.0.1");

    assertChosen(tested, 25, door.with("BERTH_JDK_PATH", folder.resolve("jdks").toString()));
  }

  @Test
  void javaHomeComesBeforeThePathAndThePathBeforeFolders() throws Exception {
    var home = pretend("home", "27");
    var onPath = pretend("linked", "26");
    pretend("jdks/other", "25");
    Files.createSymbolicLink(folder.resolve("path/javac"), onPath.resolve("bin/javac"));
    var all = door.with("BERTH_JDK_PATH", folder.resolve("jdks").toString());

    assertChosen(home, 27, all.with("JAVA_HOME", home.toString()));
    assertChosen(onPath, 26, all);
  }

  private static void assertChosen(Path jdk, int release, FrontDoor door) throws Exception {
    var answer = door.ask("check");

    assertTrue(
        answer.progress().contains("JDK " + release + " in " + jdk + "\n"), answer.progress());
    assertFalse(answer.progress().contains("no JDK"), answer.progress());
  }

  private Path pretend(String name, String version) throws IOException {
    var jdk = folder.resolve(name);
    FrontDoor.writeProgram(jdk.resolve("bin/java"), "exit 1");
    FrontDoor.writeProgram(jdk.resolve("bin/javac"), "exit 1");
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private static void writeProgramsExceptJava(Path target) throws IOException {
    for (var name : PROGRAMS) {
      var program =
          Stream.of(System.getenv("PATH").split(":", -1))
              .map(entry -> Path.of(entry, name))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new AssertionError(name + " is not on the PATH"));
      FrontDoor.writeProgram(target.resolve(name), "exec " + program + " \"$@\"");
    }
  }
}
