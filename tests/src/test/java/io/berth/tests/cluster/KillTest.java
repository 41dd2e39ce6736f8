package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Our processes die, each at each write of its journal: containers run on, are found again, are
 * never started twice and never forgotten, and whoever ended meanwhile is told with its real code.
 * Each round runs a task of two containers, one of which ends by itself, through its whole life.
 */
@Tag("e2e")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillTest {
  private static final int DEATHS = 10;
  private static final List<HaltPoint.How> AGENTS_WAYS = List.of(HaltPoint.How.values());
  private static final List<HaltPoint.How> SCHEDULERS_WAYS =
      List.of(HaltPoint.How.BEFORE, HaltPoint.How.AFTER);

  private @Nullable TestEngine engine;

  @BeforeAll
  void startEngine() throws IOException {
    engine = TestEngine.start();
  }

  @AfterAll
  void stopEngine() throws IOException {
    engine().close();
  }

  private TestEngine engine() {
    return Objects.requireNonNull(engine);
  }

  /** Dies at write 1, 2, 3 … of the runs that follow each other, whatever it writes there. */
  @Test
  void agentAndSchedulerMayDieInOneLifeAfterTheOther() throws Exception {
    try (Rounds rounds = Rounds.on(engine())) {
      List<Program> agents = new ArrayList<>();
      List<Program> schedulers = new ArrayList<>();
      for (int write = 1; write <= DEATHS; write++) {
        agents.add(HaltingAgent.dyingAt(write, AGENTS_WAYS.get(write % AGENTS_WAYS.size())));
        schedulers.add(
            HaltingScheduler.dyingAt(write, SCHEDULERS_WAYS.get(write % SCHEDULERS_WAYS.size())));
      }
      rounds.liveWhileTheyDie(agents, schedulers);
      rounds.assertAllIsWell();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE", "TORN", "AFTER"})
  @Tag("full")
  void agentMayDieAtEachWriteOfALife(String how) throws Exception {
    try (Rounds rounds = Rounds.on(engine())) {
      int write = 1;
      while (rounds.isDeadly(
          rounds.stack().agent(), HaltingAgent.dyingAt(write, HaltPoint.How.valueOf(how)))) {
        write++;
      }
      assertCountsALife(write);
      rounds.assertAllIsWell();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE", "AFTER"})
  @Tag("full")
  void schedulerMayDieAtEachWriteOfALife(String how) throws Exception {
    try (Rounds rounds = Rounds.on(engine())) {
      int write = 1;
      while (rounds.isDeadly(
          rounds.stack().schedulerProcess(),
          HaltingScheduler.dyingAt(write, HaltPoint.How.valueOf(how)))) {
        write++;
        rounds.beginWithAnotherAgent();
      }
      assertCountsALife(write);
      rounds.assertAllIsWell();
    }
  }

  private static void assertCountsALife(int writes) {
    assertTrue(writes > 5, "a life of a task has more than " + writes + " writes");
    assertTrue(writes < 60, "a life of a task does not have " + writes + " writes");
  }

  /** One cluster with the tasks of all rounds, which it goes through one after the other. */
  private record Rounds(Stack stack, Judge judge, String definition, List<String> tasks)
      implements AutoCloseable {

    static Rounds on(TestEngine engine) throws Exception {
      Stack stack = Stack.on(engine);
      try {
        String definition =
            stack
                .user()
                .define(
                    "pair",
                    EcsUser.echo("main", "sleep"),
                    EcsUser.echo("side", "exit", "7").toBuilder().essential(false).build());
        return new Rounds(
            stack, new Judge(stack.user(), stack.witness(engine)), definition, new ArrayList<>());
      } catch (Exception | AssertionError e) {
        stack.close();
        throw e;
      }
    }

    void liveWhileTheyDie(List<Program> agents, List<Program> schedulers) throws Exception {
      try (Supervisor scheduler = Supervisor.of(stack.schedulerProcess(), schedulers);
          Supervisor agent = Supervisor.of(stack.agent(), agents)) {
        while (!agent.isOver() || !scheduler.isOver()) {
          live();
        }
        live();
      }
    }

    /** Answers whether one life of a task is long enough for this program to die in it. */
    boolean isDeadly(Supervised place, Program mortal) throws Exception {
      try (Supervisor supervisor = Supervisor.of(place, List.of(mortal))) {
        live();
        return supervisor.isOver();
      }
    }

    /** One that has lost a scheduler again and again would come back later each time. */
    void beginWithAnotherAgent() throws Exception {
      stack.agent().process().kill();
      stack.agent().start();
      stack.awaitHosts(1);
    }

    /** One task through all its life, whoever dies meanwhile. */
    private void live() throws Exception {
      stack.awaitHosts(1);
      EcsUser user = stack.user();
      String task = user.runForSure(definition);
      tasks.add(task);
      Task _ = user.awaitTask(task, "running without its side", Rounds::hasRun);
      user.stopForSure(task);
      Task stopped = user.awaitStatus(task, "STOPPED");
      assertEquals(List.of("main 143", "side 7"), EcsUser.exitCodes(stopped), stack::dump);
    }

    /** All tasks of all rounds, now that nobody dies any more. */
    void assertAllIsWell() throws Exception {
      stack.awaitHosts(1);
      assertEquals(List.of(), judge.findings(tasks), stack::dump);
    }

    private static boolean hasRun(Task task) {
      return task.lastStatus().equals("RUNNING")
          && task.containers().stream()
              .anyMatch(one -> one.name().equals("side") && one.lastStatus().equals("STOPPED"));
    }

    @Override
    public void close() throws IOException {
      stack.close();
    }
  }
}
