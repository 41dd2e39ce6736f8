package io.berth.scheduler.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.scheduler.control.DefinitionCommands;
import io.berth.scheduler.control.Outcome;
import io.berth.scheduler.model.DefinitionId;
import io.berth.scheduler.model.TaskDefinition;
import io.berth.scheduler.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/** What clients ask of task definitions. */
public final class DefinitionOperations {
  private static final String CODE = "ClientException";
  private static final int MOST_BYTES = 64 * 1_024;
  private static final int MOST_DELETED = 10;
  private static final int LONGEST_FAMILY = 255;

  private final StateStore store;
  private final DefinitionCommands commands;
  private final Documents documents;

  public DefinitionOperations(StateStore store, DefinitionCommands commands, Documents documents) {
    this.store = store;
    this.commands = commands;
    this.documents = documents;
  }

  public List<Operation<?, ?>> all() {
    return List.of(
        Operation.of(
            name("RegisterTaskDefinition"),
            RegisterTaskDefinitionRequest::builder,
            RegisterTaskDefinitionResponse.class,
            this::register),
        Operation.of(
            name("DescribeTaskDefinition"),
            DescribeTaskDefinitionRequest::builder,
            DescribeTaskDefinitionResponse.class,
            this::describe),
        Operation.of(
            name("ListTaskDefinitions"),
            ListTaskDefinitionsRequest::builder,
            ListTaskDefinitionsResponse.class,
            this::list),
        Operation.of(
            name("ListTaskDefinitionFamilies"),
            ListTaskDefinitionFamiliesRequest::builder,
            ListTaskDefinitionFamiliesResponse.class,
            this::listFamilies),
        Operation.of(
            name("DeregisterTaskDefinition"),
            DeregisterTaskDefinitionRequest::builder,
            DeregisterTaskDefinitionResponse.class,
            this::deregister),
        Operation.of(
            name("DeleteTaskDefinitions"),
            DeleteTaskDefinitionsRequest::builder,
            DeleteTaskDefinitionsResponse.class,
            this::delete));
  }

  private static Operation.Name name(String operation) {
    return new Operation.Name("ecs", operation);
  }

  // ----------------------------------------------------------------------------------- one of them

  private RegisterTaskDefinitionResponse register(
      Caller caller, RegisterTaskDefinitionRequest request) {
    DefinitionRules.check(request);
    var normal =
        DefinitionForm.normalise(request)
            .copy(it ->
                it.registeredBy(
                    "arn:aws:iam::" + caller.account() + ":user/" + caller.accessKeyId().text()));
    String document = documents.write(normal);
    // What is kept for ever, and sent to agents, takes the room of bytes and not of letters.
    int length = document.getBytes(UTF_8).length;
    Demand.that(
        length <= MOST_BYTES,
        "Actual length: '" + length + "'. Max allowed length is '" + MOST_BYTES + "' bytes.");
    TaskDefinition definition =
        Refusals.done(
            commands.register(
                request.family(), document, ShapeReader.read(normal), Tags.read(request.tags())));
    RegisterTaskDefinitionResponse.Builder response =
        RegisterTaskDefinitionResponse.builder().taskDefinition(view(caller, definition));
    if (!definition.tags().isEmpty()) {
      response.tags(Tags.write(definition.tags()));
    }
    return response.build();
  }

  private DescribeTaskDefinitionResponse describe(
      Caller caller, DescribeTaskDefinitionRequest request) {
    Lookups.included(request.includeAsStrings(), TaskDefinitionField.knownValues());
    TaskDefinition definition =
        DefinitionQueries.find(
                store.snapshot(), Arns.of(caller).readDefinition(request.taskDefinition()))
            .orElseThrow(() -> ApiError.sender(CODE, "Unable to describe task definition."));
    DescribeTaskDefinitionResponse.Builder response =
        DescribeTaskDefinitionResponse.builder().taskDefinition(view(caller, definition));
    if (request.includeAsStrings().contains("TAGS")) {
      response.tags(Tags.write(definition.tags()));
    }
    return response.build();
  }

  private DeregisterTaskDefinitionResponse deregister(
      Caller caller, DeregisterTaskDefinitionRequest request) {
    DefinitionId id = withRevision(caller, request.taskDefinition());
    return DeregisterTaskDefinitionResponse.builder()
        .taskDefinition(view(caller, Refusals.done(commands.deregister(id))))
        .build();
  }

  private DeleteTaskDefinitionsResponse delete(
      Caller caller, DeleteTaskDefinitionsRequest request) {
    List<String> names = request.taskDefinitions();
    if (names.isEmpty() || names.size() > MOST_DELETED) {
      throw ApiError.sender(
          "InvalidParameterException",
          "Between 1 and " + MOST_DELETED + " task definitions must be given.");
    }
    List<DefinitionId> ids = names.stream().map(one -> withRevision(caller, one)).toList();
    List<software.amazon.awssdk.services.ecs.model.TaskDefinition> deleted = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (DefinitionId id : ids.stream().distinct().toList()) {
      switch (commands.delete(id)) {
        case Outcome.Done<TaskDefinition>(var definition) -> deleted.add(view(caller, definition));
        case Outcome.Refused<TaskDefinition>(var refusal) ->
            failures.add(
                Failure.builder()
                    .arn(Arns.of(caller).definition(id))
                    .reason(refusal.sentence())
                    .build());
      }
    }
    return DeleteTaskDefinitionsResponse.builder()
        .taskDefinitions(deleted)
        .failures(failures)
        .build();
  }

  private static DefinitionId withRevision(Caller caller, String given) {
    return Arns.of(caller)
        .readDefinition(given)
        .id()
        .orElseThrow(
            () -> ApiError.sender(CODE, "Revision is missing in " + Arns.shown(given) + "."));
  }

  // ----------------------------------------------------------------------------------- lists

  private ListTaskDefinitionsResponse list(Caller caller, ListTaskDefinitionsRequest request) {
    Lookups.searched(request.familyPrefix(), LONGEST_FAMILY, "familyPrefix");
    Paging paging = Paging.of("ListTaskDefinitions", request.maxResults(), request.nextToken());
    var page =
        paging.cut(
            DefinitionQueries.list(
                    store.snapshot(),
                    new DefinitionQueries.Wish(
                        Optional.ofNullable(request.familyPrefix()).filter(it -> !it.isEmpty()),
                        DefinitionQueries.status(request.statusAsString()),
                        DefinitionQueries.descends(request.sortAsString()),
                        paging.after()))
                .iterator(),
            DefinitionId::toString);
    Arns arns = Arns.of(caller);
    return ListTaskDefinitionsResponse.builder()
        .taskDefinitionArns(page.map(arns::definition))
        .nextToken(page.token())
        .build();
  }

  private ListTaskDefinitionFamiliesResponse listFamilies(
      Caller caller, ListTaskDefinitionFamiliesRequest request) {
    Lookups.searched(request.familyPrefix(), LONGEST_FAMILY, "familyPrefix");
    Paging paging =
        Paging.of("ListTaskDefinitionFamilies", request.maxResults(), request.nextToken());
    var page =
        paging.cut(
            DefinitionQueries.families(
                    store.snapshot(),
                    Optional.ofNullable(request.familyPrefix()).orElse(""),
                    DefinitionQueries.familyStatus(request.statusAsString()),
                    paging.after())
                .iterator(),
            family -> family);
    return ListTaskDefinitionFamiliesResponse.builder()
        .families(page.items())
        .nextToken(page.token())
        .build();
  }

  // ----------------------------------------------------------------------------------- answers

  private software.amazon.awssdk.services.ecs.model.TaskDefinition view(
      Caller caller, TaskDefinition definition) {
    var document = DefinitionQueries.document(documents, definition);
    return document.copy(it -> {
      it.taskDefinitionArn(Arns.of(caller).definition(definition.id()))
          .revision(definition.id().revision())
          .status(definition.status().name())
          .registeredAt(definition.registeredAt())
          .requiresAttributes(RequiredAttributes.written(document));
      definition.deregisteredAt().ifPresent(it::deregisteredAt);
    });
  }
}
