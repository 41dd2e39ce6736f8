package io.berth.scheduler.api;

import io.berth.proto.control.ExplainRequest;
import io.berth.proto.control.ExplainResponse;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.control.TaskCommands;
import io.berth.scheduler.explain.Finding;
import io.berth.scheduler.explain.Patience;
import io.berth.scheduler.inquiry.Inquiry;
import io.berth.scheduler.model.ClusterName;
import io.berth.scheduler.model.Service;
import io.berth.scheduler.model.Task;
import io.berth.scheduler.model.TaskId;
import io.berth.scheduler.store.Snapshot;
import io.berth.scheduler.store.StateStore;
import io.berth.scheduler.store.Tables;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The method of our own API that tells where tasks could go, and why not there. */
public final class ExplainOperations {
  private final StateStore store;
  private final RunTaskDocuments requests;
  private final InstantSource clock;
  private final Questions questions;

  public ExplainOperations(
      StateStore store, RunTaskDocuments requests, InstantSource clock, Questions questions) {
    this.store = store;
    this.requests = requests;
    this.clock = clock;
    this.questions = questions;
  }

  public List<ControlOperation<?, ?>> all() {
    return List.of(
        new ControlOperation<>(
            "Explain",
            ExplainRequest.getDefaultInstance(),
            (caller, request) -> questions.answer(() -> explain(caller, request))));
  }

  private ExplainResponse explain(Caller caller, ExplainRequest request) {
    Snapshot state = store.snapshot();
    Paging paging =
        Paging.of(
            "Explain",
            request.hasMaxResults() ? Integer.valueOf(request.getMaxResults()) : null,
            request.getNextToken());
    Question question = question(state, caller, request);
    ExplainResponse.Builder response = ExplainResponse.newBuilder();
    question
        .service()
        .ifPresent(service ->
            response.setExplainedService(ExplainWire.service(state, service, clock.instant())));
    question.task().ifPresent(task -> response.setHostOfTask(task.host().text()));
    Inquiry.Found found = question.inquiry().explain(state, patience(paging));
    ExplainWire wire = new ExplainWire(state, found.scene(), found.explanation().request());
    wire.write(response, question.inquiry().request(), found.explanation());
    String after = paging.after().orElse("");
    Paging.Page<Finding> page =
        paging.cut(
            found.explanation().findings().stream()
                .filter(finding -> finding.id().text().compareTo(after) > 0)
                .iterator(),
            finding -> finding.id().text());
    page.items().forEach(finding -> response.addHosts(wire.host(finding)));
    if (paging.after().isEmpty()) {
      wire.write(response, found.explanation().advice());
    }
    return response.setNextToken(Objects.requireNonNullElse(page.token(), "")).build();
  }

  /** What is asked, and of what. */
  private record Question(Inquiry inquiry, Optional<Service> service, Optional<Task> task) {}

  private Question question(Snapshot state, Caller caller, ExplainRequest request) {
    long given =
        Stream.of(request.getRunTask(), request.getService(), request.getTask())
            .filter(one -> !one.isEmpty())
            .count();
    if (given != 1) {
      throw Lookups.invalid("Exactly one of runTask, service and task must be given.");
    }
    if (!request.getRunTask().isEmpty()) {
      return ofRequest(state, caller, request);
    }
    Arns arns = Arns.of(caller);
    ClusterName cluster = Lookups.activeCluster(state, arns, request.getCluster()).name();
    return request.getService().isEmpty()
        ? ofTask(state, cluster, Lookups.task(arns, cluster, request.getTask()))
        : ofService(state, arns, cluster, request.getService());
  }

  private Question ofRequest(Snapshot state, Caller caller, ExplainRequest request) {
    if (!request.getCluster().isEmpty()) {
      throw Lookups.invalid("A request of RunTask names its cluster itself.");
    }
    RunTask wanted = requests.read(state, caller, request.getRunTask());
    Refusals.done(TaskCommands.runnable(state, wanted.plan().definition()));
    return new Question(new Inquiry(wanted), Optional.empty(), Optional.empty());
  }

  private static Question ofService(Snapshot state, Arns arns, ClusterName cluster, String given) {
    Service service =
        state
            .find(Tables.SERVICES, Lookups.service(arns, cluster, given))
            .orElseThrow(() -> ApiError.sender("ServiceNotFoundException", "Service not found."));
    if (!service.isActive()) {
      throw ApiError.sender("ServiceNotActiveException", "Service was not ACTIVE.");
    }
    Inquiry inquiry = Inquiry.of(state, service).orElseThrow();
    return new Question(inquiry, Optional.of(service), Optional.empty());
  }

  private static Question ofTask(Snapshot state, ClusterName cluster, TaskId id) {
    Task task =
        state
            .find(Tables.TASKS, id)
            .filter(known -> known.cluster().equals(cluster))
            .orElseThrow(() -> Lookups.invalid("The referenced task was not found."));
    Inquiry inquiry =
        Inquiry.of(state, task)
            .orElseThrow(() -> Lookups.invalid("What the task runs is not kept any more."));
    return new Question(inquiry, Optional.empty(), Optional.of(task));
  }

  /** Whoever turns pages has read the suggestions. */
  private Patience patience(Paging paging) {
    return paging.after().isEmpty()
        ? Patience.usual(questions.nanoTime())
        : Patience.none(questions.nanoTime());
  }
}
