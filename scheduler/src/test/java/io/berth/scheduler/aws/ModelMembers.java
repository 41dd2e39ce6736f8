package io.berth.scheduler.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The members of a shape down to those without parts, by their paths; all elements of a list are
 * one.
 */
final class ModelMembers {
  private ModelMembers() {}

  /** Those that the model has. */
  static Set<String> of(SdkPojo shape) {
    Set<String> paths = new TreeSet<>();
    shape.sdkFields().forEach(field -> add(paths, field.locationName(), Shape.of(field)));
    return paths;
  }

  private static void add(Set<String> paths, String path, Shape shape) {
    switch (shape) {
      case Shape.Scalar _, Shape.Anything _ -> paths.add(path);
      case Shape.Structure structure ->
          structure
              .builder()
              .get()
              .sdkFields()
              .forEach(field -> add(paths, path + "." + field.locationName(), Shape.of(field)));
      case Shape.Sequence sequence -> add(paths, path + "[]", sequence.element());
      case Shape.Mapping mapping -> add(paths, path + "{}", mapping.value());
    }
  }

  /** Those that have a value here. */
  static Set<String> filled(SdkPojo shape) {
    Set<String> paths = new TreeSet<>();
    fill(paths, "", shape);
    return paths;
  }

  private static void fill(Set<String> paths, String start, SdkPojo shape) {
    for (SdkField<?> field : shape.sdkFields()) {
      Object value = Member.of(field).read(shape);
      if (value != null) {
        fill(paths, start + field.locationName(), value);
      }
    }
  }

  private static void fill(Set<String> paths, String path, Object value) {
    switch (value) {
      case SdkPojo structure -> fill(paths, path + ".", structure);
      case Collection<?> elements -> elements.forEach(element -> fill(paths, path + "[]", element));
      case Map<?, ?> entries ->
          entries.values().forEach(element -> fill(paths, path + "{}", element));
      default -> paths.add(path);
    }
  }

  /** Sets the member with this path, and nothing else beside it. */
  static void put(SdkPojo builder, String path) {
    put(builder, new ArrayList<>(List.of(path.split("\\."))));
  }

  private static void put(SdkPojo builder, List<String> path) {
    String name = path.getFirst().replaceAll("[^A-Za-z0-9]", "");
    for (SdkField<?> field : builder.sdkFields()) {
      if (field.locationName().equals(name)) {
        field.set(builder, value(Shape.of(field), path.subList(1, path.size())));
      }
    }
  }

  private static Object value(Shape shape, List<String> rest) {
    return switch (shape) {
      case Shape.Scalar scalar -> scalar(scalar);
      case Shape.Anything _ -> throw new AssertionError("ECS has no such member");
      case Shape.Structure structure -> {
        SdkPojo builder = structure.builder().get();
        put(builder, rest);
        yield ((Buildable) builder).build();
      }
      case Shape.Sequence sequence -> List.of(value(sequence.element(), rest));
      case Shape.Mapping mapping -> Map.of("key", value(mapping.value(), rest));
    };
  }

  private static Object scalar(Shape.Scalar scalar) {
    return switch (scalar) {
      case STRING -> "text";
      case BOOLEAN -> true;
      case INTEGER -> 7;
      case BYTE, SHORT, LONG, FLOAT, DOUBLE, DECIMAL, TIMESTAMP, BLOB ->
          throw new AssertionError("no member of these requests is a " + scalar);
    };
  }
}
