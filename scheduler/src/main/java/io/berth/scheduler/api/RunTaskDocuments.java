package io.berth.scheduler.api;

import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.control.RunTask;
import io.berth.scheduler.store.Snapshot;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/**
 * Requests for RunTask as the texts that clients send, for those who ask what would come of one:
 * read, judged and refused as RunTask itself does, of which the rest is not done. Any thread may
 * call.
 */
public final class RunTaskDocuments {
  private final Documents documents;
  private final TaskRequests requests;

  public RunTaskDocuments(Documents documents) {
    this.documents = documents;
    this.requests = new TaskRequests(new Plans(documents), documents);
  }

  /**
   * What the text asks for, which an AWS client would read from {@code --cli-input-json}; refuses
   * with an {@link ApiError}, as RunTask would.
   */
  public RunTask read(Snapshot state, Caller caller, String text) {
    RunTaskRequest.Builder empty = RunTaskRequest.builder();
    RunTaskRequest request =
        documents.readOf("RunTask", new RequestBuilder<>(empty, empty::build), text);
    return requests.read(state, Arns.of(caller), request);
  }
}
