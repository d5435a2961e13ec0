/* pnr node - a unit on a socket: one link to one peer.
 * SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "audits.h"
#include "command.h"
#include "criteria.h"
#include "disclosure.h"
#include "inbox.h"
#include "keys.h"
#include "marks.h"
#include "outbox.h"
#include "output.h"
#include "regimes.h"
#include "respond.h"
#include "watch.h"
#include "wire.h"

enum {
  KEYS,
  PEER,
  SPOOL,
  LISTEN,
  CONNECT,
  TLS_KEY,
  TLS_CERTIFICATE,
  TLS_PEER,
  INBOX,
  OUTBOX,
  AUDIT,
  OFFICER,
  RECORDS,
  INDEX,
  REVIEW,
  MOST,
  THRESHOLD,
  HANDLING,
  REGIMES,
  TAGS,
  QUOTA,
  DAILY,
  ONCE
};
static const option options[] = {
  [KEYS] = KEYS_OPTION,
  [PEER] = { "peer", 'p', "NAME", "the other unit" },
  [SPOOL] = { "spool", 's', "FOLDER", "what the link must not forget; made where it is not there" },
  [LISTEN] = { "listen", 'l', "HOST:PORT", "wait there for the peer; port 0: any" },
  [CONNECT] = { "connect", 'c', "HOST:PORT", "or go there" },
  [TLS_KEY] = { "tls-key", 0, "FILE", "own key (PEM), of" },
  [TLS_CERTIFICATE] = { "tls-certificate", 0, "FILE", "the own certificate (PEM)" },
  [TLS_PEER] = { "tls-peer", 0, "FILE", "the certificate that the peer must show" },
  [INBOX] = { "inbox", 'i', "FOLDER", "where messages are put [inbox in the spool]" },
  [OUTBOX] = { "outbox", 'o', "FOLDER", "where messages are taken from [outbox in the spool]" },
  [AUDIT] = { "audit", 0, "FOLDER", "the audit trail, told of records that come and go" },
  [OFFICER] = { "officer", 0, "ID", "who sends them: a pseudonym" },
  [RECORDS] = { "records", 'r', "PATH",
                "answer requests from stored records: a file, or a folder of them; may be repeated" },
  [INDEX] = { "index", 0, "FILE", "their travellers: what `pnr index travellers` wrote" },
  [REVIEW] = { "review", 0, "FOLDER", "where replies wait for a person who looks [review in the spool]" },
  [MOST] = { "most", 0, "NUMBER", "records of one reply; more are too broad [20]" },
  [THRESHOLD] = { "threshold", 't', "SCORE", "the least score of a candidate, 0.0 to 1.0" },
  [HANDLING] = { "handling", 0, "WORD", "what may become of the records: case, unit or consent [case]" },
  [REGIMES] = REGIMES_OPTION,
  [TAGS] = { "tags", 0, "REFERENCE", "answer probes, by this law that allows tags of travellers" },
  [QUOTA] = { "quota", 'q', "NUMBER", "keys that a case may ask about in a day [1000]" },
  [DAILY] = { "daily", 0, "NUMBER", "keys that the peer may ask about in a day [10000]" },
  [ONCE] = { "once", '1', NULL, "end when all is sent and has its receipt" },
  { 0 },
};
enum { OPTIONS = sizeof options / sizeof options[0] };

enum { LOOK_EVERY = 50 /* milliseconds */, SENT_MOST = 256 /* in one round */, READ_MOST = 1 << 18 };

typedef struct node {
  const char *const *values; /* of the options */
  key_folder keys;
  pnr_spool *spool;
  pnr_link *link;
  wire *wire;
  inbox *in;
  outbox *out;
  int watch;      /* of the outbox's folder */
  responder *own; /* who answers; NULL: nobody */
  respond_terms terms;
  record_store store;         /* until the responder has it */
  pnr_audit *audit;           /* NULL: none */
  uint64_t last[PNR_STREAMS]; /* of what was sent, but receipts */
  bool is_told;               /* the trail knows of the message that waits for room */
  bool is_all_taken;          /* nothing is left in the outbox's folder */
  bool is_busy;               /* the last round did something: the next one does not wait */
  bool is_gap_told;           /* people know that the peer forgot something */
  uint8_t octets[READ_MOST];
} node;

static volatile sig_atomic_t is_stopped, is_reloaded;
static void stop(int number) { is_stopped = number; }
static void reload(int number) { is_reloaded = number; }

static uint64_t clock_now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

/* Complains of what the link or its spool says; false where it is an error. */
static bool check(const char *what, pnr_status status, const pnr_error *error)
{
  if (status == PNR_E_MEMORY) out_of_memory();
  if (status != PNR_OK) complain_error(what, error, NULL, 0);
  return status == PNR_OK;
}

/* --- Receiving --- */

/* Frames that are none end the connection, not the link. */
static bool take_octets(node *work)
{
  size_t size = 0;
  pnr_error error = { .size = sizeof error };
  for (size_t got = 1; got != 0 && size < READ_MOST; size += got)
    got = wire_read(work->wire, work->octets + size, READ_MOST - size);
  if (size == 0) return true;
  work->is_busy = true;
  pnr_status status = pnr_link_input(work->link, (pnr_slice){ work->octets, size }, clock_now(), &error);
  if (status == PNR_E_ROLLBACK) {
    complain(
      "%s: an old copy: %s knows more of this outbox; begin with an empty spool, and send again what is missing there",
      work->values[SPOOL], work->values[PEER]);
    return false;
  }
  bool is_good = check(work->values[PEER], status, &error);
  if (status != PNR_E_OBJECT && status != PNR_E_LIMIT) return is_good;
  wire_drop(work->wire);
  return true;
}

static bool tell(node *work, uint32_t kind, uint32_t count, uint32_t elements)
{
  pnr_error error = { .size = sizeof error };
  pnr_audit_event event = {
    .size = sizeof event, .kind = kind, .time = work->keys.exchange.now, .count = count, .elements = elements
  };
  return work->audit == NULL || count == 0 ||
         check(work->values[AUDIT], pnr_audit_append(work->audit, &event, NULL, &error), &error);
}

/* What the responder makes of it goes out behind the spool's mark. *rule: the message is refused. */
static bool answer(node *work, const pnr_delivery *delivery, const pnr_link_state *state, uint32_t *rule)
{
  const disclosure who = { work->values[AUDIT], work->values[OFFICER], work->values[PEER], work->keys.exchange.now };
  *rule = 0;
  return work->own == NULL || respond(work->own, &work->keys, &who, work->audit, delivery, state, rule);
}

static bool apply(node *work, const pnr_delivery *delivery, uint32_t *verdict, uint32_t *rule)
{
  pnr_link_state state = { .size = sizeof state };
  inbox_effect effect;
  const pnr_exchange_message *message = pnr_received_message(delivery->received);
  const pnr_claims *claims = pnr_received_claims(delivery->received);
  pnr_link_get_state(work->link, &state);
  if (message->request != NULL && !folder_ask(&work->keys, claims->id.data, message)) return false;
  if (!answer(work, delivery, &state, rule)) return false;
  if (*rule != 0) {
    *verdict = PNR_VERDICT_REFUSED;
    return true;
  }
  bool is_applied = inbox_take(work->in, delivery, &state, &effect) &&
                    tell(work, PNR_AUDIT_COLLECTION, effect.kept, effect.elements) &&
                    tell(work, PNR_AUDIT_ERASURE, effect.erased, 0);
  if (is_applied) *verdict = effect.verdict;
  return is_applied;
}

static bool take_messages(node *work, bool *is_changed)
{
  pnr_error error = { .size = sizeof error };
  pnr_delivery delivery = { .size = sizeof delivery };
  uint32_t verdict = 0, rule = 0;
  while (pnr_link_next(work->link, &delivery) == PNR_OK) {
    if (!apply(work, &delivery, &verdict, &rule)) return false;
    if (!check(work->values[PEER], pnr_link_done(work->link, verdict, rule, clock_now(), &error), &error)) return false;
    *is_changed = true;
  }
  return true;
}

/* --- Sending --- */

static bool disclose(node *work, const pnr_exchange_message *message, uint32_t kind)
{
  const disclosure who = { work->values[AUDIT], work->values[OFFICER], work->values[PEER], work->keys.exchange.now };
  return work->audit == NULL || disclosure_tell(&who, work->audit, message, kind);
}

static bool refuse(node *work, const pnr_exchange_message *message, const pnr_error *error)
{
  work->is_told = false;
  return disclose(work, message, PNR_AUDIT_REFUSAL) && outbox_refused(work->out, error);
}

/* Its place in the link is where a sequence rose. */
static bool sent(node *work, const pnr_link_state *before, const uint8_t id[PNR_EXCHANGE_ID],
                 const pnr_exchange_message *message)
{
  pnr_link_state after = { .size = sizeof after };
  uint32_t stream = 1;
  pnr_link_get_state(work->link, &after);
  while (stream < PNR_STREAMS - 1 && after.next[stream] == before->next[stream]) stream++;
  work->is_told = false;
  work->last[stream] = before->next[stream];
  return (message->request == NULL || folder_ask(&work->keys, id, message)) &&
         (message->probe == NULL || probes_sent(work->keys.path, id, message)) &&
         outbox_sent(work->out, after.incarnation, stream, before->next[stream]);
}

/* Receipts are the link's own. Where the outbox of the link is full, the message waits. */
static bool send_message(node *work, const pnr_exchange_message *message, bool *is_full)
{
  uint8_t id[PNR_EXCHANGE_ID];
  pnr_link_state before = { .size = sizeof before };
  pnr_error error = { .size = sizeof error, .status = PNR_E_ARGUMENT };
  if (message->receipt != NULL) return refuse(work, message, &error);
  if (!work->is_told && !disclose(work, message, PNR_AUDIT_DISCLOSURE)) return false;
  work->is_told = true;
  pnr_link_get_state(work->link, &before);
  pnr_status status = pnr_link_send(work->link, message, 0, id, &error);
  if (status == PNR_E_MEMORY) out_of_memory();
  *is_full = status == PNR_E_LIMIT && pnr_link_outbox_count(work->link) != 0;
  if (*is_full) return true;
  return status == PNR_OK ? sent(work, &before, id, message) : refuse(work, message, &error);
}

static bool send_messages(node *work, bool *is_changed)
{
  const pnr_exchange_message *message = NULL;
  bool is_full = false;
  pnr_link_facts facts = { .size = sizeof facts };
  pnr_link_get_facts(work->link, &facts);
  work->is_all_taken = false;
  if (!facts.is_known) return true; /* an old copy takes nothing that would be lost with it */
  for (int i = 0; i < SENT_MOST && !is_full; i++) {
    message = outbox_next(work->out);
    if (message == NULL) {
      work->is_all_taken = true;
      return true;
    }
    if (!send_message(work, message, &is_full)) return false;
    *is_changed |= !is_full;
  }
  work->is_busy |= !is_full;
  return true;
}

/* --- Rounds --- */

/* Files have their names, the spool has the link, the names tell so, and then the octets leave. */
static bool commit(node *work, pnr_slice octets)
{
  pnr_error error = { .size = sizeof error };
  pnr_link_state state = { .size = sizeof state };
  pnr_link_get_state(work->link, &state);
  if (work->own != NULL && !responder_sync(work->own)) return false;
  if (!inbox_sync(work->in, &state) || !outbox_sync(work->out)) return false;
  if (!check(work->values[SPOOL], pnr_spool_commit(work->spool, work->link, &error), &error)) return false;
  if (!inbox_show(work->in) || !outbox_forget(work->out)) return false;
  if (work->own != NULL && !responder_show(work->own)) return false;
  wire_write(work->wire, octets);
  return true;
}

/* The keys as they are now: of peers that were added, of prekeys that were published. */
static void load_again(node *work)
{
  key_folder fresh;
  is_reloaded = 0;
  if (!folder_open(&fresh, work->values[KEYS], work->keys.exchange.now)) return;
  folder_close(&work->keys);
  work->keys = fresh;
  work->keys.exchange.provider = &work->keys.provider;
}

/* Milliseconds until the link has something to say, or somebody may have put something into the outbox. */
static int pause_of(const node *work)
{
  uint64_t clock = clock_now(), wake = pnr_link_wake(work->link);
  if (work->is_busy) return 0;
  if (!wire_is_up(work->wire) || wake >= clock + LOOK_EVERY * 1000) return LOOK_EVERY;
  return wake > clock ? (int)((wake - clock) / 1000) + 1 : 1;
}

/* What confirmed once and knows no more cannot be mended from here. */
static void report_gaps(node *work)
{
  pnr_link_facts facts = { .size = sizeof facts };
  pnr_link_get_facts(work->link, &facts);
  if (facts.gaps != 0 && !work->is_gap_told)
    complain("%s: has forgotten what it confirmed: begin with an empty spool, and send again what it does not have",
             work->values[PEER]);
  work->is_gap_told = facts.gaps != 0;
}

static bool do_round(node *work)
{
  bool is_changed = false;
  pnr_slice octets = { NULL, 0 };
  pnr_error error = { .size = sizeof error };
  if (wire_wait(work->wire, pause_of(work), work->watch)) pnr_link_reconnected(work->link, clock_now());
  watch_clear(work->watch);
  work->is_busy = false;
  work->keys.exchange.now = (uint64_t)time(NULL);
  if (is_reloaded) load_again(work);
  if (!take_octets(work) || !take_messages(work, &is_changed) || !send_messages(work, &is_changed)) return false;
  report_gaps(work);
  if (wire_is_up(work->wire) && wire_is_idle(work->wire) &&
      !check(work->values[PEER], pnr_link_output(work->link, clock_now(), &octets, &error), &error))
    return false;
  return (!is_changed && octets.size == 0) || commit(work, octets);
}

/* Receipts have no receipt of their own: they do not count. */
static bool is_finished(const node *work)
{
  pnr_link_entry entry = { .size = sizeof entry };
  if (!work->is_all_taken) return false;
  for (uint32_t i = 0; i < pnr_link_outbox_count(work->link); i++) {
    pnr_link_outbox_get(work->link, i, &entry);
    if (entry.sequence <= work->last[entry.stream]) return false;
  }
  return true;
}

/* --- Opening --- */

/* A new spool, and an old copy of one, know less of the peer than the inbox. */
static bool open_spool(node *work, const char *in)
{
  struct stat facts;
  marks committed;
  const char *folder = work->values[SPOOL];
  pnr_error error = { .size = sizeof error };
  pnr_link_options link = { .size = sizeof link, .peer = slice_of(work->values[PEER]) };
  char *key = folder_path(folder, "", slice_of("key"), "");
  pnr_status status = PNR_OK;
  if (!folder_make(folder)) status = PNR_E_FILE;
  else if (stat(key, &facts) != 0) status = pnr_spool_create(NULL, folder, &error);
  free(key);
  if (status == PNR_OK) status = pnr_spool_open(NULL, folder, NULL, &work->spool, &error);
  if (status == PNR_OK && !marks_read(&committed, in)) return false;
  if (status == PNR_OK)
    status = pnr_spool_link(work->spool, &work->keys.exchange, &link, &committed.state, &work->link, &error);
  return check(folder, status, &error);
}

/* The value of an option, or a folder in the spool; to be freed. */
static char *folder_of(const node *work, int number, const char *name)
{
  const char *value = work->values[number];
  return value != NULL ? folder_path(value, "", slice_of(""), "")
                       : folder_path(work->values[SPOOL], "", slice_of(name), "");
}

static bool open_boxes(node *work, const char *in, const char *out)
{
  pnr_link_state state = { .size = sizeof state };
  pnr_link_get_state(work->link, &state);
  if (work->store.path_count != 0) {
    work->own = responder_open(&work->terms, work->store, out, &state);
    work->store = (record_store){ .paths = NULL };
    if (work->own == NULL) return false;
  }
  for (uint32_t i = 1; i < PNR_STREAMS; i++) work->last[i] = state.next[i] - 1;
  work->in = inbox_open(in, &state);
  work->out = outbox_open(out, &state);
  if (work->out != NULL) work->watch = watch_open(out);
  return work->in != NULL && work->out != NULL;
}

static bool open_wire(node *work)
{
  const wire_options wish = { work->values[LISTEN], work->values[CONNECT], work->values[TLS_KEY],
                              work->values[TLS_CERTIFICATE], work->values[TLS_PEER] };
  work->wire = wire_open(&wish);
  if (work->wire == NULL) return false;
  pnr_text *line = text_open();
  put_string(line, "{");
  if (work->values[LISTEN] != NULL) json_string(line, "listening", slice_of(wire_address(work->wire)));
  else json_string(line, "connecting", slice_of(work->values[CONNECT]));
  put_string(line, "}");
  output_line(line);
  fflush(stdout);
  pnr_text_close(line);
  return true;
}

static void watch_signals(void)
{
  struct sigaction action = { .sa_handler = stop };
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  action.sa_handler = reload;
  sigaction(SIGHUP, &action, NULL);
  action.sa_handler = SIG_IGN; /* of a connection: it is told by the write */
  sigaction(SIGPIPE, &action, NULL);
}

/* With the keys open. */
static bool work_on(node *work)
{
  char *in = folder_of(work, INBOX, "inbox"), *out = folder_of(work, OUTBOX, "outbox");
  char *review = folder_of(work, REVIEW, "review");
  work->terms.review = review;
  const char *audit = work->values[AUDIT];
  bool is_good = folder_unit(work->keys.directory, slice_of(work->values[PEER])) != NULL;
  if (!is_good) complain("%s: not known; see 'pnr directory add'", work->values[PEER]);
  if (is_good && audit != NULL) is_good = (work->audit = trail_write(audit, work->keys.exchange.now)) != NULL;
  is_good = is_good && open_spool(work, in) && open_boxes(work, in, out) && open_wire(work);
  while (is_good && !is_stopped && !(work->values[ONCE] != NULL && is_finished(work))) is_good = do_round(work);
  wire_close(work->wire);
  watch_close(work->watch);
  responder_close(work->own);
  outbox_close(work->out);
  inbox_close(work->in);
  pnr_link_close(work->link);
  pnr_spool_close(work->spool);
  pnr_audit_close(work->audit);
  free(in);
  free(out);
  free(review);
  return is_good;
}

static uint32_t handling_of(const cli_command *command, const char *word)
{
  static const char *const words[] = { "case", "unit", "consent", NULL };
  for (uint32_t i = 0; words[i] != NULL; i++)
    if (strcmp(word, words[i]) == 0) return i + 1;
  usage_error(command, "--handling knows case, unit and consent");
}

/* How it answers. */
static void read_terms(const cli_command *command, node *work, const char *const *values, pnr_regimes **regimes)
{
  enum { RECORDS_USUAL = 20 };
  if (work->store.path_count == 0) {
    for (int number = INDEX; number <= DAILY; number++)
      if (values[number] != NULL) usage_error(command, "--%s needs --records PATH", options[number].name);
    return;
  }
  need(command, values[AUDIT], "who answers tells the audit trail: --audit FOLDER");
  if (values[REGIMES] != NULL) *regimes = regimes_load(values[REGIMES]);
  work->terms =
    (respond_terms){ .index = values[INDEX],
                     .peer = values[PEER],
                     .most = values[MOST] != NULL ? count_of_option(command, "most", values[MOST]) : RECORDS_USUAL,
                     .threshold = values[THRESHOLD] != NULL ? threshold_of_option(command, values[THRESHOLD])
                                                            : PNR_THRESHOLD_DEFAULT,
                     .handling = values[HANDLING] != NULL ? handling_of(command, values[HANDLING]) : PNR_HANDLING_CASE,
                     .tags_basis = values[TAGS],
                     .of_case = values[QUOTA] != NULL ? count_of_option(command, "quota", values[QUOTA]) : PROBE_QUOTA,
                     .of_day = values[DAILY] != NULL ? count_of_option(command, "daily", values[DAILY]) : PROBE_DAILY,
                     .regimes = *regimes };
}

static int run(const cli_command *command, int count, char **words)
{
  static node work;
  const char *values[OPTIONS] = { NULL };
  pnr_regimes *regimes = NULL;
  arguments walk;
  arguments_open(&walk, command, count, words);
  for (int number; (number = arguments_next(&walk)) != ARGUMENT_END;) {
    if (number == ARGUMENT_OPERAND) usage_error(command, "takes no files");
    else if (number == RECORDS) store_add(&work.store, walk.value);
    else values[number] = number == ONCE ? "" : walk.value;
  }
  need(command, values[KEYS], "say where the keys are: --keys FOLDER");
  need(command, values[PEER], "say who the other unit is: --peer NAME");
  need(command, values[SPOOL], "say where the link is kept: --spool FOLDER");
  if ((values[LISTEN] == NULL) == (values[CONNECT] == NULL)) usage_error(command, "give either --listen or --connect");
  need(command, values[TLS_KEY], "give the own key: --tls-key FILE");
  need(command, values[TLS_CERTIFICATE], "give the own certificate: --tls-certificate FILE");
  need(command, values[TLS_PEER], "give the peer's certificate: --tls-peer FILE");
  if (values[AUDIT] != NULL) need(command, values[OFFICER], "the audit trail is told who sends: --officer ID");
  read_terms(command, &work, values, &regimes);
  work.values = values;
  work.watch = -1;
  watch_signals();
  if (!folder_open(&work.keys, values[KEYS], now_of(command, NULL))) return EXIT_INPUT;
  bool is_done = work_on(&work);
  folder_close(&work.keys);
  store_close(&work.store);
  pnr_regimes_close(regimes);
  return is_done ? EXIT_DONE : EXIT_INPUT;
}

const cli_command node_command = {
  .name = "node",
  .synopsis = "--keys FOLDER --peer NAME --spool FOLDER --listen|--connect HOST:PORT --tls-… FILE",
  .summary = "A unit on a socket: sends and receives over one link to another unit.",
  .options = options,
  .details =
    "Messages are JSON as for 'pnr send'. What is renamed into the outbox is sent, in the order of its names; what came is in\n"
    "the inbox as ID.json, each message once, also where either side or the connection breaks. The connection is mutual TLS\n"
    "1.3, and the peer's certificate must be exactly that of --tls-peer. A recall erases its records from the inbox.\n"
    "With --records requests are answered: what is asked for by document, locator, number or flight at once, persons by name\n"
    "once somebody has looked at the draft in the folder for review. With --tags probes are answered, too.\n"
    "SIGTERM ends it, SIGHUP reads the keys again. docs/node.md tells the rest.\n"
    "\nexample: pnr node --keys nl --peer BE-PIU --spool nl-be --listen 127.0.0.1:4600 --tls-key nl.key\n"
    "           --tls-certificate nl.crt --tls-peer be.crt\n",
  .run = run,
};
