/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include "name/name.h"
#include "pnr/match.h"
#include "support.h"

static pnri_name fold(const char *surname, const char *given, bool parts)
{
  uint8_t *a = exact_copy(surname, strlen(surname)), *b = exact_copy(given, strlen(given));
  cr_assert(a != NULL && b != NULL);
  pnri_name name;
  pnri_name_fold(&name, (pnr_slice){ a, strlen(surname) }, (pnr_slice){ b, strlen(given) }, parts);
  free(a);
  free(b);
  return name;
}

static uint32_t score(const char *left, const char *right)
{
  pnri_name a = fold(left, "", false), b = fold(right, "", false);
  uint32_t forward = pnri_name_score(&a, &b, NULL, NULL, NULL), backward = pnri_name_score(&b, &a, NULL, NULL, NULL);
  cr_expect_eq(forward, backward, "%s, %s", left, right);
  return forward;
}

/* The tokens of a form with blanks between, and "-" before a particle. */
static const char *written(const pnri_form *form)
{
  static char text[PNRI_TOKENS * (PNRI_TOKEN_SIZE + 2) + 1];
  size_t used = 0;
  for (uint32_t i = 0; i < form->count; i++) {
    const pnri_token *token = &form->tokens[i];
    if (i > 0) text[used++] = ' ';
    if (token->flags & PNRI_TOKEN_PARTICLE) text[used++] = '-';
    memcpy(text + used, token->text, token->size);
    used += token->size;
  }
  text[used] = 0;
  return text;
}

Test(name, folds_to_tokens)
{
  static const struct {
    const char *name, *first, *second; /* forms; second NULL: there is only one */
  } rows[] = {
    { "", NULL, NULL },
    { " ,- ", NULL, NULL },
    { "Novak", "novak", NULL },
    { "NOVAK, Petra-Anna", "novak petra ana", NULL },
    { "NOVAK<<PETRA<ANNA", "novak petra ana", NULL },
    { "O'Brien", "obrien", NULL },
    { "O\xE2\x80\x99"
      "Brien",
      "obrien", NULL },
    { "M\xC3\xBCller", "mueler", "muler" },
    { "Mu\xCC\x88ller", "mueler", "muler" },
    { "\xC3\x85se", "ase", NULL },
    { "J\xC3\xB6rg Stra\xC3\x9F", "joerg stras", "jorg stras" },
    { "\xC5\x81ukasz", "lukasz", NULL },
    { "van der Berg", "-van -der berg", NULL },
    { "Abd al-Rahman", "abd rahman", NULL },
    { "Abdurrahman", "abdrahman", "abd rahman" },
    { "Muhammad", "mohamed", NULL },
    { "FNU Smith", "smit", NULL },
    { "FNU LNU", NULL, NULL },
    { "SMITH JOHNMR", "smit johnmr", "smit john" },
    { "SMITH MR", "smit mr", "smit" },
    { "\xD0\xA9\xD1\x83\xD0\xBA\xD0\xB8\xD0\xBD", "shukin", "shtukin" },
    { "\xD0\x96\xD1\x83\xD0\xBA\xD0\xBE\xD0\xB2", "zhukov", "zukov" },
    { "\xCE\x93\xCE\xB9\xCF\x8E\xCF\x81\xCE\xB3\xCE\xBF\xCF\x82", "giorgos", NULL },
    { "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF", "mohamed", NULL },
    { "\xD7\x9B\xD7\x94\xD7\x9F", "kohen", NULL },
    { "\xE9\x99\xB3", "chen", NULL },
    { "Smith \xFF\xFE Jones", "smit jones", NULL },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnri_name name = fold(rows[i].name, "", false);
    uint32_t count = rows[i].first == NULL ? 0 : 1;
    if (count > name.count) cr_expect(false, "%s folds to nothing", rows[i].name);
    if (count == 0) cr_expect_eq(name.count, 0, "%s", rows[i].name);
    if (count == 0 || name.count == 0) continue;
    cr_expect_str_eq(written(&name.forms[0]), rows[i].first, "%s: %s", rows[i].name, written(&name.forms[0]));
    cr_expect_eq(name.count > 1, rows[i].second != NULL, "%s has %u forms", rows[i].name, name.count);
    if (rows[i].second == NULL || name.count < 2) continue;
    cr_expect_str_eq(written(&name.forms[1]), rows[i].second, "%s: %s", rows[i].name, written(&name.forms[1]));
  }
}

Test(name, parts_keep_what_is_surname)
{
  pnri_name parts = fold("Novak", "Petra", true), comma = fold("Novak, Petra", "", false),
            plain = fold("Novak Petra", "", false);
  cr_assert(parts.count == 1 && comma.count == 1 && plain.count == 1);
  cr_expect_eq(parts.forms[0].tokens[0].flags & PNRI_TOKEN_SURNAME, PNRI_TOKEN_SURNAME);
  cr_expect_eq(parts.forms[0].tokens[1].flags & PNRI_TOKEN_SURNAME, 0);
  cr_expect_eq(comma.forms[0].tokens[0].flags & PNRI_TOKEN_SURNAME, PNRI_TOKEN_SURNAME);
  cr_expect_eq(comma.forms[0].tokens[1].flags & PNRI_TOKEN_SURNAME, 0);
  cr_expect_eq(plain.forms[0].tokens[0].flags & PNRI_TOKEN_SURNAME, 0);
  pnri_name titled = fold("Smith", "JohnMr", true);
  cr_assert_eq(titled.count, 2);
  cr_expect_eq(titled.forms[0].flags, 0);
  cr_expect_eq(titled.forms[1].flags, PNRI_FORM_TITLE_REMOVED);
}

Test(name, too_long_ones_are_cut_and_say_so)
{
  char many[240] = "", longest[300];
  for (int i = 0; i < 20; i++) strcat(many, i % 2 == 0 ? "name " : "other ");
  memset(longest, 'x', sizeof longest - 1);
  longest[sizeof longest - 1] = 0;
  pnri_name a = fold(many, "", false), b = fold(longest, "", false);
  cr_assert(a.count == 1 && b.count == 1);
  cr_expect_eq(a.forms[0].count, PNRI_TOKENS);
  cr_expect_eq(a.forms[0].flags, PNRI_FORM_CUT);
  cr_expect_leq(b.forms[0].tokens[0].size, PNRI_TOKEN_SIZE);
  char arabic[400] = "";
  for (int i = 0; i < 100; i++) strcat(arabic, i % 2 == 0 ? "\xD9\x85" : "\xD8\xAD");
  pnri_name c = fold(arabic, "", false);
  cr_assert_eq(c.count, 1);
  cr_expect_eq(c.forms[0].flags, PNRI_FORM_CUT);
}

/* What one text gives further forms for, and the last of them. */
Test(name, folds_to_further_forms)
{
  static const struct {
    const char *name, *last;
  } rows[] = {
    { "Petra Novak; Petra Zarubi", "petra zarubi" },
    { "Petra Novak, Petra Zarubi, Petra Kvart", "petra kvart" },
    { "Petra Novak a.k.a. Petra Zarubi", "petra zarubi" },
    { "Petra Novak aka Petra Zarubi", "petra zarubi" },
    { "Novak, Petra, Dr", "novak petra" },
    { "Petra (called Petronela) Novak", "petra novak" },
    { "Novak, Petra (Nova)", "novak petra" },
    { "Petra (birth name)", "petra birt name" },
    { "Petra (unclosed Novak", "petra unklosed novak" },
    { "Petra ) Novak (", "petra novak" },
    { "Colonel Petra Novak", "petra novak" },
    { "MAJ GEN Petra Novak", "petra novak" },
    { "Major Novak", "major novak" },
    { "JC Novak", "j c novak" },
    { "KLM Novak", "k l m novak" },
    { "Ng Novak", "ng novak" },
    { "SUHARTO SUHARTO", "suharto" },
    { "ALIMUHAMMADABU ZARUBI", "ali mohamed -abu zarubi" },
    { "BOB ZARUBI", "robert zarubi" },
    { "PETRA N0VAK", "petra novak" },
    { "PETRA 1905", "petra 1905" },
    { "Wu Yi", "wu yi" },
    { "PETRA ZARUBI III", "petra zarubi" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnri_name name = fold(rows[i].name, "", false);
    cr_assert_geq(name.count, 1, "%s", rows[i].name);
    const char *last = written(&name.forms[name.count - 1]);
    cr_expect_str_eq(last, rows[i].last, "%s: %s", rows[i].name, last);
  }
}

/* Signs that are syllables: every way of reading them, by number of the form. */
Test(name, signs_of_han_and_hangul_are_read_one_by_one)
{
  static const struct {
    const char *name;
    uint32_t form;
    const char *tokens;
  } rows[] = {
    { "\xEA\xB9\x80\xEC\xA7\x80\xED\x9B\x88", 0, "kim ji hun" },
    { "\xEA\xB9\x80\xEC\xA7\x80\xED\x9B\x88", 1, "kim chi hun" },
    { "\xEC\xA7\x80\xED\x9B\x88 \xEA\xB9\x80", 0, "ji hun kim" },
    { "\xEB\xB0\x95\xEB\xB3\x84", 0, "park bieol" },
    { "\xEC\x9D\xB4\xEC\x88\x98\xEC\x98\x81", 0, "i su ieong" },
    { "\xE9\x99\xB3\xE6\x99\x93\xE6\x99\xA8", 0, "chen ksiao chen" },
    { "\xE9\x99\xB3\xE6\x99\x93\xE6\x99\xA8", 1, "chen hsiao chen" },
    { "\xE9\x99\xB3\xF0\xA0\x80\x80", 0, "chen \xF0\xA0\x80\x80" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    pnri_name name = fold(rows[i].name, "", false);
    cr_assert_gt(name.count, rows[i].form, "%s: %u", rows[i].name, name.count);
    const pnri_form *form = &name.forms[rows[i].form];
    cr_expect_str_eq(written(form), rows[i].tokens, "%s: %s", rows[i].name, written(form));
    for (uint32_t k = 0; k < form->count; k++)
      cr_expect((form->tokens[k].flags & PNRI_TOKEN_SYLLABLE) != 0 && form->tokens[k].weight <= 250, "%s",
                rows[i].name);
  }
}

Test(name, one_person_written_in_several_ways_scores_high)
{
  static const struct {
    const char *left, *right;
    uint32_t least;
  } rows[] = {
    { "Petra Anna Novak", "NOVAK, Petra Anna", 8900 },
    { "M\xC3\xBCller Hans", "Hans Mueller", 8300 },
    { "M\xC3\xBCller Hans", "Hans Muller", 8300 },
    { "Muhammad Hussain", "MOHAMED HUSSEIN", 6600 },
    { "Yevgeny Shcherbakov", "Evgenii Shcherbakov", 8900 },
    { "\xD0\xAE\xD1\x80\xD0\xB8\xD0\xB9 \xD0\xA9\xD1\x83\xD0\xBA\xD0\xB8\xD0\xBD", "Yuri Shchukin", 8600 },
    { "\xD4\xB1\xD6\x80\xD5\xA1\xD5\xB4 \xD5\x86\xD5\xB8\xD6\x82\xD5\xB6\xD5\xA5", "Aram Nune", 9100 },
    { "\xE1\x83\x9C\xE1\x83\x98\xE1\x83\x9C\xE1\x83\x9D \xE1\x83\x99\xE1\x83\x90\xE1\x83\xAE\xE1\x83\x90", "Nino Kakha",
      9100 },
    { "\xE0\xA4\xAE\xE0\xA5\x8B\xE0\xA4\xB9\xE0\xA4\xA8 \xE0\xA4\x97\xE0\xA5\x81\xE0\xA4\xAA\xE0\xA5\x8D\xE0\xA4\xA4",
      "Mohan Gupta", 8900 },
    { "\xE3\x81\x8D\xE3\x82\x87\xE3\x81\x86\xE3\x81\x93 \xE3\x82\xBF\xE3\x83\x8A\xE3\x82\xAB", "Kyouko Tanaka", 8900 },
    { "Abdul Rahman Zarif", "ABDURRAHMAN ZARIF", 9100 },
    { "Salah al-Din Kanaan", "SALAHUDDIN KANAAN", 9000 },
    { "Maria del Carmen Rueda", "MARIADELCARMEN RUEDA", 9000 },
    { "SMITH JOHNMR", "John Smith", 6600 },
    { "SMITH MISSPETRA", "Petra Smith", 7700 },
    { "SMITH FNU JOHN", "John Smith", 6600 },
    { "CHIHEBBMB AYARI", "Ayari, Chiheb Ben Mohamed Belkacem", 7300 },
    { "ZUBRITVMISS MUCHEKERI", "Zubri Tamu Vipara Muchekeri", 6900 },
    { "BRENDIVORA ZUBRIKAVLASTO", "Zubrika Vlastomina Brendivora", 7700 },
    { "VANDERBERGHE CHRISTOPHERUS MARIA ALEXANDR", "Christopherus Maria Alexandrowicz Vanderberghe", 9000 },
    { "Petra Anna Novakova", "Petra Novakova", 7700 },
    { "Petra Novakova", "Petra Novakoba", 7800 },
    { "Thoralf Brekkestad", "Thoralf Brekketsad", 8500 },
    { "Zubri Brekkestad", "BREKKESTAD KVARTAN, Zubri", 8300 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint32_t got = score(rows[i].left, rows[i].right);
    cr_expect_geq(got, rows[i].least, "%s, %s: %u", rows[i].left, rows[i].right, got);
  }
}

/* One row for each way in which a traveller's name differs from the listed one and yet is it: above the default threshold. */
Test(name, each_way_of_writing_a_name_is_found)
{
  static const struct {
    const char *left, *right;
  } rows[] = {
    { "Zubri Kvartan Brekke", "BREKKE ZUBRI KVARTAN" },          /* order */
    { "Zubri-Kvartan Brekke", "ZUBRIKVARTAN BREKKE" },           /* joined */
    { "Zu Bri Kvartan", "ZUBRI KVARTAN" },                       /* split */
    { "J Brekkestad Kvartan", "Jan Brekkestad Kvartan" },        /* initials */
    { "JC Brekkestad Kvartan", "Jan Cyril Brekkestad Kvartan" }, /* written together */
    { "J.-C. Brekkestad Kvartan", "Jan-Cyril Brekkestad Kvartan" },
    { "BREKKESTAD ZUBRIK", "Zubri Kvartan Brekkestad" }, /* an initial at the given name */
    { "Tarudin al-Zarifi", "ALZARIFI TARUDIN" },         /* particles */
    { "El Zarifi Tarudin", "Zarifi, Tarudin" },
    { "Jan van den Brekke", "JAN VANDENBREKKE" },
    { "Abu Tarudin Zarifi", "ABUTARUDIN ZARIFI" },
    { "Tarudin bin Zarif al Kvartani", "TARUDIN ZARIF KVARTANI" }, /* nasab */
    { "Layla bint Tarudin", "LAYLA TARUDIN" },
    { "Brekkestad, Zubri Olegovich", "ZUBRI BREKKESTAD" }, /* a patronymic left out */
    { "Zubri Brekke Kvartan", "ZUBRI BREKKE" },            /* double surnames */
    { "Brandolim de Quintas, Zubri", "ZUBRI BRANDOLIM QUINTAS" },
    { "Bob Brekkestad", "Robert Brekkestad" }, /* nicknames */
    { "Sasha Zarubinski", "Aleksandr Zarubinski" },
    { "Zubri Brekketsad", "Zubri Brekkestad" },  /* a transposition */
    { "Zubbri Breckestad", "Zubri Brekkestad" }, /* doubled letters */
    { "Zob Brekkestad", "Zoob Brekkestad" },     /* short tokens */
    { "Zubri Brekkes7ad", "Zubri Brekkestad" },  /* misread */
    { "ZUBR1 8REKKESTAD", "Zubri Brekkestad" },
    { "FNU BREKKESTAD ZUBRI", "Zubri Brekkestad" }, /* placeholders */
    { "XXX BREKKESTAD ZUBRI", "Zubri Brekkestad" },
    { "MRZUBRI BREKKESTAD", "Zubri Brekkestad" }, /* titles */
    { "ZUBRIMSTR BREKKESTAD", "Zubri Brekkestad" },
    { "BREKKESTAD MRS ZUBRI", "Zubri Brekkestad" },
    { "BREKKESTADKVARTANSON ZUBRIMARI", "Brekkestadkvartanson, Zubri Marina" }, /* cut */
    { "Major General Zubri Brekkestad", "Zubri Brekkestad" },                   /* ranks */
    { "Zubri Brekkestad; Hamsa Kvartan", "Hamsa Kvartan" },                     /* several names */
    { "Zubri (born Kvartan) Brekkestad", "Zubri Brekkestad" },
    { "Siarhei Zarubouski", "Sergey Zarubovsky" }, /* Belarusian */
    { "Dzmitry Zarubau", "Dmitri Zarubov" },
    { "Yauhen Mikalayevich Zarubin", "Evgeny Nikolaevich Zarubin" },
    { "Oleksandr Zarubenko", "Aliaksandr Zarubenka" }, /* Ukrainian */
    { "Mykhailo Zarubskyj", "Mikhail Zarubsky" },
    { "Maxamed Cabdi Zaruubi", "Mohamed Abdi Zarubi" }, /* Somali */
    { "Xasan Zarubi Cusmaan", "Hassan Zarubi Osman" },
    { "S\xC3\xB8ren \xC3\x98rumfeld", "SOEREN OERUMFELD" }, /* umlauts and ligatures, both ways */
    { "S\xC3\xB8ren \xC3\x98rumfeld", "SOREN ORUMFELD" },
    { "\xD0\x97\xD0\xB0\xD1\x80\xD1\x83\xD0\xB1\xD1\x87\xD1\x83\xD0\xBA \xD0\xAE\xD1\x80\xD1\x96\xD0\xB9",
      "Yuriy Zarubchuk" }, /* Cyrillic */
    { "\xD0\x96\xD0\xB5\xD0\xBB\xD1\x8F\xD1\x80\xD1\x83\xD0\xB1\xD0\xBE\xD0\xB2 "
      "\xD0\x97\xD1\x83\xD0\xB1\xD1\x80\xD0\xB8",
      "Zubri Zhelyarubov" },
    { "\xD9\x81\xD8\xB1\xD9\x86\xD8\xA7\xD9\x86\xD8\xAF\xD9\x88 \xD8\xA8\xD8\xB1\xD8\xA7\xD9\x86\xD8\xAF\xD9\x8A\xD8\xB2",
      "Fernando Prandez" }, /* Arabic: a foreign name, with p and e */
    { "\xD8\xAE\xD8\xA7\xD9\x84\xD8\xAF \xD8\xA7\xD9\x84\xD8\xAF\xD9\x88\xD8\xB3\xD8\xB1\xD9\x8A", "Khalid Al Dosari" },
    { "\xD7\x99\xD7\xA2\xD7\xA7\xD7\x91 \xD7\xA9\xD7\xA4\xD7\x99\xD7\xA8\xD7\x90", "Jacob Shapiro" }, /* Hebrew */
    { "\xCE\x9C\xCF\x80\xCF\x81\xCE\xAC\xCE\xBD\xCF\x84\xCE\xBF\xCF\x82 \xCE\x95\xCF\x8D\xCE\xB1\xCF\x82",
      "Evas Brandos" },                                            /* Greek */
    { "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E", "WANG, Xiao Ming" }, /* Han */
    { "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E", "XIAOMING WANG" },
    { "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E", "Wang Hsiao-ming" },
    { "\xEA\xB9\x80\xEC\xA7\x80\xED\x9B\x88", "Kim Ji-hoon" }, /* Hangul */
    { "\xEB\xB0\x95\xEC\xA0\x95\xED\x9D\xAC", "Pak Chong-hui" },
    { "\xEC\xB5\x9C\xEB\xAF\xBC\xEC\x8B\x9D", "CHOI MINSIK MR" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint32_t got = score(rows[i].left, rows[i].right);
    cr_expect_geq(got, PNR_THRESHOLD_DEFAULT, "%s, %s: %u", rows[i].left, rows[i].right, got);
  }
}

Test(name, other_persons_score_low)
{
  static const struct {
    const char *left, *right;
    uint32_t most;
  } rows[] = {
    { "Petra Novak", "Jan Svoboda", 0 },
    { "J. K.", "John Kent", 0 },
    { "Petra Novak", "Petra", 7500 },
    { "Petra Novak", "Petra Svoboda", 4500 },
    { "Antonio Garcia", "Antonia Garcia", 8500 },
    { "Evan Hernandez", "Ivan Hernandez", 8500 },
    { "Sergey Viktorovich Zarubin", "Sergey Borisovich Zarubin", 7000 },
    { "Hans O Lindqvist", "Hans Joachim Lindqvist", 7500 },
    { "Salman bin Mohamed Zarif", "Mohamed bin Salman Zarif", 9000 },
    { "\xEC\x88\x98\xEC\x98\x81 \xEA\xB9\x80", "Kim Yong Su", 4000 },
    { "\xEA\xB9\x80\xEC\xA7\x80\xED\x9B\x88", "Kim Ji Hwan", 4000 },
    { "\xEA\xB9\x80\xEC\xA7\x80\xED\x9B\x88", "Lee Ji Hun", 5000 },
    { "\xEA\xB9\x80\xEC\xA7\x80\xED\x9B\x88", "Kim Ji", 5000 },
    { "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E", "Wang Xiaomin", 4000 },
    { "Zubri Brekkestad", "Zubri (the elder)", 6900 },
    { "Zubri Kvartan", "BREKKESTAD KVARTAN, Zubri", 7600 }, /* the second surname only; the first one: 8300 */
    { "\xE9\x99\xB3 \xE5\xAE\xB6", "\xE9\x99\xB3 \xE5\xAE\xB7", 6000 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint32_t got = score(rows[i].left, rows[i].right);
    cr_expect_leq(got, rows[i].most, "%s, %s: %u", rows[i].left, rows[i].right, got);
  }
}

Test(name, score_tells_how_two_names_met)
{
  pnri_name a = fold("Zubri Kvarta J Novak Svobodova", "", false),
            b = fold("ZUBRIKVARTA JOSEFA NOVAK SVOBODOWA", "", false);
  uint32_t a_form, b_form;
  pnri_alignment alignment;
  cr_expect_gt(pnri_name_score(&a, &b, &a_form, &b_form, &alignment), 8000);
  cr_expect(a_form == 0 && b_form == 0);
  uint32_t kinds[PNRI_MATCH_JOINED + 1] = { 0 };
  for (uint32_t i = 0; i < alignment.count; i++) kinds[alignment.matches[i].kind]++;
  cr_expect_eq(kinds[PNRI_MATCH_EQUAL], 2);
  cr_expect_eq(kinds[PNRI_MATCH_INITIAL], 1);
  cr_expect_eq(kinds[PNRI_MATCH_JOINED], 1);
  pnri_name nothing = fold("", "", false);
  cr_expect_eq(pnri_name_score(&a, &nothing, &a_form, &b_form, &alignment), 0);
  cr_expect_eq(alignment.count, 0);
}
