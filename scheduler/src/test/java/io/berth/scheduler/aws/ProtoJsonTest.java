package io.berth.scheduler.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.berth.proto.common.Heartbeat;
import io.berth.proto.common.PeerKind;
import io.berth.proto.common.TrustBundle;
import io.berth.proto.control.CreateJoinTokenRequest;
import io.berth.proto.control.HistoryChoice;
import io.berth.proto.control.JoinToken;
import io.berth.proto.control.ListJoinTokensResponse;
import io.berth.scheduler.api.ApiError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON form of messages: what is read and written, and what is refused by name. */
class ProtoJsonTest {
  private final ProtoJson json = new ProtoJson();

  @Test
  void everyKindOfMemberComesBack() {
    var token =
        JoinToken.newBuilder()
            .setTokenId("0")
            .setKind(PeerKind.PEER_KIND_PROXY)
            .setCreatedAt(Timestamp.newBuilder().setSeconds(-1).setNanos(5))
            .setNote("\"\\\u0001ü\uD83D\uDE00");
    for (Message message :
        new Message[] {
          ListJoinTokensResponse.newBuilder().addTokens(token).addTokens(token).build(),
          Heartbeat.newBuilder().setSequence(-1).setProbeNumber(0).build(),
          CreateJoinTokenRequest.newBuilder().setValidSeconds(-1).build(),
          TrustBundle.newBuilder()
              .addCertificates(com.google.protobuf.ByteString.copyFrom(new byte[] {0, -1}))
              .build(),
        }) {
      assertEquals(message, json.decode(message.getDefaultInstanceForType(), json.encode(message)));
    }
  }

  @Test
  void unsignedNumbersAndTimesAreWrittenAsThey() {
    assertEquals(
        "{\"sequence\":\"18446744073709551615\"}",
        new String(json.encode(Heartbeat.newBuilder().setSequence(-1).build()), UTF_8));
    assertEquals(
        "{\"createdAt\":\"1970-01-01T00:00:01Z\"}",
        new String(
            json.encode(
                JoinToken.newBuilder().setCreatedAt(Timestamp.newBuilder().setSeconds(1)).build()),
            UTF_8));
  }

  @Test
  void mapIsAnObjectWithItsNamesInOrder() {
    assertEquals(
        "{\"lacking\":{\"RESOURCE:CPU\":0,\"RESOURCE:MEMORY\":3}}",
        new String(
            json.encode(
                HistoryChoice.newBuilder()
                    .putLacking("RESOURCE:MEMORY", 3)
                    .putLacking("RESOURCE:CPU", 0)
                    .build()),
            UTF_8));
  }

  @Test
  void nothingAtAllIsAnEmptyMessage() {
    assertEquals(
        CreateJoinTokenRequest.getDefaultInstance(),
        json.decode(CreateJoinTokenRequest.getDefaultInstance(), new byte[0]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | must be a JSON object",
        "{} {} | goes on after",
        "{ | not well-formed",
        "{\"notte\":\"\"} | no member 'notte'",
        "{\"cluster_name\":\"a\"} | no member 'cluster_name'",
        "{\"note\":\"a\",\"note\":\"b\"} | 'note' comes twice",
        "{\"note\":1} | 'note' must be a string",
        "{\"note\":\"\\ud800\"} | 'note' must be text",
        "{\"kind\":1} | 'kind' must be the name of a value",
        "{\"kind\":\"PEER_KIND_SHIP\"} | 'kind' must be the name of a value that is known",
        "{\"validSeconds\":\"60\"} | 'validSeconds' must be a whole number",
        "{\"validSeconds\":60.5} | 'validSeconds' must be a whole number",
        "{\"validSeconds\":-1} | 'validSeconds' must be a number within",
        "{\"validSeconds\":4294967296} | 'validSeconds' must be a number within",
        "{\"validSeconds\":true} | 'validSeconds' must be a whole number",
      })
  void whatIsWrongIsNamed(String body, String complaint) {
    ApiError refusal =
        assertThrows(
            ApiError.class,
            () -> json.decode(CreateJoinTokenRequest.getDefaultInstance(), body.getBytes(UTF_8)));

    assertEquals("SerializationException", refusal.code());
    assertTrue(refusal.sentence().contains(complaint), refusal.sentence());
  }
}
