package io.berth.scheduler.api.elb;

import io.berth.scheduler.api.ApiError;
import io.berth.scheduler.api.Arns;
import io.berth.scheduler.model.PlacementTags;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** Tags in the shapes of ELB: judged on their way in, in order of keys on their way out. */
final class BalancingTags {
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private BalancingTags() {}

  /** What a request says; each key once. */
  static Map<String, String> read(Collection<Tag> tags) {
    Map<String, String> byKey = new HashMap<>();
    for (Tag tag : tags) {
      String key = key(tag.key());
      if (byKey.put(key, value(tag.value())) != null) {
        throw ApiError.sender(
            "DuplicateTagKeys", "The tag key '" + Arns.shown(key) + "' is specified twice");
      }
    }
    if (byKey.size() > MOST) {
      throw tooMany();
    }
    return Map.copyOf(byKey);
  }

  static Set<String> readKeys(Collection<String> keys) {
    return Ask.list(keys, MOST, "Tag keys").stream()
        .map(BalancingTags::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  static List<Tag> write(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }

  static ApiError tooMany() {
    return ApiError.sender("TooManyTags", "A resource can have at most " + MOST + " tags");
  }

  private static String key(@Nullable String given) {
    String key = Ask.text(given, "A tag key");
    Ask.that(
        length(key) <= LONGEST_KEY, "A tag key can have at most " + LONGEST_KEY + " characters");
    Ask.that(
        !key.toLowerCase(Locale.ROOT).startsWith("aws:"), "A tag key cannot begin with 'aws:'");
    Ask.that(
        !key.toLowerCase(Locale.ROOT).startsWith(PlacementTags.PREFIX),
        "A tag key of this resource cannot begin with '" + PlacementTags.PREFIX + "'");
    return letters(key);
  }

  private static String value(@Nullable String given) {
    String value = given == null ? "" : given;
    Ask.that(
        length(value) <= LONGEST_VALUE,
        "A tag value can have at most " + LONGEST_VALUE + " characters");
    return letters(value);
  }

  private static String letters(String text) {
    Ask.that(
        LETTERS.matcher(text).matches(),
        "A tag has characters that are not allowed: '" + Arns.shown(text) + "'");
    return text;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
