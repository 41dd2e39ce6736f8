package io.berth.tests.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of this source tree as they lie on disk, whether a version control knows them or not.
 */
record Checkout(Path root) {
  /** Made by tools, not by us. */
  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".run", ".idea", ".vscode", ".settings", "target");

  private static final Set<String> TEXT_ENDINGS =
      Set.of(
          "bash",
          "c",
          "conf",
          "css",
          "h",
          "html",
          "ini",
          "java",
          "js",
          "json",
          "md",
          "mjs",
          "properties",
          "proto",
          "py",
          "service",
          "sh",
          "socket",
          "svg",
          "toml",
          "txt",
          "xml",
          "yaml",
          "yml");

  /** Goes up from the working directory: a build starts in the module, an editor in the root. */
  static Checkout find() {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, folder -> folder != null, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("proto/pom.xml")))
        .findFirst()
        .map(Checkout::new)
        .orElseThrow(() -> new IllegalStateException("No source tree above " + here));
  }

  List<String> modules() {
    return XmlFile.read(root.resolve("pom.xml")).texts("/project/modules/module");
  }

  /** Where each module's classes are, {@code classes} or {@code test-classes}. */
  List<Path> compiled(String kind) {
    return modules().stream()
        .map(module -> root.resolve(module).resolve("target").resolve(kind))
        .filter(Files::isDirectory)
        .toList();
  }

  /** Everything that people read and write; an ending is missing from scripts and licences. */
  List<TextFile> textFiles() {
    return files().stream()
        .filter(Checkout::isText)
        .map(file -> TextFile.read(root, file))
        .toList();
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return isLeftOut(folder) || folder.equals(root.resolve(Canary.FOLDER))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && !isLeftOut(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static boolean isLeftOut(Path path) {
    return LEFT_OUT.contains(path.getFileName().toString());
  }

  private static boolean isText(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot <= 0 || TEXT_ENDINGS.contains(name.substring(dot + 1));
  }
}
