package io.berth.scheduler.identity;

import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A request with all that makes canonical forms hard: odd paths, queries, spaces, repetitions. */
record RandomRequest(SdkHttpRequest request, String body) {
  private static final List<String> PATHS =
      List.of(
          "/",
          "",
          "/a",
          "/a/",
          "/a/b",
          "/tags/arn%3Aaws%3Aecs",
          "/a%20b/%7Ec",
          "/a/./b",
          "/a/../b",
          "/%E4%B8%AD",
          "/a-b_c.d~e",
          "/$x&y=z",
          "/a/b/..",
          "/a/.");
  private static final List<String> PIECES =
      List.of(
          "a", "Z", "0", " ", "+", "%", "/", "=", "&", "~", "ä", "中", "😀", "*", "'", "\"", "-");
  private static final List<SdkHttpMethod> METHODS =
      List.of(SdkHttpMethod.GET, SdkHttpMethod.POST, SdkHttpMethod.PUT, SdkHttpMethod.DELETE);

  static RandomRequest of(RandomGenerator random) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(one(random, METHODS))
            .protocol("http")
            .host("localhost")
            .port(random.nextBoolean() ? 80 : 7070)
            .encodedPath(one(random, PATHS));
    for (int count = random.nextInt(4); count > 0; count--) {
      request.appendRawQueryParameter("q" + text(random), text(random));
    }
    for (int count = random.nextInt(4); count > 0; count--) {
      String name = "X-Amz-Own-" + random.nextInt(3);
      request.appendHeader(name, "v" + "  ".repeat(random.nextInt(3)) + random.nextInt(9) + " \t ");
    }
    request.putHeader("X-Amz-Target", "Service.Operation" + random.nextInt(10));
    return new RandomRequest(request.build(), text(random));
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(6); count > 0; count--) {
      text.append(one(random, PIECES));
    }
    return text.toString();
  }

  private static <T> T one(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
