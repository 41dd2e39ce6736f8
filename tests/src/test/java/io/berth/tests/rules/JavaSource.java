package io.berth.tests.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A hand-written Java file, parsed by the compiler of the JDK but neither resolved nor checked. */
record JavaSource(TextFile file, CompilationUnitTree unit, Trees trees) {

  static List<JavaSource> parse(List<TextFile> files) {
    List<InMemoryFile> inputs = files.stream().map(InMemoryFile::new).toList();
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, inputs);
    Trees trees = Trees.instance(task);
    try {
      Iterator<? extends CompilationUnitTree> units = task.parse().iterator();
      return files.stream().map(file -> new JavaSource(file, units.next(), trees)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isPackageComment() {
    return file.endsWith("/package-info.java");
  }

  String packageName() {
    return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
  }

  /** Classes, records, interfaces and enums that stand at the left margin. */
  Stream<Tree> topLevelTypes() {
    return StreamSupport.stream(unit.getTypeDecls().spliterator(), false)
        .filter(tree -> tree.getKind().asInterface() == com.sun.source.tree.ClassTree.class)
        .map(tree -> tree);
  }

  @Nullable String comment(Tree tree) {
    return trees.getDocComment(TreePath.getPath(unit, tree));
  }

  int firstLine(Tree tree) {
    return line(trees.getSourcePositions().getStartPosition(unit, tree));
  }

  int lines(Tree tree) {
    return line(trees.getSourcePositions().getEndPosition(unit, tree)) - firstLine(tree) + 1;
  }

  Finding finding(Tree tree, String what, String remedy) {
    return new Finding(file.path(), firstLine(tree), what, remedy);
  }

  private int line(long position) {
    return (int) unit.getLineMap().getLineNumber(position);
  }

  /** Hands the text that was read once to the compiler. */
  private static final class InMemoryFile extends SimpleJavaFileObject {
    private final String text;

    InMemoryFile(TextFile file) {
      super(URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE);
      text = file.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
