package io.berth.tests.sim;

import java.util.Optional;

/** The program behind {@code ./dev sim}: one seed with its story, or many with their counts. */
final class SimMain {
  private SimMain() {}

  /**
   * Of one seed, or {@code --seeds N [--from M]}; {@code --bug NAME} plants one, {@code --bugs}
   * each of them in turn.
   */
  public static void main(String[] arguments) {
    SimOptions options = SimOptions.read(arguments);
    boolean good =
        options.bugs() ? bugs(options) : options.seed().isPresent() ? one(options) : many(options);
    if (!good) {
      System.exit(1);
    }
  }

  private static boolean one(SimOptions options) {
    Simulation.Verdict verdict =
        Simulation.run(options.seed().getAsLong(), options.bug(), System.out::println);
    System.out.print(verdict.counts().table());
    System.out.printf("sum of the story: %08x%n", verdict.story().sum());
    System.out.println(verdict.isGood() ? "good" : "bad: " + verdict.findings());
    return verdict.isGood();
  }

  private static boolean many(SimOptions options) {
    var counts = new Counts();
    long bad = 0;
    for (long seed = options.from(); seed < options.from() + options.count(); seed++) {
      Simulation.Verdict verdict = Simulation.run(seed, options.bug(), _ -> {});
      counts.add(verdict.counts());
      if (!verdict.isGood()) {
        bad++;
        // One story is enough to begin with; each seed tells its own when asked.
        System.out.println(
            (bad == 1 ? verdict.report() : verdict.headline()) + bug(options.bug()));
      }
    }
    System.out.print(counts.table());
    System.out.println(bad + " of " + options.count() + " seeds are bad");
    System.out.println("never seen: " + counts.missing());
    return bad == 0 && (options.count() < Counts.SEEDS_FOR_ALL || counts.missing().isEmpty());
  }

  /** How soon each planted bug is found. */
  private static boolean bugs(SimOptions options) {
    boolean all = true;
    for (Defect bug : Defect.values()) {
      Optional<Simulation.Verdict> found =
          Simulation.search(bug, options.from(), options.count());
      all &= found.isPresent();
      System.out.println(
          bug
              + ": "
              + found
                  .map(one -> "found by seed " + one.seed() + ": " + one.findings().getFirst())
                  .orElse("not found by " + options.count() + " seeds"));
    }
    return all;
  }

  private static String bug(Optional<Defect> bug) {
    return bug.map(one -> " --bug " + one).orElse("");
  }
}
