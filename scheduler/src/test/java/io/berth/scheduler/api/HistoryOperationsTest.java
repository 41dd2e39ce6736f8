package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.berth.proto.control.HistoryLine;
import io.berth.proto.control.ListHistoryRequest;
import io.berth.proto.control.ListHistoryResponse;
import io.berth.scheduler.control.AttributeCommands;
import io.berth.scheduler.control.ClusterCommands;
import io.berth.scheduler.control.HostCommands;
import io.berth.scheduler.history.Happening;
import io.berth.scheduler.history.Happenings;
import io.berth.scheduler.history.History;
import io.berth.scheduler.history.Line;
import io.berth.scheduler.history.Subject;
import io.berth.scheduler.model.AccessKeyId;
import io.berth.scheduler.model.ApiKey;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Contact;
import io.berth.scheduler.model.Host;
import io.berth.scheduler.model.Resources;
import io.berth.scheduler.store.Archive;
import io.berth.scheduler.store.ArchiveEntry;
import io.berth.scheduler.store.ArchiveRange;
import io.berth.scheduler.store.InlineStore;
import io.berth.scheduler.store.Lane;
import io.berth.scheduler.store.MemoryJournal;
import io.berth.scheduler.store.Samples;
import io.berth.scheduler.store.StorageException;
import io.berth.scheduler.store.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The method that tells what happened: how it is asked, its pages, and its words. */
class HistoryOperationsTest {
  private static final AccessKeyId KEY = new AccessKeyId("BRTH0000000000000001");
  private static final Caller CALLER = new Caller("000000000000", "us-east-1", KEY, "request-1");
  private static final ClusterName CLUSTER = new ClusterName("default");
  private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:";

  private Instant now = Samples.NOON;
  private final MemoryJournal journal = new MemoryJournal();
  private final InlineStore store = new InlineStore(journal);
  private final HostCommands hosts = new HostCommands(store, () -> now);
  private final AttributeCommands attributes = new AttributeCommands(store, () -> now);

  HistoryOperationsTest() {
    new ClusterCommands(store, () -> now).create(CLUSTER, Map.of(), Map.of());
    store.update(
        Lane.API,
        tx -> {
          tx.insert(
              Tables.API_KEYS,
              new ApiKey(
                  KEY,
                  "ops",
                  new ApiKey.State.Active("sealed"),
                  now,
                  Optional.empty(),
                  Optional.empty()));
          return true;
        });
  }

  @Test
  void eachKindHasWords() {
    write(Subject.of(Happenings.SERVICE), Happenings.all());
    write(Subject.of(Happenings.HOST), List.of(new Happening.Unreadable("moved")));

    for (HistoryLine line : ask("web").getLinesList()) {
      assertFalse(line.getSentence().isBlank(), line::toString);
      assertFalse(line.getSentence().contains("null"), line::toString);
      assertTrue(
          line.getAskedList().isEmpty()
              || line.getBecauseList().toString().contains(line.getAsked(0).getCall()),
          line::toString);
    }
    assertEquals(Happenings.all().size(), ask("web").getLinesCount());
    assertEquals(1, ask(Happenings.HOST.text()).getLinesCount());
  }

  @Test
  void aDecisionIsToldWithItsNumbersAndItsReasons() {
    write(Subject.of(Happenings.SERVICE), Happenings.all().subList(0, 2));

    HistoryLine placed = ask("web").getLines(0);
    HistoryLine refused = ask("web").getLines(1);

    assertEquals("placed", placed.getKind());
    assertEquals(2, placed.getTaskCount());
    assertEquals(12, placed.getChoice().getFitting());
    assertEquals(300, placed.getCount().getDesired());
    assertEquals("ops", placed.getAsked(0).getNote());
    assertEquals(
        List.of(
            "chosen by preferring(attribute:ssd exists), spread(attribute:zone), spread(host) among"
                + " 12 that fit of 15 hosts",
            "of web:13, task group service:web",
            "for service web, deployment ecs-svc/9223372036854775807, because 300 tasks were wanted"
                + " and 2 there, 1 to be replaced (minimum 50 %, maximum 200 %)",
            "after UpdateService by key BRTH0000000000000001 (ops) at"
                + " 2026-06-01T12:00:00.123456789Z",
            "after CreateService by the scheduler itself at 2026-06-01T12:00:00.123456789Z"),
        placed.getBecauseList());
    assertEquals(
        "10 tasks not placed: RESOURCE:MEMORY on the closest host " + Happenings.HOST,
        refused.getSentence());
    assertEquals("1 host: AGENT; 3 hosts: RESOURCE:MEMORY", refused.getBecause(1));
    assertEquals(3, refused.getChoice().getLackingOrThrow("RESOURCE:MEMORY"));
  }

  @Test
  void aHostIsFoundByItsIdAndByItsArn() {
    Host host = join();
    for (String name : List.of(host.id().text(), ARN + "container-instance/default/" + host.id())) {
      ListHistoryResponse told = ask(name);
      assertEquals("host/" + host.id(), told.getAbout());
      assertEquals("host " + host.id() + " joined cluster default", told.getLines(0).getSentence());
    }
  }

  @Test
  void pagesLeadBackToTheBeginning() {
    Host host = join();
    var named = new AttributeCommands.Named(host.id(), "n");
    for (int number = 0; number < 9; number++) {
      attributes
          .by(CALLER.asker())
          .put(CLUSTER, List.of(new AttributeCommands.Given(named, "v" + number)));
      now = now.plusMillis(number % 2);
    }
    List<String> told = new ArrayList<>();
    String token = "";
    do {
      ListHistoryResponse page =
          ask(
              ListHistoryRequest.newBuilder()
                  .setAbout(host.id().text())
                  .setMaxResults(4)
                  .setNextToken(token)
                  .build());
      List<String> lines = page.getLinesList().stream().map(HistoryLine::getSentence).toList();
      told.addAll(0, lines);
      token = page.getNextToken();
    } while (!token.isEmpty());

    assertEquals(10, told.size());
    for (int number = 0; number < 9; number++) {
      String sentence = told.get(number + 1);
      assertTrue(sentence.endsWith("has other attributes: n=v" + number), sentence);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, ResourceNotFoundException",
    "0123456789abcdef0123456789abcdef, ResourceNotFoundException",
    "arn:aws:ecs:us-east-1:000000000000:task/default/0123456789abcdef0123456789abcdef,"
        + " ResourceNotFoundException",
    "arn:aws:ecs:us-east-1:000000000000:service/default/nobody, ResourceNotFoundException",
    "arn:aws:ecs:us-east-1:000000000000:cluster/nobody, ClusterNotFoundException",
    "arn:aws:ecs:us-east-1:000000000000:task-definition/web:1, InvalidParameterException",
    "arn:aws:ecs:eu-west-1:000000000000:task/default/1, InvalidParameterException",
    "a b, InvalidParameterException",
  })
  void whatNobodyKnowsIsRefused(String about, String code) {
    ApiError refused = assertThrows(ApiError.class, () -> ask(about));
    assertEquals(code, refused.code());
  }

  @Test
  void hugeAndWrongRequestsAreRefused() {
    List<ListHistoryRequest> wrong =
        List.of(
            ListHistoryRequest.newBuilder().setAbout("x".repeat(60_000)).build(),
            ListHistoryRequest.newBuilder().setAbout("arn:" + "x".repeat(60_000)).build(),
            ListHistoryRequest.newBuilder().setCluster("x".repeat(60_000)).build(),
            ListHistoryRequest.newBuilder().setMaxResults(0).build(),
            ListHistoryRequest.newBuilder().setMaxResults(-1).build(),
            ListHistoryRequest.newBuilder().setMaxResults(101).build(),
            ListHistoryRequest.newBuilder().setNextToken("x".repeat(60_000)).build());
    for (ListHistoryRequest request : wrong) {
      ApiError refused = assertThrows(ApiError.class, () -> ask(request));
      assertEquals("InvalidParameterException", refused.code());
      assertTrue(refused.sentence().length() < 500, refused.sentence());
    }
  }

  @Test
  void aDiskThatCannotBeReadIsNoFaultOfTheSender() {
    Archive broken =
        new Archive() {
          @Override
          public List<ArchiveEntry> read(ArchiveRange range) throws StorageException {
            throw new StorageException(StorageException.Kind.FAULT, "it does not read", null);
          }

          @Override
          public int expire(Instant before) {
            return 0;
          }
        };
    var operation = new HistoryOperations(store, new History(broken)).all().getFirst();

    ApiError refused =
        assertThrows(
            ApiError.class,
            () -> operation.answer(CALLER, ListHistoryRequest.getDefaultInstance()));

    assertEquals(500, refused.httpStatus());
  }

  // ------------------------------------------------------------------------------ doing

  private ListHistoryResponse ask(String about) {
    return ask(ListHistoryRequest.newBuilder().setAbout(about).build());
  }

  private ListHistoryResponse ask(ListHistoryRequest request) {
    var operation = new HistoryOperations(store, new History(journal)).all().getFirst();
    return (ListHistoryResponse) operation.answer(CALLER, request);
  }

  private void write(Subject subject, List<Happening> all) {
    store.update(
        Lane.API,
        tx -> {
          for (Happening what : all) {
            now = now.plusMillis(1);
            new Line(subject, now, what).write(tx);
          }
          return true;
        });
  }

  private Host join() {
    Host sample = Samples.host(1, new Resources(1_000, 1_000, 100, 0));
    var hello =
        new HostCommands.Hello(
            sample.facts(),
            sample.contact().incarnation(),
            new Contact.Engine(Contact.Availability.AVAILABLE, now, ""),
            Map.of());
    hosts.hello(sample.id(), CLUSTER, hello);
    return store.snapshot().find(Tables.HOSTS, sample.id()).orElseThrow();
  }
}
