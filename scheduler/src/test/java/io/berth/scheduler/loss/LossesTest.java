package io.berth.scheduler.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.berth.scheduler.loss.Census.Hearing;
import io.berth.scheduler.loss.Census.Member;
import io.berth.scheduler.model.HostId;
import io.berth.scheduler.model.LossRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of loss as a table. A word is a zone, a letter is a host: h is heard, s has been silent
 * for seven seconds, d for ten and so is due, l was lost half a minute ago and L an hour ago.
 */
class LossesTest {
  private static final String TABLE =
      """
      # what                                  | tags                | brake   | hosts       | lost | braking
      all are heard                           |                     |         | -hhh        | 0    | UNCHANGED
      silence is no loss yet                  |                     |         | -hhs        | 0    | UNCHANGED
      one is lost                             |                     |         | -hhd        | 1    | UNCHANGED
      one of two is lost                      |                     |         | -hd         | 1    | UNCHANGED
      a host alone is lost                    |                     |         | -d          | 1    | UNCHANGED
      both of two                             |                     |         | -dd         | 0    | BEGINS
      two of three                            |                     |         | -hdd        | 2    | UNCHANGED
      all three                               |                     |         | -ddd        | 0    | BEGINS
      three of nine are a third               |                     |         | -hhhhhhddd  | 3    | UNCHANGED
      three of eight are more                 |                     |         | -hhhhhddd   | 0    | BEGINS
      those that fall silent after them count |                     |         | -hhhhhdss   | 0    | BEGINS
      those that were lost lately count       |                     |         | -hhhhhdll   | 0    | BEGINS
      those that were lost long ago do not    |                     |         | -hhhhhdLL   | 1    | UNCHANGED
      neither as hosts                        |                     |         | -hhhddLLLLL | 2    | UNCHANGED
      nobody is due, so nobody is held back   |                     |         | -hsss       | 0    | UNCHANGED
      a zone of two                           |                     |         | ahhhhh bdd  | 0    | BEGINS
      a zone of one                           |                     |         | ahhhhh bd   | 1    | UNCHANGED
      most of a zone                          |                     |         | ahhhh bhdd  | 2    | UNCHANGED
      a zone of which one is gone for good    |                     |         | ahhhhh bddL | 0    | BEGINS
      the only zone of two hosts, one is there|                     |         | ahd         | 1    | UNCHANGED
      it takes longer                         | lost-after=30s      |         | -hhd        | 0    | UNCHANGED
      another share                           | brake=50%           |         | -hhhhddd    | 3    | UNCHANGED
      and more than it                        | brake=50%           |         | -hhhddd d   | 0    | BEGINS
      no brake                                | brake=off           |         | -ddd        | 3    | UNCHANGED
      another window                          | brake-window=10s    |         | -hhhhhdll   | 1    | UNCHANGED
      it holds                                |                     | 60 0    | -hddd       | 0    | UNCHANGED
      it holds for those who come later       |                     | 60 20   | -hhhhhhhhd  | 0    | UNCHANGED
      it ends in calm, for those who stay out |                     | 60 30   | -hhhhhhhhd  | 1    | ENDS_IN_CALM
      it ends when all are there              |                     | 60 30   | -hhh        | 0    | ENDS_IN_CALM
      a crowd is no calm                      |                     | 60 30   | -hhdddd     | 0    | UNCHANGED
      it ends in time                         |                     | 300 0   | -hddd       | 3    | ENDS_IN_TIME
      but not before                          |                     | 299 0   | -hddd       | 0    | UNCHANGED
      another time                            | brake-time=90s      | 90 0    | -hddd       | 3    | ENDS_IN_TIME
      nobody wants it any more                | brake=off           | 10 0    | -hddd       | 3    | ENDS_IN_TIME
      """;

  /** One line of the table. */
  record Case(String what, Census census, int lost, String braking) {
    static Case of(String line) {
      List<String> cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      return new Case(
          cells.get(0),
          new Census(
              LossRules.of(tags(cells.get(1))),
              members(cells.get(3)),
              Duration.ofMinutes(10),
              brake(cells.get(2))),
          Integer.parseInt(cells.get(4)),
          cells.get(5));
    }

    private static Map<String, String> tags(String text) {
      return Stream.of(text.split(" ", -1))
          .filter(tag -> !tag.isEmpty())
          .map(tag -> tag.split("=", 2))
          .collect(Collectors.toMap(tag -> "berth:" + tag[0], tag -> tag[1]));
    }

    private static Optional<Census.Brake> brake(String text) {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      List<Long> seconds = Stream.of(text.split(" ", -1)).map(Long::valueOf).toList();
      return Optional.of(
          new Census.Brake(Duration.ofSeconds(seconds.get(0)), Duration.ofSeconds(seconds.get(1))));
    }

    private static List<Member> members(String text) {
      List<Member> members = new ArrayList<>();
      for (String zone : text.split(" ", -1)) {
        boolean isNamed = zone.length() > 1 && "ab-".indexOf(zone.charAt(0)) >= 0;
        String name = isNamed && zone.charAt(0) != '-' ? zone.substring(0, 1) : "";
        for (char letter : zone.substring(isNamed ? 1 : 0).toCharArray()) {
          members.add(new Member(new HostId(0, members.size()), name, hearing(letter)));
        }
      }
      return members;
    }

    private static Hearing hearing(char letter) {
      return switch (letter) {
        case 'h' -> new Hearing.Heard();
        case 's' -> new Hearing.Silent(Duration.ofSeconds(7));
        case 'd' -> new Hearing.Silent(Duration.ofSeconds(10));
        case 'l' -> new Hearing.Lost(Duration.ofSeconds(30));
        case 'L' -> new Hearing.Lost(Duration.ofHours(1));
        default -> throw new IllegalArgumentException("no such letter: " + letter);
      };
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Case> cases() {
    return TABLE.lines().filter(line -> !line.startsWith("#")).map(Case::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void givesUpAndBrakes(Case one) {
    Verdict verdict = Losses.judge(one.census());

    assertEquals(one.lost(), verdict.lost().size());
    assertEquals(one.braking(), verdict.braking().name());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void nobodyIsGivenUpSoonAfterTheStart(Case one) {
    Census early =
        new Census(
            one.census().rules(),
            one.census().members(),
            Losses.SETTLING.minusMillis(1),
            Optional.empty());

    assertEquals(List.of(), Losses.judge(early).lost());
  }
}
