package io.berth.scheduler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.berth.scheduler.api.Paging.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages follow each other without gap or repetition, whatever happens between them. */
class PagingTest {
  private static final String LIST = "ListThings";
  private final TreeSet<String> things = new TreeSet<>(List.of("a", "b", "c", "d", "e"));

  private Page<String> page(Paging paging) {
    var rest = paging.after().map(name -> things.tailSet(name, false)).orElse(things);
    return paging.cut(rest.iterator(), Function.identity());
  }

  @Test
  void pagesFollowEachOther() {
    List<List<String>> pages = new ArrayList<>();
    Optional<String> token = Optional.of("");
    while (token.isPresent()) {
      Page<String> page = page(Paging.of(LIST, 2, token.get()));
      pages.add(page.items());
      token = Optional.ofNullable(page.token());
    }
    assertEquals(List.of(List.of("a", "b"), List.of("c", "d"), List.of("e")), pages);
  }

  @Test
  void aFullLastPageHasNoToken() {
    assertNull(page(Paging.of(LIST, 5, null)).token());
    assertNull(page(Paging.of(LIST, null, null)).token());
  }

  @Test
  void aTokenOutlivesTheThingThatItNames() {
    String token = page(Paging.of(LIST, 2, null)).token();
    things.remove("b");
    things.add("bb");

    assertEquals(List.of("bb", "c"), page(Paging.of(LIST, 2, token)).items());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void pagesOfOtherSizesAreRefused(int size) {
    assertEquals(
        "InvalidParameterException",
        assertThrows(ApiError.class, () -> Paging.of(LIST, size, null)).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a", "!!!!", "TGlzdA", "TGlzdFRoaW5ncyA", "ä"})
  void strangeTokensAreRefused(String token) {
    assertEquals(
        "InvalidParameterException",
        assertThrows(ApiError.class, () -> Paging.of(LIST, 1, token)).code());
  }

  @Test
  void tokensOfOtherListsAndEndlessOnesAreRefused() {
    String token = page(Paging.of("ListOthers", 1, null)).token();

    assertNotNull(token);
    assertThrows(ApiError.class, () -> Paging.of(LIST, 1, token));
    assertThrows(ApiError.class, () -> Paging.of(LIST, 1, "A".repeat(1_000_000)));
  }
}
