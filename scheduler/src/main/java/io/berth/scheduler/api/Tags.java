package io.berth.scheduler.api;

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
import software.amazon.awssdk.services.ecs.model.Tag;

/** Tags of whatever can have them: judged on their way in, in order of keys on their way out. */
public final class Tags {
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private Tags() {}

  /** What a request says of something that is not placed; each key once. */
  static Map<String, String> read(Collection<Tag> tags) {
    return read(tags, OwnTags.NONE);
  }

  /** What a request says; each key once. */
  static Map<String, String> read(Collection<Tag> tags, OwnTags own) {
    Map<String, String> byKey = new HashMap<>();
    for (Tag tag : tags) {
      String key = checkedKey(tag.key());
      if (byKey.put(key, checkedValue(key, tag.value(), own)) != null) {
        throw invalid("Duplicate tag keys found: " + Arns.shown(key) + ".");
      }
    }
    return Map.copyOf(bounded(byKey));
  }

  /** The keys of tags that shall go; one that is not there is no mistake. */
  public static Set<String> readKeys(Collection<String> keys) {
    if (keys.isEmpty() || keys.size() > MOST) {
      throw invalid("Between 1 and " + MOST + " tag keys must be given.");
    }
    return keys.stream().map(Tags::checkedKey).collect(Collectors.toUnmodifiableSet());
  }

  public static List<Tag> write(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }

  private static String checkedKey(@Nullable String key) {
    if (key == null || key.isEmpty() || length(key) > LONGEST_KEY) {
      throw invalid("A tag key must have between 1 and " + LONGEST_KEY + " characters.");
    }
    if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      throw invalid("A tag key must not begin with 'aws:'.");
    }
    return lettersOnly(key, "key");
  }

  private static String checkedValue(String key, @Nullable String value, OwnTags own) {
    String text = value == null ? "" : value;
    if (length(text) > LONGEST_VALUE) {
      throw invalid(
          "The value of tag "
              + Arns.shown(key)
              + " must have at most "
              + LONGEST_VALUE
              + " characters.");
    }
    if (OwnTags.isOwn(key)) {
      // An expression needs letters that are in no other value.
      own.check(key, text);
      return text;
    }
    return lettersOnly(text, "value");
  }

  private static String lettersOnly(String text, String what) {
    if (!LETTERS.matcher(text).matches()) {
      throw invalid("A tag " + what + " has characters that are not allowed: " + Arns.shown(text));
    }
    return text;
  }

  private static Map<String, String> bounded(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw invalid("A resource can have at most " + MOST + " tags.");
    }
    return tags;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static ApiError invalid(String sentence) {
    return ApiError.sender("InvalidParameterException", sentence);
  }
}
