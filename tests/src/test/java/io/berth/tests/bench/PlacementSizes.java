package io.berth.tests.bench;

import java.util.List;

/** How much of everything the placement benchmark does, so that a test can run it small. */
record PlacementSizes(List<PlacementShape> shapes, int rounds, int single, List<String> heap) {
  private static final int MANY = 1_000;
  private static final int MILLION = 1_000_000;

  static PlacementSizes named(String name) {
    return switch (name) {
      case "full" -> full();
      case "quick" -> quick();
      default -> throw new IllegalArgumentException("no such sizes: " + name);
    };
  }

  private static PlacementSizes full() {
    return new PlacementSizes(
        List.of(
            usual(1_000, 10_000, 1, false),
            usual(1_000, 10_000, MANY, false),
            usual(1_000, 100_000, 1, false),
            usual(1_000, 100_000, MANY, false),
            usual(5_000, 100_000, 1, true),
            usual(5_000, 100_000, MANY, true),
            million(false),
            new PlacementShape(1_000, 100_000, 1_000, 1, false, PlacementShape.USUAL, true),
            million(true)),
        7,
        1_000,
        List.of("-Xms4g", "-Xmx4g"));
  }

  private static PlacementShape million(boolean onDisk) {
    return new PlacementShape(
        10_000, MILLION, 1_000, MANY, true, PlacementShape.SPREAD_AND_PACK, onDisk);
  }

  private static PlacementShape usual(int hosts, int tasks, int definitions, boolean constrained) {
    int perService = definitions == 1 ? 1_000 : tasks / definitions;
    return new PlacementShape(
        hosts, tasks, perService, definitions, constrained, PlacementShape.USUAL);
  }

  private static PlacementSizes quick() {
    return new PlacementSizes(
        List.of(
            new PlacementShape(20, 200, 100, 1, false, PlacementShape.USUAL, true),
            new PlacementShape(20, 200, 10, 20, true, PlacementShape.SPREAD_AND_PACK)),
        2,
        20,
        List.of("-Xmx256m"));
  }

  /** The largest clusters take longer than they vary. */
  int rounds(PlacementShape shape) {
    return shape.tasks() >= MILLION ? 1 : rounds;
  }
}
