/*
 * The one image of Berth's tests: a web server that behaves as badly as a test asks it to, and a few
 * ways for a container to end. Static, so that the image is this single file.
 *
 *   echo serve [PORT]      HTTP/1.1 with keep-alive on PORT (default 8080); ends with 143 on SIGTERM after
 *                          the answers under way; with ECHO_IGNORE_TERM=1 it only notes the signal
 *   echo exit CODE [MS]    ends with CODE after MS milliseconds
 *   echo sleep [MS]        sleeps, for ever without MS; ends with 143 on SIGTERM
 *   echo stubborn          sleeps for ever, ignores SIGTERM
 *   echo eat-memory        takes memory until it is stopped
 *   echo check [PORT]      ends with 0 when the server in the same container is healthy
 *   echo print             prints its environment, user, directory and arguments, ends with 0
 *   echo write PATH        ends with 0 when it could write a file there, else with 1
 *   echo read PATH         ends with 0 when there is a file to read, else with 1
 *
 * Paths of the server, any method; a body is read to its end and its length told:
 *   /                      who answers, method, path and body length
 *   /delay/MS              the same after MS milliseconds
 *   /size/BYTES            a body of BYTES bytes
 *   /status/CODE           the same with that status
 *   /answering             how many answers it is at, this one among them
 *   /health                200, or 503 once turned off
 *   /health/off, /health/on
 *   /exit/CODE             ends the process with CODE without an answer
 * Who answers is told in X-Task, too: BERTH_TASK_ID, or else the host name, with which an engine's container
 * begins its id.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define HEAD_BYTES 16384
#define CONNECTION_STACK_BYTES (128 * 1024)

static atomic_int healthy = 1;
static atomic_int ending = 0;
static atomic_int answering = 0;
static char task_id[256] = "";

extern char **environ;

static void pause_ms(long ms) {
  struct timespec left = {ms / 1000, (ms % 1000) * 1000000L};
  while (nanosleep(&left, &left) < 0 && errno == EINTR) {
  }
}

static int send_part(int socket, const char *bytes, size_t count, int flags) {
  while (count > 0) {
    ssize_t sent = send(socket, bytes, count, MSG_NOSIGNAL | flags);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return -1;
    bytes += sent;
    count -= (size_t)sent;
  }
  return 0;
}

static int send_all(int socket, const char *bytes, size_t count) {
  return send_part(socket, bytes, count, 0);
}

static int answer(int socket, int status, const char *body, size_t length, int keep) {
  char head[512];
  int count = snprintf(head, sizeof head,
                       "HTTP/1.1 %d X\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nX-Task: %s\r\n%s\r\n",
                       status, length, task_id, keep ? "" : "Connection: close\r\n");
  if (count < 0 || (size_t)count >= sizeof head) return -1;
  /* A head that went alone would make its reader look twice. */
  if (send_part(socket, head, (size_t)count, length > 0 ? MSG_MORE : 0) < 0) return -1;
  return body == NULL ? 0 : send_all(socket, body, length);
}

static int send_zeros(int socket, size_t length) {
  static const char block[64 * 1024] = {0};
  while (length > 0) {
    size_t part = length < sizeof block ? length : sizeof block;
    if (send_all(socket, block, part) < 0) return -1;
    length -= part;
  }
  return 0;
}

static int respond(int socket, const char *method, const char *path, size_t body_length, int keep) {
  char text[1024];
  int status = 200;
  if (strncmp(path, "/exit/", 6) == 0) _exit(atoi(path + 6));
  if (strncmp(path, "/size/", 6) == 0) {
    size_t length = strtoul(path + 6, NULL, 10);
    return answer(socket, 200, NULL, length, keep) < 0 ? -1 : send_zeros(socket, length);
  }
  if (strcmp(path, "/answering") == 0) {
    int length = snprintf(text, sizeof text, "%d\n", (int)answering);
    return answer(socket, 200, text, (size_t)length, keep);
  }
  if (strncmp(path, "/delay/", 7) == 0) pause_ms(atol(path + 7));
  if (strncmp(path, "/status/", 8) == 0) status = atoi(path + 8);
  if (strcmp(path, "/health/off") == 0) healthy = 0;
  if (strcmp(path, "/health/on") == 0) healthy = 1;
  if (strcmp(path, "/health") == 0 && !healthy) status = 503;
  int count = snprintf(text, sizeof text, "task=%s method=%s path=%.512s body=%zu\n", task_id, method, path, body_length);
  if (count < 0) return -1;
  return answer(socket, status, text, (size_t)count < sizeof text ? (size_t)count : sizeof text - 1, keep);
}

/* The value of a header in a head that ends with a zero byte, or NULL. */
static const char *header(const char *head, const char *name) {
  size_t length = strlen(name);
  for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line + 2, "\r\n")) {
    if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') return line + 3 + length;
  }
  return NULL;
}

/* Serves one connection until either side ends it. What is read beyond a request begins the next one. */
static void serve(int socket) {
  char buffer[HEAD_BYTES + 1];
  size_t have = 0;
  for (;;) {
    char *end = NULL;
    buffer[have] = 0;
    while ((end = strstr(buffer, "\r\n\r\n")) == NULL) {
      if (have == HEAD_BYTES) return;
      ssize_t count = recv(socket, buffer + have, HEAD_BYTES - have, 0);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return;
      have += (size_t)count;
      buffer[have] = 0;
    }
    *end = 0;
    char method[16], path[1024];
    if (sscanf(buffer, "%15s %1023s", method, path) != 2) return;
    const char *text = header(buffer, "Content-Length");
    size_t length = text == NULL ? 0 : strtoul(text, NULL, 10);
    const char *wish = header(buffer, "Connection");
    int keep = !ending && (wish == NULL || strncasecmp(wish + strspn(wish, " "), "close", 5) != 0);
    have -= (size_t)(end + 4 - buffer);
    memmove(buffer, end + 4, have);
    for (size_t left = length; left > 0;) {
      size_t part = have < left ? have : left;
      left -= part;
      have -= part;
      memmove(buffer, buffer + part, have);
      if (left > 0) {
        ssize_t count = recv(socket, buffer, HEAD_BYTES, 0);
        if (count <= 0) return;
        have = (size_t)count;
      }
    }
    answering++;
    int failed = respond(socket, method, path, length, keep);
    answering--;
    if (failed || !keep) return;
  }
}

static void *connection(void *argument) {
  int socket = (int)(long)argument;
  serve(socket);
  close(socket);
  return NULL;
}

static void *wait_for_term(void *argument) {
  sigset_t *signals = argument;
  int received;
  sigwait(signals, &received);
  ending = 1;
  while (answering > 0) pause_ms(5);
  _exit(143);
}

static int run_server(int port) {
  static sigset_t signals;
  pthread_t thread;
  pthread_attr_t small;
  int on = 1, off = 0;
  struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((unsigned short)port)};
  int listener = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener >= 0) {
    setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  }
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0) {
    /* A host without IPv6. */
    struct sockaddr_in plain = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    if (listener >= 0) close(listener);
    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&plain, sizeof plain) < 0) {
      perror("bind");
      return 1;
    }
  }
  if (listen(listener, 1024) < 0) {
    perror("listen");
    return 1;
  }
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, CONNECTION_STACK_BYTES);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  if (getenv("ECHO_IGNORE_TERM") == NULL) pthread_create(&thread, &small, wait_for_term, &signals);
  printf("serving on %d\n", port);
  fflush(stdout);
  for (;;) {
    int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (client >= 0 && pthread_create(&thread, &small, connection, (void *)(long)client) != 0) close(client);
  }
}

static int check(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  char text[64] = {0};
  const char *request = "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n";
  int client = socket(AF_INET, SOCK_STREAM, 0);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(client, (struct sockaddr *)&address, sizeof address) < 0) return 1;
  if (send_all(client, request, strlen(request)) < 0 || recv(client, text, sizeof text - 1, MSG_WAITALL) < 12) return 1;
  return strncmp(text + 9, "200", 3) == 0 ? 0 : 1;
}

static void end_with_143(int signal) {
  (void)signal;
  _exit(143);
}

static int eat_memory(void) {
  const size_t step = 1 << 20;
  for (;;) {
    char *bytes = mmap(NULL, step, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED) return 1;
    memset(bytes, 1, step);
    pause_ms(1);
  }
}

static int print_all(int count, char **words) {
  char directory[4096];
  for (char **one = environ; *one != NULL; one++) printf("env %s\n", *one);
  printf("uid %d gid %d\n", (int)getuid(), (int)getgid());
  printf("directory %s\n", getcwd(directory, sizeof directory) == NULL ? "?" : directory);
  for (int index = 2; index < count; index++) printf("word %s\n", words[index]);
  return 0;
}

int main(int count, char **words) {
  const char *verb = count > 1 ? words[1] : "serve";
  const char *id = getenv("BERTH_TASK_ID");
  long first = count > 2 ? atol(words[2]) : 0;
  if (id != NULL) {
    snprintf(task_id, sizeof task_id, "%s", id);
  } else {
    gethostname(task_id, sizeof task_id - 1);
  }
  signal(SIGPIPE, SIG_IGN);
  if (strcmp(verb, "serve") == 0) {
    /* The first process of a container has no default for signals: ignoring is all that is left to do. */
    if (getenv("ECHO_IGNORE_TERM") != NULL) signal(SIGTERM, SIG_IGN);
    return run_server(first > 0 ? (int)first : 8080);
  }
  if (strcmp(verb, "stubborn") == 0) {
    signal(SIGTERM, SIG_IGN);
    for (;;) pause();
  }
  signal(SIGTERM, end_with_143);
  if (strcmp(verb, "exit") == 0) {
    pause_ms(count > 3 ? atol(words[3]) : 0);
    return (int)first;
  }
  if (strcmp(verb, "sleep") == 0) {
    if (count > 2) {
      pause_ms(first);
      return 0;
    }
    for (;;) pause();
  }
  if (strcmp(verb, "eat-memory") == 0) return eat_memory();
  if (strcmp(verb, "check") == 0) return check(first > 0 ? (int)first : 8080);
  if (strcmp(verb, "print") == 0) return print_all(count, words);
  if (strcmp(verb, "write") == 0 && count > 2) return open(words[2], O_CREAT | O_WRONLY, 0644) < 0 ? 1 : 0;
  if (strcmp(verb, "read") == 0 && count > 2) return open(words[2], O_RDONLY) < 0 ? 1 : 0;
  fprintf(stderr, "echo does not know how to %s\n", verb);
  return 2;
}
