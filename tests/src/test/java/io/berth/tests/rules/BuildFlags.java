package io.berth.tests.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The arguments of javac that the build really uses, read from the build files. */
record BuildFlags(List<String> arguments) {
  private static final String PLUGIN = "plugins/plugin[artifactId='maven-compiler-plugin']";
  private static final String OURS = "/project/build/pluginManagement/" + PLUGIN + "/configuration";
  private static final String GENERATED =
      "/project/build/" + PLUGIN + "/executions/execution[id='compile-generated']/configuration";

  /** Stand before a value, which would be an argument without sense when they were gone. */
  private static final List<String> NEEDED = List.of("--release", "-processorpath");

  /** For all hand-written code. */
  static BuildFlags ofOurCode(Checkout checkout) {
    XmlFile root = XmlFile.read(checkout.root().resolve("pom.xml"));
    List<String> arguments = new ArrayList<>(release(root));
    arguments.addAll(root.texts(OURS + "/compilerArgs/arg"));
    // The build takes the checkers from the repository; the same ones are on the class path here.
    arguments.addAll(List.of("-processorpath", System.getProperty("java.class.path")));
    return new BuildFlags(arguments);
  }

  /** For what protoc writes: none of our own flags, or the build would add them to these. */
  static BuildFlags ofGeneratedCode(Checkout checkout) {
    XmlFile proto = XmlFile.read(checkout.root().resolve("proto/pom.xml"));
    if (!proto.text(GENERATED + "/compilerArgs/@combine.self").equals("override")) {
      throw new IllegalStateException("proto/pom.xml lets generated code inherit our flags");
    }
    XmlFile root = XmlFile.read(checkout.root().resolve("pom.xml"));
    List<String> arguments = new ArrayList<>(release(root));
    arguments.add("-proc:" + proto.text(GENERATED + "/proc"));
    arguments.addAll(proto.texts(GENERATED + "/compilerArgs/arg"));
    return new BuildFlags(arguments);
  }

  /** How often a build file sets arguments of its own. */
  static int places(Path buildFile) {
    return XmlFile.read(buildFile).texts("//compilerArgs | //compilerArgument").size();
  }

  /** What may be lost one by one: each argument, and each option that the plugin is given. */
  List<String> options() {
    return arguments.stream()
        .filter(argument -> argument.startsWith("-") && !NEEDED.contains(argument))
        .flatMap(argument -> Stream.concat(Stream.of(argument), pluginOptions(argument)))
        .toList();
  }

  BuildFlags without(String option) {
    return new BuildFlags(
        arguments.stream()
            .filter(argument -> !argument.equals(option))
            .map(argument -> argument.replace(" " + option, ""))
            .toList());
  }

  private static Stream<String> pluginOptions(String argument) {
    return Arrays.stream(argument.split(" ", -1)).skip(1);
  }

  private static List<String> release(XmlFile root) {
    String release = root.text(OURS + "/release");
    String property = release.replaceFirst("^\\$\\{(.*)}$", "$1");
    return List.of("--release", root.text("/project/properties/" + property));
  }
}
