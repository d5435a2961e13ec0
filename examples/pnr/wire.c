/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "output.h"

enum { GUESTS = 8, HANDSHAKE = 5000, BACK_OFF_FIRST = 50, BACK_OFF_MOST = 5000, ADDRESS = 80 };

/* One end of a connection, from the first octet of its handshake on. */
typedef struct end {
  SSL *tls; /* NULL: none */
  int socket;
  short wanted;  /* POLLIN or POLLOUT: what its handshake waits for */
  int64_t since; /* when it came */
} end;

struct wire {
  SSL_CTX *context;
  X509 *peer;
  struct addrinfo *addresses;
  int listener; /* -1: it connects */
  end live;
  end guests[GUESTS]; /* shaking hands; whoever connects uses the first */
  int64_t due;        /* when it goes to the peer again */
  int64_t back_off;
  pnr_text *pending; /* octets that the socket did not take yet */
  size_t sent;       /* of them */
  char address[ADDRESS];
};

static int64_t now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* --- TLS --- */

/* Nobody vouches for a certificate here: it is the pinned one, octet for octet, and its days hold. */
static int is_pinned(X509_STORE_CTX *store, void *pinned)
{
  unsigned char *left = NULL, *right = NULL;
  X509 *shown = X509_STORE_CTX_get0_cert(store);
  int left_size = shown != NULL ? i2d_X509(shown, &left) : -1, right_size = i2d_X509(pinned, &right);
  bool is_same = left_size > 0 && left_size == right_size && memcmp(left, right, (size_t)left_size) == 0 &&
                 X509_cmp_timeframe(NULL, X509_get0_notBefore(shown), X509_get0_notAfter(shown)) == 0;
  OPENSSL_free(left);
  OPENSSL_free(right);
  if (!is_same) X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
  return is_same;
}

static X509 *read_certificate(const char *path)
{
  BIO *file = BIO_new_file(path, "r");
  X509 *certificate = file != NULL ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
  BIO_free(file);
  if (certificate == NULL) complain("%s: cannot be read as a certificate (PEM)", path);
  return certificate;
}

/* No session is resumed: each connection shows its certificates. */
static bool make_context(wire *open, const wire_options *options)
{
  open->context = SSL_CTX_new(TLS_method());
  open->peer = read_certificate(options->peer);
  if (open->context == NULL) out_of_memory();
  if (open->peer == NULL) return false;
  SSL_CTX_set_mode(open->context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(open->context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(open->context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
  SSL_CTX_set_cert_verify_callback(open->context, is_pinned, open->peer);
  bool is_good =
    SSL_CTX_set_min_proto_version(open->context, TLS1_3_VERSION) == 1 && SSL_CTX_set_num_tickets(open->context, 0) == 1;
  if (!is_good) complain("TLS 1.3 is not to be had here");
  if (is_good && SSL_CTX_use_certificate_file(open->context, options->certificate, SSL_FILETYPE_PEM) != 1) {
    complain("%s: cannot be read as a certificate (PEM)", options->certificate);
    is_good = false;
  }
  if (is_good && (SSL_CTX_use_PrivateKey_file(open->context, options->key, SSL_FILETYPE_PEM) != 1 ||
                  SSL_CTX_check_private_key(open->context) != 1)) {
    complain("%s: cannot be read as the key (PEM) of that certificate", options->key);
    is_good = false;
  }
  return is_good;
}

/* --- Ends --- */

static void end_close(end *side)
{
  if (side->tls == NULL) return;
  ERR_clear_error();
  SSL_free(side->tls);
  close(side->socket);
  *side = (end){ .tls = NULL };
}

/* Takes the socket over. */
static void end_open(wire *open, end *side, int socket, bool is_server)
{
  int yes = 1;
  (void)fcntl(socket, F_SETFD, FD_CLOEXEC);
  (void)fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
  (void)setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  *side = (end){ .tls = SSL_new(open->context), .socket = socket, .wanted = is_server ? POLLIN : POLLOUT };
  side->since = now();
  if (side->tls == NULL || SSL_set_fd(side->tls, socket) != 1) out_of_memory();
  if (is_server) SSL_set_accept_state(side->tls);
  else SSL_set_connect_state(side->tls);
}

/* What an operation that did not succeed waits for; 0: the connection is gone. */
static short wants(const end *side, int result)
{
  switch (SSL_get_error(side->tls, result)) {
  case SSL_ERROR_WANT_READ: return POLLIN;
  case SSL_ERROR_WANT_WRITE: return POLLOUT;
  default: return 0;
  }
}

/* True where the guest's certificate was the right one: it becomes the connection. */
static bool shake(wire *open, end *guest)
{
  ERR_clear_error();
  int result = SSL_do_handshake(guest->tls);
  if (result == 1) {
    wire_drop(open);
    open->live = *guest;
    *guest = (end){ .tls = NULL };
    return true;
  }
  guest->wanted = wants(guest, result);
  if (guest->wanted == 0) end_close(guest);
  return false;
}

/* --- Sockets --- */

static bool find_address(wire *open, const char *text)
{
  char host[ADDRESS] = "";
  const char *colon = strrchr(text, ':');
  struct addrinfo wish = { .ai_socktype = SOCK_STREAM };
  size_t size = colon != NULL ? (size_t)(colon - text) : 0;
  if (size != 0 && size < sizeof host) memcpy(host, text, size);
  if (host[0] != '\0' && getaddrinfo(host, colon + 1, &wish, &open->addresses) == 0) return true;
  complain("%s: not HOST:PORT of this network", text);
  return false;
}

static bool begin_listening(wire *open)
{
  int yes = 1;
  struct sockaddr_storage place;
  socklen_t size = sizeof place;
  char host[ADDRESS / 2], port[8];
  const struct addrinfo *at = open->addresses;
  open->listener = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
  bool is_good = open->listener >= 0 && fcntl(open->listener, F_SETFD, FD_CLOEXEC) == 0 &&
                 fcntl(open->listener, F_SETFL, O_NONBLOCK) == 0 &&
                 setsockopt(open->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                 bind(open->listener, at->ai_addr, at->ai_addrlen) == 0 && listen(open->listener, GUESTS) == 0 &&
                 getsockname(open->listener, (struct sockaddr *)&place, &size) == 0 &&
                 getnameinfo((struct sockaddr *)&place, size, host, sizeof host, port, sizeof port,
                             NI_NUMERICHOST | NI_NUMERICSERV) == 0;
  if (is_good) snprintf(open->address, sizeof open->address, "%s:%s", host, port);
  else complain("cannot listen there: %s", strerror(errno));
  return is_good;
}

wire *wire_open(const wire_options *options)
{
  wire *open = memory_grow(NULL, sizeof *open);
  *open = (wire){ .listener = -1, .back_off = BACK_OFF_FIRST, .pending = text_open() };
  if (make_context(open, options) && find_address(open, options->listen != NULL ? options->listen : options->connect) &&
      (options->listen == NULL || begin_listening(open)))
    return open;
  wire_close(open);
  return NULL;
}

void wire_close(wire *open)
{
  if (open == NULL) return;
  wire_drop(open);
  for (int i = 0; i < GUESTS; i++) end_close(&open->guests[i]);
  if (open->listener >= 0) close(open->listener);
  if (open->addresses != NULL) freeaddrinfo(open->addresses);
  X509_free(open->peer);
  SSL_CTX_free(open->context);
  pnr_text_close(open->pending);
  free(open);
}

const char *wire_address(const wire *open) { return open->address; }

/* A guest who takes too long, or who is one too many, gives way to the next one. */
static void take_guests(wire *open)
{
  for (int socket; (socket = accept(open->listener, NULL, NULL)) >= 0;) {
    end *place = &open->guests[0];
    for (int i = 0; i < GUESTS; i++) {
      if (open->guests[i].tls == NULL) {
        place = &open->guests[i];
        break;
      }
      if (open->guests[i].since < place->since) place = &open->guests[i];
    }
    end_close(place);
    end_open(open, place, socket, true);
  }
}

static void go_to_peer(wire *open, int64_t clock)
{
  const struct addrinfo *at = open->addresses;
  open->due = clock + open->back_off;
  open->back_off = open->back_off * 2 < BACK_OFF_MOST ? open->back_off * 2 : BACK_OFF_MOST;
  int made = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
  if (made < 0) return;
  (void)fcntl(made, F_SETFL, O_NONBLOCK);
  if (connect(made, at->ai_addr, at->ai_addrlen) == 0 || errno == EINPROGRESS)
    end_open(open, &open->guests[0], made, false);
  else close(made);
}

/* --- Waiting --- */

static void flush(wire *open)
{
  pnr_slice all = pnr_text_get(open->pending);
  while (open->live.tls != NULL && open->sent < all.size) {
    size_t written = 0;
    ERR_clear_error();
    int result = SSL_write_ex(open->live.tls, all.data + open->sent, all.size - open->sent, &written);
    open->sent += written;
    if (result == 1) continue;
    if (wants(&open->live, result) == 0) wire_drop(open);
    return;
  }
  pnr_text_clear(open->pending);
  open->sent = 0;
}

/* Who waited too long for a handshake goes; who is to be gone to is gone to. Milliseconds until the next of these. */
static int tend(wire *open, int milliseconds)
{
  int64_t clock = now();
  bool has_guest = false;
  for (int i = 0; i < GUESTS; i++) {
    if (open->guests[i].tls != NULL && clock - open->guests[i].since > HANDSHAKE) end_close(&open->guests[i]);
    has_guest |= open->guests[i].tls != NULL;
  }
  if (open->listener >= 0 || open->live.tls != NULL || has_guest) return milliseconds;
  if (clock >= open->due) go_to_peer(open, clock);
  else if (open->due - clock < milliseconds) return (int)(open->due - clock);
  return milliseconds;
}

bool wire_wait(wire *open, int milliseconds, int other)
{
  struct pollfd list[GUESTS + 3];
  bool is_new = false;
  milliseconds = tend(open, milliseconds);
  if (open->live.tls != NULL && SSL_has_pending(open->live.tls) == 1) milliseconds = 0;
  for (int i = 0; i < GUESTS; i++)
    list[i] = (struct pollfd){ open->guests[i].tls != NULL ? open->guests[i].socket : -1, open->guests[i].wanted, 0 };
  list[GUESTS] = (struct pollfd){ open->listener, POLLIN, 0 };
  list[GUESTS + 1] = (struct pollfd){ open->live.tls != NULL ? open->live.socket : -1, POLLIN, 0 };
  if (!wire_is_idle(open)) list[GUESTS + 1].events |= POLLOUT;
  list[GUESTS + 2] = (struct pollfd){ other, POLLIN, 0 };
  if (poll(list, GUESTS + 3, milliseconds) <= 0) return false;
  for (int i = 0; i < GUESTS; i++)
    if (list[i].revents != 0) is_new |= shake(open, &open->guests[i]);
  if (list[GUESTS].revents != 0) take_guests(open);
  if (!is_new && (list[GUESTS + 1].revents & POLLOUT) != 0) flush(open);
  return is_new;
}

bool wire_is_up(const wire *open) { return open->live.tls != NULL; }

void wire_drop(wire *open)
{
  end_close(&open->live);
  pnr_text_clear(open->pending);
  open->sent = 0;
  open->due = now() + open->back_off;
}

size_t wire_read(wire *open, uint8_t *octets, size_t size)
{
  size_t got = 0;
  if (open->live.tls == NULL) return 0;
  ERR_clear_error();
  int result = SSL_read_ex(open->live.tls, octets, size, &got);
  if (result == 1) open->back_off = BACK_OFF_FIRST; /* who only shakes hands may have refused this side's certificate */
  else if (wants(&open->live, result) == 0) wire_drop(open);
  return got;
}

bool wire_is_idle(const wire *open) { return pnr_text_get(open->pending).size == 0; }

void wire_write(wire *open, pnr_slice octets)
{
  put(open->pending, octets);
  flush(open);
}
