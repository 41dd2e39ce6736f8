package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.agent.engine.docker.TestEngine;
import io.berth.tests.e2e.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * SIGKILL at any moment, for agent, scheduler or both, while tasks start, run, end by themselves
 * and are stopped; now and then the agent's journal is lost as well. Once nobody is killed any
 * more, the engine, the witness of every start and the API must tell the same.
 */
@Tag("e2e")
@Timeout(1_200)
class RandomKillTest {

  @Test
  void tasksOutliveKillsAtRandomMoments() throws Exception {
    kill(10);
  }

  @Test
  @Tag("full")
  void tasksOutliveManyKillsAtRandomMoments() throws Exception {
    kill(80);
  }

  private static void kill(int rounds) throws Exception {
    Seed seed = Seed.announced("random kills");
    try (TestEngine engine = TestEngine.start();
        Stack stack = Stack.on(engine)) {
      var course = new Course(stack, stack.witness(engine), seed.random());
      for (int round = 0; round < rounds; round++) {
        course.killSomebody();
      }
      course.assertAllIsWell();
    }
  }

  /** The tasks of one run, and chance. */
  private static final class Course {
    private static final int MOST_DELAY_MILLIS = 600;

    private final Stack stack;
    private final EngineWitness witness;
    private final RandomGenerator random;
    private final String lasting;
    private final String brief;
    private final List<String> tasks = new ArrayList<>();
    private final Set<String> stopped = new HashSet<>();
    private final Set<String> briefs = new HashSet<>();

    Course(Stack stack, EngineWitness witness, RandomGenerator random) {
      this.stack = stack;
      this.witness = witness;
      this.random = random;
      this.lasting =
          stack
              .user()
              .define(
                  "lasting",
                  EcsUser.echo("main", "sleep"),
                  EcsUser.echo("side", "exit", "7", "300").toBuilder().essential(false).build());
      this.brief =
          stack
              .user()
              .define(
                  "brief", EcsUser.echo("main", "exit", "9", "400"), EcsUser.echo("side", "sleep"));
    }

    /** Something is asked for, somebody dies a moment later, and is started again. */
    void killSomebody() throws Exception {
      ask();
      // The moment is chance's; nothing here waits for time to pass.
      boolean _ =
          new Semaphore(0).tryAcquire(random.nextInt(MOST_DELAY_MILLIS), TimeUnit.MILLISECONDS);
      boolean scheduler = random.nextInt(3) == 0;
      boolean agent = !scheduler || random.nextBoolean();
      if (agent) {
        stack.agent().process().kill();
      }
      if (scheduler) {
        stack.schedulerProcess().process().kill();
      }
      if (agent && random.nextInt(4) == 0) {
        stack.agent().loseJournal();
      }
      if (agent) {
        stack.agent().start();
      }
      if (scheduler) {
        stack.schedulerProcess().start();
      }
    }

    private void ask() throws Exception {
      EcsUser user = stack.user();
      List<String> living = tasks.stream().filter(task -> !stopped.contains(task)).toList();
      if (living.size() > 2 && random.nextBoolean()) {
        String task = living.get(random.nextInt(living.size()));
        user.stopForSure(task);
        stopped.add(task);
      } else {
        boolean ends = random.nextInt(3) == 0;
        String task = user.runForSure(ends ? brief : lasting);
        tasks.add(task);
        if (ends) {
          briefs.add(task);
        }
      }
    }

    void assertAllIsWell() throws Exception {
      for (String task : tasks) {
        boolean ends = stopped.contains(task) || briefs.contains(task);
        Task _ =
            ends
                ? stack.user().awaitStatus(task, "STOPPED")
                : stack.user().awaitTask(task, "running, its side over", Course::isSettled);
      }
      assertEquals(List.of(), new Judge(stack.user(), witness).findings(tasks), stack::dump);
    }

    private static boolean isSettled(Task task) {
      return task.lastStatus().equals("RUNNING")
          && task.containers().stream()
              .anyMatch(one -> one.name().equals("side") && "STOPPED".equals(one.lastStatus()));
    }
  }
}
