package io.berth.scheduler.main;

import static io.berth.scheduler.main.TestScheduler.member;
import static io.berth.scheduler.main.TestScheduler.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Our own API over HTTP: what it does, and what it refuses. */
class ControlApiTest {
  @TempDir private Path folder;
  private TestScheduler scheduler;

  @BeforeEach
  void start() throws Exception {
    scheduler = TestScheduler.start(folder, "--names", "berth.lan");
  }

  @AfterEach
  void stop() {
    scheduler.close();
  }

  @Test
  void aJoinTokenIsMadeListedAndRevoked() throws Exception {
    var made = done("CreateJoinToken", "{\"note\":\"rack 1\",\"validSeconds\":60}");
    assertEquals("PEER_KIND_AGENT", member(made, "kind"));
    assertEquals("default", member(made, "clusterName"));
    assertEquals("JOIN_TOKEN_STATE_OPEN", member(made, "state"));
    assertEquals(scheduler.agents(), member(made, "endpoint"));
    assertTrue(member(made, "secret").startsWith("berth-agent-" + member(made, "tokenId")));
    assertEquals(64, member(made, "caFingerprint").length());

    var listed = done("ListJoinTokens", "{}");
    assertEquals(member(made, "tokenId"), member(listed, "tokenId"));
    assertFalse(listed.body().contains(member(made, "secret")), listed.body());

    String named = "{\"tokenId\":\"" + member(made, "tokenId") + "\"}";
    assertEquals("JOIN_TOKEN_STATE_REVOKED", member(done("RevokeJoinToken", named), "state"));
    assertEquals("JOIN_TOKEN_STATE_REVOKED", member(done("RevokeJoinToken", named), "state"));
  }

  @Test
  void aProxysTokenNamesNoCluster() throws Exception {
    var made = done("CreateJoinToken", "{\"kind\":\"PEER_KIND_PROXY\"}");
    assertTrue(member(made, "secret").startsWith("berth-proxy-"));
    assertEquals(List.of(), members(made, "clusterName"));
  }

  @Test
  void nobodyHasToldOfAnyProxyYet() throws Exception {
    assertEquals(List.of(), members(done("ListProxies", "{}"), "proxyId"));
  }

  @Test
  void aKeyIsMadeUsedTurnedOffAndEnded() throws Exception {
    var made = done("CreateApiKey", "{\"note\":\"ci\"}");
    String id = member(made, "accessKeyId");
    assertEquals(scheduler.client().get("access-key-id"), member(made, "createdBy"));
    var credentials = AwsBasicCredentials.create(id, member(made, "secretAccessKey"));
    var list = new TestScheduler.Asked("berth", "/berth/v1/ListApiKeys", "{}");
    assertEquals(200, scheduler.post(credentials, list).statusCode());

    String off = "{\"accessKeyId\":\"" + id + "\",\"state\":\"API_KEY_STATE_DISABLED\"}";
    assertEquals("API_KEY_STATE_DISABLED", member(done("SetApiKeyState", off), "state"));
    assertRefused("UnrecognizedClientException", scheduler.post(credentials, list));

    String on = "{\"accessKeyId\":\"" + id + "\",\"state\":\"API_KEY_STATE_ACTIVE\"}";
    assertEquals("API_KEY_STATE_ACTIVE", member(done("SetApiKeyState", on), "state"));
    assertEquals(200, scheduler.post(credentials, list).statusCode());

    String named = "{\"accessKeyId\":\"" + id + "\"}";
    assertEquals("API_KEY_STATE_REVOKED", member(done("RevokeApiKey", named), "state"));
    assertRefused("ConflictException", scheduler.control("SetApiKeyState", on));
  }

  @Test
  void theLastKeyCannotBeTurnedOff() throws Exception {
    String id = scheduler.client().getOrDefault("access-key-id", "");
    assertRefused(
        "ConflictException",
        scheduler.control(
            "SetApiKeyState",
            "{\"accessKeyId\":\"" + id + "\",\"state\":\"API_KEY_STATE_DISABLED\"}"));
    assertRefused(
        "ConflictException", scheduler.control("RevokeApiKey", "{\"accessKeyId\":\"" + id + "\"}"));
  }

  @Test
  void pagesShowEachTokenOnceAlsoWhenOthersComeMeanwhile() throws Exception {
    Set<String> made = new HashSet<>();
    for (int count = 0; count < 7; count++) {
      made.add(member(done("CreateJoinToken", "{}"), "tokenId"));
    }
    Set<String> seen = new HashSet<>();
    String token = "";
    do {
      var page = done("ListJoinTokens", "{\"maxResults\":3,\"nextToken\":\"" + token + "\"}");
      List<String> ids = members(page, "tokenId");
      assertTrue(ids.size() <= 3, page.body());
      ids.forEach(id -> assertTrue(seen.add(id), page.body()));
      done("CreateJoinToken", "{}");
      token = members(page, "nextToken").stream().findFirst().orElse("");
    } while (!token.isEmpty());

    assertEquals(made, seen);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CreateJoinToken | {\"validSeconds\":59} | InvalidParameterException",
        "CreateJoinToken | {\"validSeconds\":2592001} | InvalidParameterException",
        "CreateJoinToken | {\"validSeconds\":4294967295} | InvalidParameterException",
        "CreateJoinToken | {\"validSeconds\":4294967296} | SerializationException",
        "CreateJoinToken | {\"validSeconds\":-1} | SerializationException",
        "CreateJoinToken | {\"validSeconds\":\"60\"} | SerializationException",
        "CreateJoinToken | {\"validSeconds\":60.5} | SerializationException",
        "CreateJoinToken | {\"kind\":\"agent\"} | SerializationException",
        "CreateJoinToken | {\"kind\":1} | SerializationException",
        "CreateJoinToken | {\"clusterName\":\"nowhere\"} | ResourceNotFoundException",
        "CreateJoinToken | {\"clusterName\":\"a b\"} | InvalidParameterException",
        "CreateJoinToken | {\"clusterName\":{}} | SerializationException",
        "CreateJoinToken | {\"clusterName\":\"default\",\"kind\":\"PEER_KIND_PROXY\"} |"
            + " InvalidParameterException",
        "CreateJoinToken | {\"colour\":\"red\"} | SerializationException",
        "CreateJoinToken | {\"cluster_name\":\"default\"} | SerializationException",
        "CreateJoinToken | {\"note\":\"a\",\"note\":\"b\"} | SerializationException",
        "CreateJoinToken | {note:\"a\"} | SerializationException",
        "CreateJoinToken | {} {} | SerializationException",
        "CreateJoinToken | [] | SerializationException",
        "CreateJoinToken | null | SerializationException",
        "CreateJoinToken | {\"note\":\"\\ud800\"} | SerializationException",
        "CreateJoinToken | { | SerializationException",
        "ListJoinTokens | {\"maxResults\":0} | InvalidParameterException",
        "ListJoinTokens | {\"maxResults\":101} | InvalidParameterException",
        "ListJoinTokens | {\"nextToken\":\"x\"} | InvalidParameterException",
        "ListJoinTokens | {\"nextToken\":\"////\"} | InvalidParameterException",
        "ListApiKeys | {\"nextToken\":\"bm93IG5vdA\"} | InvalidParameterException",
        "ListProxies | {\"maxResults\":0} | InvalidParameterException",
        "ListProxies | {\"nextToken\":\"////\"} | InvalidParameterException",
        "ListProxies | {\"targetGroup\":\"web\"} | SerializationException",
        "ListTargetViews | {} | InvalidParameterException",
        "ListTargetViews | {\"targetGroup\":7} | SerializationException",
        "ListTargetViews | {\"targetGroup\":\"nowhere\"} | TargetGroupNotFound",
        "ListTargetViews | {\"targetGroup\":\"arn:aws:elasticloadbalancing:us-east-1:000000000000:"
            + "targetgroup/nowhere/0123456789abcdef\"} | TargetGroupNotFound",
        "RevokeJoinToken | {} | InvalidParameterException",
        "RevokeJoinToken | {\"tokenId\":\"0123456789ABCDEF\"} | InvalidParameterException",
        "RevokeJoinToken | {\"tokenId\":\"0123456789abcdef\"} | ResourceNotFoundException",
        "RevokeApiKey | {\"accessKeyId\":\"short\"} | InvalidParameterException",
        "RevokeApiKey | {\"accessKeyId\":\"BRTHAAAAAAAAAAAAAAAA\"} | ResourceNotFoundException",
        "SetApiKeyState | {\"accessKeyId\":\"BRTHAAAAAAAAAAAAAAAA\"} | InvalidParameterException",
        "SetApiKeyState |"
            + " {\"accessKeyId\":\"BRTHAAAAAAAAAAAAAAAA\",\"state\":\"API_KEY_STATE_REVOKED\"} |"
            + " InvalidParameterException",
      })
  void badRequestsAreRefusedAndChangeNothing(String method, String body, String code)
      throws Exception {
    assertRefused(code, scheduler.control(method, body));

    assertEquals(List.of(), members(done("ListJoinTokens", "{}"), "tokenId"));
    assertEquals(1, members(done("ListApiKeys", "{}"), "accessKeyId").size());
  }

  @Test
  void unknownMembersAreNamed() throws Exception {
    var refused = scheduler.control("CreateApiKey", "{\"colour\":\"red\"}");
    assertTrue(refused.body().contains("'colour'"), refused.body());
  }

  @Test
  void notesAreBoundedInBytes() throws Exception {
    String most = "ä".repeat(127);
    done("CreateApiKey", "{\"note\":\"" + most + "\"}");
    assertRefused(
        "InvalidParameterException",
        scheduler.control("CreateApiKey", "{\"note\":\"" + most + "ä\"}"));
  }

  @Test
  void bodiesAreBounded() throws Exception {
    String spaces = " ".repeat(64 * 1024);
    var refused = scheduler.control("ListApiKeys", "{}" + spaces);
    assertEquals(413, refused.statusCode());
    assertRefused("RequestEntityTooLargeException", refused);
    done("ListApiKeys", "{}" + spaces.substring(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DoNothing", "", "createApiKey", "ListApiKeys/", "../v1/ListApiKeys"})
  void unknownMethodsAreRefused(String method) throws Exception {
    var refused = scheduler.control(method, "{}");
    assertTrue(refused.statusCode() >= 400, refused.body());
  }

  @Test
  void signaturesForOtherServicesOpenNothing() throws Exception {
    assertRefused(
        "InvalidSignatureException", scheduler.post("ecs", "/berth/v1/ListApiKeys", "{}"));
  }

  private HttpResponse<String> done(String method, String body) throws Exception {
    var response = scheduler.control(method, body);
    assertEquals(200, response.statusCode(), response.body());
    return response;
  }

  private static void assertRefused(String code, HttpResponse<String> response) {
    assertEquals(code, member(response, "__type"), response.body());
    assertEquals(
        code, response.headers().firstValue("x-amzn-ErrorType").orElse(""), response.body());
  }
}
