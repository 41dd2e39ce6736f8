package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;
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
  private static final int MOST_WRITES = 60;
  private static final List<HaltPoint.How> WAYS = List.of(HaltPoint.How.values());

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

  /** The way to die changes from write to write. */
  @Test
  void agentMayDieAtEachWriteOfItsJournal() throws Exception {
    try (Rounds rounds = Rounds.on(engine())) {
      int write = 1;
      while (rounds.agentDiesAt(write, WAYS.get(write % WAYS.size()))) {
        write++;
      }
      rounds.assertAllIsWell(write);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE", "TORN", "AFTER"})
  @Tag("full")
  void agentMayDieAtEachWriteOfItsJournalInEachWay(String how) throws Exception {
    try (Rounds rounds = Rounds.on(engine())) {
      int write = 1;
      while (rounds.agentDiesAt(write, HaltPoint.How.valueOf(how))) {
        write++;
      }
      rounds.assertAllIsWell(write);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE", "AFTER"})
  void schedulerMayDieAtEachWriteOfItsJournal(String how) throws Exception {
    try (Rounds rounds = Rounds.on(engine())) {
      int write = 1;
      while (rounds.schedulerDiesAt(write, HaltPoint.How.valueOf(how))) {
        write++;
      }
      rounds.assertAllIsWell(write);
    }
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

    /** Answers whether it came to that write; else the agent has outlived the round. */
    boolean agentDiesAt(int write, HaltPoint.How how) throws Exception {
      AgentProcess agent = stack.agent();
      agent.process().kill();
      agent.start(HaltingAgent.dyingAt(write, how));
      String task = stack.user().run(definition);
      tasks.add(task);
      BerthProcess mortal = agent.process();
      if (outlives(mortal, task)) {
        return false;
      }
      agent.start();
      live(task);
      return true;
    }

    /** The same of the scheduler; what was not answered is asked again. */
    boolean schedulerDiesAt(int write, HaltPoint.How how) throws Exception {
      SchedulerProcess scheduler = stack.schedulerProcess();
      scheduler.process().kill();
      BerthProcess mortal = scheduler.launch(HaltingScheduler.dyingAt(write, how));
      try (Revival revival = Revival.of(scheduler, mortal)) {
        stack.awaitHosts(1);
        String task = stack.user().runForSure(definition);
        tasks.add(task);
        live(task);
        return revival.wasNeeded();
      }
    }

    private boolean outlives(BerthProcess mortal, String task) throws Exception {
      stack.await().until("it runs, or its agent dies", () -> isOver(mortal) || isUp(task));
      stack.user().stop(task);
      stack.await().until("it stops, or its agent dies", () -> isOver(mortal) || isDown(task));
      return !isOver(mortal);
    }

    private static boolean isOver(BerthProcess mortal) throws IOException {
      if (mortal.isAlive()) {
        return false;
      }
      assertEquals(HaltPoint.STATUS, mortal.awaitEnd(), mortal.lastLines());
      return true;
    }

    private boolean isUp(String arn) {
      Task task = stack.user().task(arn);
      return !task.lastStatus().equals("PENDING")
          && task.containers().stream()
              .anyMatch(one -> one.name().equals("side") && one.lastStatus().equals("STOPPED"));
    }

    private boolean isDown(String task) {
      return stack.user().task(task).lastStatus().equals("STOPPED");
    }

    /** Through all its life, from wherever it is. */
    private void live(String task) throws Exception {
      stack.await().until("it has run", () -> isUp(task) || isDown(task));
      stack.user().stopForSure(task);
      var _ = stack.user().awaitStatus(task, "STOPPED");
      assertEquals(List.of(), judge.findings(tasks), stack::dump);
    }

    void assertAllIsWell(int writes) {
      assertTrue(writes > 4, "a life of a task has more than " + writes + " writes");
      assertTrue(writes < MOST_WRITES, "a life of a task does not have " + writes + " writes");
      assertEquals(List.of(), judge.findings(tasks), stack::dump);
    }

    @Override
    public void close() throws IOException {
      stack.close();
    }
  }
}
