package io.berth.scheduler.api;

import io.berth.scheduler.api.Operation.RequestBuilder;
import io.berth.scheduler.foresight.Question;
import io.berth.scheduler.store.Snapshot;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/**
 * Requests for UpdateService as the texts that clients send, for those who ask what would come of
 * one: read, judged and refused as UpdateService itself does. Any thread may call.
 */
final class UpdateServiceDocuments {
  private final Documents documents;
  private final ServiceRequests requests;

  UpdateServiceDocuments(Documents documents) {
    this.documents = documents;
    this.requests = new ServiceRequests(new Plans(documents), documents);
  }

  /** What the text asks for; refuses with an {@link ApiError}, as UpdateService would. */
  Question.Update read(Snapshot state, Caller caller, String text) {
    UpdateServiceRequest.Builder empty = UpdateServiceRequest.builder();
    UpdateServiceRequest request =
        documents.readOf("UpdateService", new RequestBuilder<>(empty, empty::build), text);
    ServiceRequests.Update update = requests.read(state, Arns.of(caller), request);
    return new Question.Update(update.service(), update.change());
  }
}
