# shellcheck shell=bash
# What ./dev says when asked for help: the list of verbs, and a few lines on each.

help_of() {
  case ${1:-overview} in
    overview) cat <<'TEXT' ;;
./dev VERB: build, test and run Berth from this checkout

  check                     compile, rules and unit tests; at most two minutes
  test [NAME] [--repeat N]  everything except the long tests: what a build server runs
  full                      everything, long tests included
  format [--check]          put all Java sources into the house format
  bench [NAME]              run a benchmark; without NAME list them
  sim [SEED]                run clusters on virtual time, with faults
  up [--detach] [--sample]  run Berth here
  down [--all]              stop it; --all removes what it made
  env                       print the variables that point clients at it
  berth ARGS                the berth command, as built here
  cluster N [--port P]      run N hosts and two proxies on this machine; cluster down removes them

./dev VERB --help says more. It needs a JDK and finds it by itself.
Exit codes: 0 done, 1 something failed, 2 wrong arguments, 3 something must be installed first.
TEXT
    check) cat <<'TEXT' ;;
./dev check: compiles everything and runs the rules and the unit tests

Leaves out the tests tagged e2e (real processes, kernel, engines) and full (long).
The last line counts the tests. A skipped test fails the run, and so does a run without tests.
TEXT
    test) cat <<'TEXT' ;;
./dev test [NAME] [--repeat N]: runs everything except the tests tagged full

  NAME        only this: a test class (simple name, * allowed), a module (such as proto),
              or a tag (e2e, full); a class named outright runs whatever its tags
  --repeat N  build once, run the tests N times, stop at the first red round

As root on a Debian-like machine it first installs what is missing, except the JDK; otherwise it says
what to install. The last line counts the tests. A skipped test fails the run, and so does a run
without tests.
TEXT
    full) cat <<'TEXT' ;;
./dev full: runs every test, the long ones included

Installs what is missing as ./dev test does. Takes as long as it takes.
TEXT
    format) cat <<'TEXT' ;;
./dev format [--check]: puts all Java sources into the house format

  --check  change nothing; list the files that differ, and exit 1 if there are any
TEXT
    bench) cat <<'TEXT' ;;
./dev bench [NAME [OPTION]...]: runs the benchmark NAME; without NAME lists the benchmarks

The full run writes its section of docs/benchmarks.md. --quick does everything small and writes
nothing; --without-etcd leaves the peer of store and api out, --without-peers those of proxy.

BERTH_BENCH_JVM holds further flags for its JVM, such as "-Xmx4g".
TEXT
    sim) cat <<'TEXT' ;;
./dev sim [SEED] [OPTION]...: runs clusters on virtual time, with faults; the seed decides everything

  SEED        one run, with its story: what happened when, what was found
  --seeds N   N runs from --from M (else 1) on, with counts of what has struck; without anything: 100
  --bug NAME  with a bug that is planted; the names are in io.berth.tests.sim.Defect
  --bugs      each planted bug in turn, until a seed finds it

A bad seed prints the command that repeats it. Exit code 1: a seed was bad, a fault never struck, or a
planted bug was not found. docs/design/simulator.md tells what a seed is.
TEXT
    up) cat <<'TEXT' ;;
./dev up [--detach | --sample] [--port N] [OPTION]...: builds Berth and runs it here: scheduler, agent and proxy in one process

  --detach   go back to the shell once the API answers and this host is ready for tasks
  --sample   the same, with a service of two tasks behind the balancer then; the last line is the curl that asks it
  --port N   where the API answers, instead of 7070; agents connect at N+1, or a free port if that is taken
  OPTION     goes to berth up, such as --region eu-north-1; ./dev berth up --help lists them

As root on a Debian-like machine it first installs what is missing, except the JDK. Tasks run on the engine
at DOCKER_HOST or /var/run/docker.sock. Only if none answers there, it installs Debian's docker.io and starts an
engine of its own, without systemd, whose containers reach this host but no other network.

Everything it keeps lies in .run/up: the state, the log, that engine. It outlives ./dev up; the next one goes on.
TEXT
    down) cat <<'TEXT' ;;
./dev down [--all]: ends what ./dev up started in this checkout; containers and state stay. A cluster goes as a whole

  --all  remove these too: containers and volumes with our labels, the engine that ./dev up started with
         all that is in it, its network, the state, keys included. Installed packages stay.
TEXT
    env) cat <<'TEXT' ;;
./dev env: prints the variables that point clients at what ./dev up runs: eval "$(./dev env)"

The same in every call until ./dev down --all. While ./dev cluster runs one, it is that one. For sh and bash. Names the engine too if ./dev up started it.
TEXT
    berth) cat <<'TEXT' ;;
./dev berth ARGS: the berth command as it was built here last, for what ./dev up runs; builds it if it never was

./dev berth help lists its verbs.
TEXT
    cluster) cat <<'TEXT' ;;
./dev cluster N [--port P]: builds Berth and runs a scheduler, N hosts and two proxies here, each in a network of its own
./dev cluster down: ends it, and removes its containers, its state and its networks

  N         1 to 20 hosts; each has an engine of its own, which takes about 100 MB, and an agent
  --port P  where the API answers, instead of 7070

Needs root; on a Debian-like machine it first installs what is missing, except the JDK. Ports of tasks answer at the
address of their host, listeners at the address of each proxy, from this machine and from every host. A balancer's name
leads to no proxy: where several balancers share a port, say curl --connect-to NAME:PORT:ADDRESS:PORT, or send Host. Hosts
reach no registry: images are loaded into each engine. Nothing is set at this machine's firewall.

Everything it keeps lies in .run/cluster. It goes on after ./dev has ended, and ./dev env and ./dev berth speak of it
while it is there; ./dev up has to wait. ./dev down ends it, too.
TEXT
    *) fail_usage "there is no verb '$1'; ./dev help lists them" ;;
  esac
}
