package io.berth.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.agent.engine.docker.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
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
import software.amazon.awssdk.services.ecs.model.Task;

/** Agents that may not come in: each is told why, and those who are in notice nothing. */
@Tag("e2e")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangerTest {
  private static final int UNUSABLE = 78;

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

  @Test
  void tokenIsGoodForOneAgent() throws Exception {
    try (Stack stack = Stack.scheduler()) {
      SchedulerProcess.Ticket ticket = stack.schedulerProcess().newTicket();
      BerthProcess _ = stack.newAgent(engine()).launch(ticket);
      stack.awaitHosts(1);

      BerthProcess second = stack.newAgent(engine()).launch(ticket);
      assertEquals(UNUSABLE, second.awaitEnd(), stack::dump);
      assertTrue(second.said().contains("token"), stack::dump);
      assertEquals(1, stack.user().hosts().size());
    }
  }

  @Test
  void schedulerOfAnotherFingerprintIsNotTrusted() throws Exception {
    try (Stack stack = Stack.scheduler()) {
      List<String> words = new ArrayList<>(stack.schedulerProcess().newTicket().words());
      words.set(words.size() - 1, "0".repeat(words.getLast().length()));

      BerthProcess agent = stack.newAgent(engine()).launch(new SchedulerProcess.Ticket(words));
      assertEquals(UNUSABLE, agent.awaitEnd(), stack::dump);
      assertTrue(agent.said().contains("is not trusted"), stack::dump);
      assertEquals(List.of(), stack.user().hosts());
    }
  }

  /** An agent of another installation, pointed here by mistake. */
  @Test
  void foreignAgentNeitherTrustsNorIsLetIn() throws Exception {
    try (Stack here = Stack.on(engine());
        Stack elsewhere = Stack.on(engine())) {
      AgentProcess foreign = elsewhere.agent();
      foreign.process().kill();
      String address = here.schedulerProcess().agentsAddress();
      BerthProcess lost =
          foreign.launch(new SchedulerProcess.Ticket(List.of("--scheduler", address)));

      here.await()
          .until("it says that it gets no session", () -> said(lost, "The session is over"));
      assertTrue(said(lost, "The certificate does not hold"), lost.said());
      assertEquals(1, here.user().hosts().size());
      assertTrue(here.user().host().agentConnected(), here::dump);
      foreign.process().kill();
      foreign.start();
      elsewhere.awaitHosts(1);
    }
  }

  /** As when a host's disk is copied to another host. */
  @Test
  void copyOfAnIdentityIsRefusedAndAlarmedWhileTheFirstLives() throws Exception {
    try (Stack stack = Stack.on(engine())) {
      EcsUser user = stack.user();
      String task = user.run(user.define("sleeper", EcsUser.echo("main", "sleep")));
      Task _ = user.awaitStatus(task, "RUNNING");
      AgentProcess copy = stack.newAgent(engine());
      copyIdentity(stack.agent(), copy);

      copy.start();
      stack
          .await()
          .until(
              "the copy is told why it may not come in",
              () -> said(copy.process(), "another process with this identity is connected"));
      assertTrue(said(stack.schedulerProcess().process(), "kind=SECOND_STREAM"), stack::dump);
      assertTrue(user.host().agentConnected(), stack::dump);
      assertTrue(copy.process().isAlive(), stack::dump);
      copy.process().kill();

      assertEquals("RUNNING", user.task(task).lastStatus(), stack::dump);
      user.stop(task);
      Task stopped = user.awaitStatus(task, "STOPPED");
      assertEquals(List.of("main 143"), EcsUser.exitCodes(stopped), stack::dump);
    }
  }

  private static void copyIdentity(AgentProcess from, AgentProcess to) throws IOException {
    Files.createDirectory(to.state());
    for (String file : List.of("identity.pem", "trust.pem")) {
      Files.copy(
          from.state().resolve(file), to.state().resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static boolean said(BerthProcess process, String words) throws IOException {
    return process.said().contains(words);
  }
}
