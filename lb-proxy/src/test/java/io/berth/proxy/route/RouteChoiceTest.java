package io.berth.proxy.route;

import static io.berth.proxy.route.Tables.balancer;
import static io.berth.proxy.route.Tables.forward;
import static io.berth.proxy.route.Tables.group;
import static io.berth.proxy.route.Tables.host;
import static io.berth.proxy.route.Tables.listener;
import static io.berth.proxy.route.Tables.path;
import static io.berth.proxy.route.Tables.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which balancer, listener and rule a request finds. */
final class RouteChoiceTest {
  private static final RoutingTable TABLE =
      Tables.table(
          List.of(balancer("second", 2), balancer("first", 1), balancer("third", 3)),
          List.of(
              listener("second-80", Tables.at("second", 80), forward("b")),
              listener(
                  "first-80",
                  Tables.at("first", 80),
                  forward("a"),
                  rule(10, "api", host("api.example.com"), path("/v1/*", "/v2")),
                  rule(20, "any", path("/any/*"))),
              listener(
                  "third-80",
                  Tables.at("third", 80),
                  forward("c"),
                  rule(5, "shop", host("*.shop.org"))),
              listener(
                  "third-81",
                  Tables.at("third", 81),
                  forward("c"),
                  rule(5, "shop", host("*.shop.org")))),
          List.of(group("a"), group("b"), group("c"), group("api"), group("any"), group("shop")));

  @ParameterizedTest(name = "port {0}, Host {1}, path {2} goes to {3}")
  @CsvSource({
    // Nobody is asked for: the oldest balancer answers.
    "80, '', /, a, 0",
    "80, nobody.knows, /, a, 0",
    "80, [::1]:80, /, a, 0",
    // By the name of a balancer, in any case and with any port.
    "80, second.elb.localhost, /, b, 0",
    "80, SECOND.elb.Localhost:80, /, b, 0",
    "80, third.elb.localhost, /, c, 0",
    "80, first.elb.localhost, /any/x, any, 20",
    // By a host that a rule of the balancer asks for.
    "80, www.shop.org, /, shop, 5",
    "80, WWW.Shop.org:8080, /, shop, 5",
    "80, api.example.com, /v1/x, api, 10",
    "80, api.example.com, /v2, api, 10",
    "80, api.example.com, /v2/x, a, 0",
    // The first rule that matches decides.
    "80, api.example.com, /any/x, any, 20",
    // A balancer that was chosen by its name keeps the request, whatever others ask for.
    "80, second.elb.localhost, /any/x, b, 0",
    // A port with one balancer ignores whose name was asked for.
    "81, second.elb.localhost, /, c, 0",
    "81, a.shop.org, /, shop, 5"
  })
  void requestGoesWhereTheTableSays(
      int port, String host, String path, String group, int priority) {
    Route route = at(port).choose(host, path);
    assertEquals(forward(group), route.forward());
    assertEquals(priority, route.priority());
  }

  @Test
  void portWithoutListenerHasNoRoutes() {
    assertNull(TABLE.ports().get(82));
  }

  @Test
  void timeoutsBeforeARequestAreThoseOfTheOldestBalancer() {
    assertEquals(new BalancerId("first"), at(80).oldest().id());
    assertEquals(new BalancerId("third"), at(81).oldest().id());
  }

  private static PortRoutes at(int port) {
    PortRoutes routes = TABLE.ports().get(port);
    if (routes == null) {
      throw new AssertionError("no routes at " + port);
    }
    return routes;
  }
}
