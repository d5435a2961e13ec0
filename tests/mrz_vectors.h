/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PNR_TESTS_MRZ_VECTORS_H
#define PNR_TESTS_MRZ_VECTORS_H

/* Machine readable zones and what is read of them: the layout, the holder as name, kind, sex, birth, nationality and
 * document, the items, and the findings as code@offset+length. All holders are invented; the check digits are right
 * where a row does not say otherwise. */

typedef struct mrz_row {
  const char *name, *text, *wanted;
} mrz_row;

static const mrz_row mrz_layouts[] = {
  { "TD3",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234" },
  { "TD3 of Germany, without personal number",
    "PDD<<VON<DER<HEIDE<<KARL<THEODOR<<<<<<<<<<<<\n"
    "C01X0006H1D<<6408125M2702283<<<<<<<<<<<<<<<8\n",
    "TD3 VON DER HEIDE/KARL THEODOR unknown M 19640812 DEU [PD C01X0006H DEU 20270228]" },
  { "TD2",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231]" },
  { "TD1",
    "I<ESTAB1234567149102280123<<<<\n"
    "9102284F3111301EST<<<<<<<<<<<2\n"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\n",
    "TD1 TAMM/KADRI LIIS unknown F 19910228 EST [I AB1234567 EST 20311130] "
    "MRZ_OPTIONAL=49102280123" },
  { "MRV-A",
    "V<FRASHARMA<<ANITA<DEVI<<<<<<<<<<<<<<<<<<<<<\n"
    "L987654323IND7001154F2612018B1B2<<<<<<<<<<<<\n",
    "MRV-A SHARMA/ANITA DEVI unknown F 19700115 IND [V L98765432 FRA 20261201] MRZ_OPTIONAL=B1B2" },
  { "MRV-B",
    "VCAUTADEYEMI<<TUNDE<<<<<<<<<<<<<<<<<\n"
    "1122334<<6NGA0102030M250909142<<<<<<\n",
    "MRV-B ADEYEMI/TUNDE unknown M 20010203 NGA [VC 1122334 AUT 20250909] MRZ_OPTIONAL=42" },
  { "TD3 as one string", "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<X1234567<7CZE8005056F30010198055051234<<<<54",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234" },
  { "TD1 as one string", "I<ESTAB1234567149102280123<<<<9102284F3111301EST<<<<<<<<<<<2TAMM<<KADRI<LIIS<<<<<<<<<<<<<<",
    "TD1 TAMM/KADRI LIIS unknown F 19910228 EST [I AB1234567 EST 20311130] "
    "MRZ_OPTIONAL=49102280123" },
  { "TD2 as one string", "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<RR123456<1ROU7405<<6M2812313<<<<<<<6",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231]" },
  { "MRV-A as one string", "V<FRASHARMA<<ANITA<DEVI<<<<<<<<<<<<<<<<<<<<<L987654323IND7001154F2612018B1B2<<<<<<<<<<<<",
    "MRV-A SHARMA/ANITA DEVI unknown F 19700115 IND [V L98765432 FRA 20261201] MRZ_OPTIONAL=B1B2" },
  { "MRV-B as one string", "VCAUTADEYEMI<<TUNDE<<<<<<<<<<<<<<<<<1122334<<6NGA0102030M250909142<<<<<<",
    "MRV-B ADEYEMI/TUNDE unknown M 20010203 NGA [VC 1122334 AUT 20250909] MRZ_OPTIONAL=42" },
  { "one string with blanks",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<< X1234567<7CZE8005056F30010198055051234<<<<54 ",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234" },
  { "line breaks of other systems",
    "I<ESTAB1234567149102280123<<<<\r\n"
    "9102284F3111301EST<<<<<<<<<<<2\r\n"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\r\n",
    "TD1 TAMM/KADRI LIIS unknown F 19910228 EST [I AB1234567 EST 20311130] "
    "MRZ_OPTIONAL=49102280123" },
  { "of old ones",
    "I<ESTAB1234567149102280123<<<<\r"
    "9102284F3111301EST<<<<<<<<<<<2\r"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\r",
    "TD1 TAMM/KADRI LIIS unknown F 19910228 EST [I AB1234567 EST 20311130] "
    "MRZ_OPTIONAL=49102280123" },
  { "of gateways",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\r\r\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\r\r\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231]" },
  { "blanks inside and around",
    "  I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\t\n"
    "RR 1234 56<1ROU7405<<6M2812313<<<<<<<6\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231]" },
  { "the mark of UTF-8",
    "\357\273\277I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231]" },
  { "no line break at the end",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231]" },
};

static const mrz_row mrz_names[] = {
  { "words of a surname",
    "P<CZEVAN<DER<BERG<<ANNA<MARIA<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 VAN DER BERG/ANNA MARIA unknown F 19800505 CZE [P X1234567 CZE 20300101]" },
  { "a surname alone",
    "P<CZESUKARNO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 SUKARNO/ unknown F 19800505 CZE [P X1234567 CZE 20300101]" },
  { "a given name alone",
    "P<CZE<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 /PETRA unknown F 19800505 CZE [P X1234567 CZE 20300101]" },
  { "filling between given names",
    "P<CZENOVAK<<PETRA<<ANNA<<<EVA<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA ANNA EVA unknown F 19800505 CZE [P X1234567 CZE 20300101]" },
  { "a title",
    "P<CZENOVAK<<PETRA<DR<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P X1234567 CZE 20300101]" },
  { "no name",
    "P<CZE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 ? unknown F 19800505 CZE [P X1234567 CZE 20300101] NAME_MISSING@5+39" },
  { "a placeholder",
    "P<CZENOVAK<<FNU<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/ unknown F 19800505 CZE [P X1234567 CZE 20300101] MRZ_NAME=NOVAK<<FNU "
    "PLACEHOLDER_NAME@5+39" },
  { "two placeholders",
    "P<CZEUNKNOWN<<XXX<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 / unknown F 19800505 CZE [P X1234567 CZE 20300101] MRZ_NAME=UNKNOWN<<XXX "
    "PLACEHOLDER_NAME@5+39" },
  { "cut at the end of the field",
    "P<CZEVENKATASUBRAMANIAN<KRISHNAMURTHY<<ANANT\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 VENKATASUBRAMANIAN KRISHNAMURTHY/ANANT unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_NAME_TRUNCATED@43+1" },
  { "a letter in the last place but one",
    "P<CZEVENKATASUBRAMANIAN<KRISHNAMURTHY<<ANAN<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 VENKATASUBRAMANIAN KRISHNAMURTHY/ANAN unknown F 19800505 CZE [P X1234567 CZE 20300101]" },
  { "a digit",
    "P<CZEN0VAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 N0VAK/PETRA unknown F 19800505 CZE [P X1234567 CZE 20300101] MRZ_CHARACTER@6+1" },
};

static const mrz_row mrz_dates[] = {
  { "a year",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE99<<<<0F3001019<<<<<<<<<<<<<<<8\n",
    "TD3 NOVAK/PETRA unknown F 19990000 CZE [P X1234567 CZE 20300101]" },
  { "a year and a month",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE9905<<5F3001019<<<<<<<<<<<<<<<8\n",
    "TD3 NOVAK/PETRA unknown F 19990500 CZE [P X1234567 CZE 20300101]" },
  { "nothing",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE<<<<<<0F3001019<<<<<<<<<<<<<<<2\n",
    "TD3 NOVAK/PETRA unknown F CZE [P X1234567 CZE 20300101] MRZ_CHECK_DIGIT=0" },
  { "nothing, and no check digit",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE<<<<<<<F3001019<<<<<<<<<<<<<<<2\n",
    "TD3 NOVAK/PETRA unknown F CZE [P X1234567 CZE 20300101]" },
  { "zeros for unknown",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE9900000F3001019<<<<<<<<<<<<<<<8\n",
    "TD3 NOVAK/PETRA unknown F 19990000 CZE [P X1234567 CZE 20300101] VALUE_MISSING@58+6" },
  { "a day without month",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE99<<055F3001019<<<<<<<<<<<<<<<8\n",
    "TD3 NOVAK/PETRA unknown F CZE [P X1234567 CZE 20300101] MRZ_BIRTH=99<<05 DATE_INVALID@58+6" },
  { "no such month",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE9913057F3001019<<<<<<<<<<<<<<<0\n",
    "TD3 NOVAK/PETRA unknown F CZE [P X1234567 CZE 20300101] MRZ_BIRTH=991305 DATE_INVALID@58+6" },
  { "no such day",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE9902303F3001019<<<<<<<<<<<<<<<6\n",
    "TD3 NOVAK/PETRA unknown F CZE [P X1234567 CZE 20300101] MRZ_BIRTH=990230 DATE_INVALID@58+6" },
  { "a leap day",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE9602290F3001019<<<<<<<<<<<<<<<6\n",
    "TD3 NOVAK/PETRA unknown F 19960229 CZE [P X1234567 CZE 20300101]" },
  { "born this year",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE2601010F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 20260101 CZE [P X1234567 CZE 20300101]" },
  { "born a hundred years ago",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE2701013F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19270101 CZE [P X1234567 CZE 20300101]" },
  { "expires in the window",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F7512319<<<<<<<<<<<<<<<8\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P X1234567 CZE 20751231]" },
  { "expired long ago",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F7601015<<<<<<<<<<<<<<<6\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P X1234567 CZE 19760101]" },
  { "no expiry",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F<<<<<<<<<<<<<<<<<<<<<<8\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P X1234567 CZE]" },
  { "expiry of no calendar",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3002315<<<<<<<<<<<<<<<2\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P X1234567 CZE] MRZ_EXPIRY=300231 DATE_INVALID@66+6" },
};

static const mrz_row mrz_codes[] = {
  { "stateless",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7XXA8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 XXA [P X1234567 CZE 20300101]" },
  { "Germany",
    "P<D<<NOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7D<<8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 DEU [P X1234567 DEU 20300101]" },
  { "two letters",
    "P<GB<NOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7GBR8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 GBR [P X1234567 GBR 20300101] MRZ_ISSUER=GB" },
  { "a code that was withdrawn",
    "P<ROMNOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7ROM8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 ROU [P X1234567 ROU 20300101] MRZ_ISSUER=ROM "
    "MRZ_NATIONALITY=ROM" },
  { "no country",
    "P<QQQNOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<70MN8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 0MN [P X1234567 QQQ 20300101] CODE_UNKNOWN@2+3 "
    "CODE_UNKNOWN@55+3" },
  { "none",
    "P<<<<NOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7<<<8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 [P X1234567 20300101] VALUE_MISSING@2+3 "
    "VALUE_MISSING@55+3" },
  { "no sex said",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056<3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown X 19800505 CZE [P X1234567 CZE 20300101]" },
  { "X",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056X3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown X 19800505 CZE [P X1234567 CZE 20300101] MRZ_SEX=X CODE_UNKNOWN@65+1" },
  { "no sex of these",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056K3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown 19800505 CZE [P X1234567 CZE 20300101] MRZ_SEX=K CODE_UNKNOWN@65+1" },
  { "a document of no kind",
    "Q<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [Q X1234567 CZE 20300101] CODE_UNKNOWN@0+2" },
  { "a crew certificate",
    "ACCZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [AC X1234567 CZE 20300101]" },
  { "a diplomatic passport",
    "PDCZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<<4\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [PD X1234567 CZE 20300101]" },
  { "no number",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "<<<<<<<<<0CZE8005056F3001019<<<<<<<<<<<<<<<8\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P CZE 20300101] MRZ_CHECK_DIGIT=0 VALUE_MISSING@45+9" },
  { "a number with a gap",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "AB<1234568CZE8005056F3001019<<<<<<<<<<<<<<<2\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P AB 123456 CZE 20300101]" },
  { "an optional check digit of 0",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F3001019<<<<<<<<<<<<<<04\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P X1234567 CZE 20300101] MRZ_CHECK_DIGIT=0" },
};

static const mrz_row mrz_long_numbers[] = {
  { "TD2",
    "IDBELDUBOIS<<MARIE<<<<<<<<<<<<<<<<<<\n"
    "590123456<BEL99<<<<0<29063027899<<<2\n",
    "TD2 DUBOIS/MARIE unknown X 19990000 BEL [ID 590123456789 BEL 20290630]" },
  { "TD1",
    "IDBEL000590448<3012<<<<<<<<<<<\n"
    "8511010M3303126BELXY12<<<<<<<2\n"
    "PEETERS<<JAN<<<<<<<<<<<<<<<<<<\n",
    "TD1 PEETERS/JAN unknown M 19851101 BEL [ID 000590448301 BEL 20330312] MRZ_OPTIONAL_2=XY12" },
  { "TD1 with optional data behind",
    "IDBEL590123456<7899<7A<<<<<<<<\n"
    "8511010M3303126BEL<<<<<<<<<<<7\n"
    "PEETERS<<JAN<<<<<<<<<<<<<<<<<<\n",
    "TD1 PEETERS/JAN unknown M 19851101 BEL [ID 590123456789 BEL 20330312] MRZ_OPTIONAL=<7A" },
  { "thirteen characters",
    "IDBELD23145890<AB118<<<<<<<<<<\n"
    "8511010M3303126BEL<<<<<<<<<<<8\n"
    "PEETERS<<JAN<<<<<<<<<<<<<<<<<<\n",
    "TD1 PEETERS/JAN unknown M 19851101 BEL [ID D23145890AB11 BEL 20330312]" },
  { "check digit with the filling",
    "IDBEL590123456<7813<<<<<<<<<<<\n"
    "8511010M3303126BEL<<<<<<<<<<<4\n"
    "PEETERS<<JAN<<<<<<<<<<<<<<<<<<\n",
    "TD1 PEETERS/JAN unknown M 19851101 BEL [ID 590123456781 BEL 20330312] MRZ_LONG_NUMBER@5+14" },
  { "wrong check digit",
    "IDBEL000590448<3013<<<<<<<<<<<\n"
    "8511010M3303126BELXY12<<<<<<<2\n"
    "PEETERS<<JAN<<<<<<<<<<<<<<<<<<\n",
    "TD1 PEETERS/JAN unknown M 19851101 BEL [ID 000590448301 BEL 20330312] MRZ_OPTIONAL_2=XY12 "
    "MRZ_CHECK_DIGIT=3 MRZ_CHECK_DIGIT=2 MRZ_CHECK_DIGIT@5+14 MRZ_CHECK_DIGIT@60+1" },
  { "fifteen characters more",
    "IDBEL590123456<789012345678906\n"
    "8511010M3303126BEL<<<<<<<<<<<4\n"
    "PEETERS<<JAN<<<<<<<<<<<<<<<<<<\n",
    "TD1 PEETERS/JAN unknown M 19851101 BEL [ID 59012345678901234567890 BEL 20330312]" },
};

static const mrz_row mrz_check_digits[] = {
  { "of the number",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<5CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=5 MRZ_CHECK_DIGIT=4 MRZ_CHECK_DIGIT@45+10 "
    "MRZ_CHECK_DIGIT@88+1" },
  { "of the birth",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005057F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=7 MRZ_CHECK_DIGIT=4 MRZ_CHECK_DIGIT@58+7 "
    "MRZ_CHECK_DIGIT@88+1" },
  { "of the expiry",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010188055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=8 MRZ_CHECK_DIGIT=4 MRZ_CHECK_DIGIT@66+7 "
    "MRZ_CHECK_DIGIT@88+1" },
  { "of the optional data",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<64\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=6 MRZ_CHECK_DIGIT=4 MRZ_CHECK_DIGIT@73+15 "
    "MRZ_CHECK_DIGIT@88+1" },
  { "the composite",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<55\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=5 MRZ_CHECK_DIGIT@88+1" },
  { "a letter in the sum",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE800505XF30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=X MRZ_CHECK_DIGIT=4 MRZ_CHECK_DIGIT@58+7 "
    "MRZ_CHECK_DIGIT@88+1" },
  { "TD2, the composite",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<7\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231] MRZ_CHECK_DIGIT=7 "
    "MRZ_CHECK_DIGIT@72+1" },
  { "TD1, the composite",
    "I<ESTAB1234567149102280123<<<<\n"
    "9102284F3111301EST<<<<<<<<<<<3\n"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\n",
    "TD1 TAMM/KADRI LIIS unknown F 19910228 EST [I AB1234567 EST 20311130] "
    "MRZ_OPTIONAL=49102280123 MRZ_CHECK_DIGIT=3 MRZ_CHECK_DIGIT@60+1" },
  { "TD1, optional data under the composite alone",
    "I<ESTAB1234567149102281123<<<<\n"
    "9102284F3111301EST<<<<<<<<<<<2\n"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\n",
    "TD1 TAMM/KADRI LIIS unknown F 19910228 EST [I AB1234567 EST 20311130] "
    "MRZ_OPTIONAL=49102281123 MRZ_CHECK_DIGIT=2 MRZ_CHECK_DIGIT@60+1" },
  { "MRV-A",
    "V<FRASHARMA<<ANITA<DEVI<<<<<<<<<<<<<<<<<<<<<\n"
    "L987654323IND7001155F2612018B1B2<<<<<<<<<<<<\n",
    "MRV-A SHARMA/ANITA DEVI unknown F 19700115 IND [V L98765432 FRA 20261201] MRZ_OPTIONAL=B1B2 "
    "MRZ_CHECK_DIGIT=5 MRZ_CHECK_DIGIT@58+7" },
  { "MRV-B",
    "VCAUTADEYEMI<<TUNDE<<<<<<<<<<<<<<<<<\n"
    "1122334<<6NGA0102030M250909242<<<<<<\n",
    "MRV-B ADEYEMI/TUNDE unknown M 20010203 NGA [VC 1122334 AUT 20250909] MRZ_OPTIONAL=42 "
    "MRZ_CHECK_DIGIT=2 MRZ_CHECK_DIGIT@58+7" },
  { "no check digit",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE800505<F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=< MRZ_CHECK_DIGIT=4 MRZ_CHECK_DIGIT@58+7 "
    "MRZ_CHECK_DIGIT@88+1" },
  { "two",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005057F30010188055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=7 MRZ_CHECK_DIGIT=8 MRZ_CHECK_DIGIT=4 "
    "MRZ_CHECK_DIGIT@58+7 MRZ_CHECK_DIGIT@66+7 MRZ_CHECK_DIGIT@88+1" },
};

static const mrz_row mrz_repairs[] = {
  { "O for 0 in a date",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8OO5056F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F CZE [P X1234567 CZE 20300101] MRZ_OPTIONAL=8055051234 "
    "MRZ_BIRTH=8OO505 MRZ_CHECK_DIGIT=6 MRZ_CHECK_DIGIT=4 "
    "MRZ_REPAIR=X1234567<7CZE8005056F30010198055051234<<<<54 DATE_INVALID@58+6 "
    "MRZ_CHECK_DIGIT@58+7 MRZ_CHECK_DIGIT@88+1 MRZ_REPAIR_POSSIBLE@58+7" },
  { "all letters of a date",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZEBOOSOS6F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F CZE [P X1234567 CZE 20300101] MRZ_OPTIONAL=8055051234 "
    "MRZ_BIRTH=BOOSOS MRZ_CHECK_DIGIT=6 MRZ_CHECK_DIGIT=4 "
    "MRZ_REPAIR=X1234567<7CZE8005056F30010198055051234<<<<54 DATE_INVALID@58+6 "
    "MRZ_CHECK_DIGIT@58+7 MRZ_CHECK_DIGIT@88+1 MRZ_REPAIR_POSSIBLE@58+7" },
  { "G for 6, which the digit does not see",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8G0G062F3001019<<<<<<<<<<<<<<<8\n",
    "TD3 NOVAK/PETRA unknown F CZE [P X1234567 CZE 20300101] MRZ_BIRTH=8G0G06 "
    "MRZ_REPAIR=X1234567<7CZE8606062F3001019<<<<<<<<<<<<<<<8 DATE_INVALID@58+6 "
    "MRZ_REPAIR_POSSIBLE@58+7" },
  { "a check digit",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE800505GF30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=G "
    "MRZ_REPAIR=X1234567<7CZE8005056F30010198055051234<<<<54 MRZ_CHECK_DIGIT@58+7 "
    "MRZ_REPAIR_POSSIBLE@58+7" },
  { "a number",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "XI234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P XI234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=7 MRZ_CHECK_DIGIT=4 "
    "MRZ_REPAIR=X1234567<7CZE8005056F30010198055051234<<<<54 MRZ_CHECK_DIGIT@45+10 "
    "MRZ_CHECK_DIGIT@88+1 MRZ_REPAIR_POSSIBLE@45+10" },
  { "a number, O for 0",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "K4O08B7<<6CZE8005056F3001019<<<<<<<<<<<<<<<6\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P K4O08B7 CZE 20300101] MRZ_CHECK_DIGIT=6 "
    "MRZ_CHECK_DIGIT=6 MRZ_REPAIR=K4008B7<<6CZE8005056F3001019<<<<<<<<<<<<<<<6 "
    "MRZ_CHECK_DIGIT@45+10 MRZ_CHECK_DIGIT@88+1 MRZ_REPAIR_POSSIBLE@45+10" },
  { "two fields",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1Z34567<7CZE8005056F3OO10198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1Z34567 CZE] MRZ_OPTIONAL=8055051234 "
    "MRZ_EXPIRY=3OO101 MRZ_CHECK_DIGIT=7 MRZ_CHECK_DIGIT=9 MRZ_CHECK_DIGIT=4 "
    "MRZ_REPAIR=X1234567<7CZE8005056F30010198055051234<<<<54 DATE_INVALID@66+6 "
    "MRZ_CHECK_DIGIT@45+10 MRZ_CHECK_DIGIT@66+7 MRZ_CHECK_DIGIT@88+1 MRZ_REPAIR_POSSIBLE@45+10 "
    "MRZ_REPAIR_POSSIBLE@66+7" },
  { "a number that may be two",
    "P<CZENOVAK<<PETRA<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "58B5<<<<<6CZE8005056F3001019<<<<<<<<<<<<<<<6\n",
    "TD3 NOVAK/PETRA unknown F 19800505 CZE [P 58B5 CZE 20300101] MRZ_CHECK_DIGIT=6 "
    "MRZ_CHECK_DIGIT=6 MRZ_CHECK_DIGIT@45+10 MRZ_CHECK_DIGIT@88+1" },
  { "TD1",
    "I<ESTAB1234567149102280123<<<<\n"
    "91O2284F3111301EST<<<<<<<<<<<2\n"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\n",
    "TD1 TAMM/KADRI LIIS unknown F EST [I AB1234567 EST 20311130] MRZ_OPTIONAL=49102280123 "
    "MRZ_BIRTH=91O228 MRZ_CHECK_DIGIT=4 MRZ_CHECK_DIGIT=2 "
    "MRZ_REPAIR=9102284F3111301EST<<<<<<<<<<<2 DATE_INVALID@31+6 MRZ_CHECK_DIGIT@31+7 "
    "MRZ_CHECK_DIGIT@60+1 MRZ_REPAIR_POSSIBLE@31+7" },
  { "TD2",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR1234S6<1ROU7405<<6M2812313<<<<<<<6\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR1234S6 ROU 20281231] MRZ_CHECK_DIGIT=1 "
    "MRZ_CHECK_DIGIT=6 MRZ_REPAIR=RR123456<1ROU7405<<6M2812313<<<<<<<6 MRZ_CHECK_DIGIT@37+10 "
    "MRZ_CHECK_DIGIT@72+1 MRZ_REPAIR_POSSIBLE@37+10" },
  { "MRV-A",
    "V<FRASHARMA<<ANITA<DEVI<<<<<<<<<<<<<<<<<<<<<\n"
    "L987654323IND7001154F26I2018B1B2<<<<<<<<<<<<\n",
    "MRV-A SHARMA/ANITA DEVI unknown F 19700115 IND [V L98765432 FRA] MRZ_OPTIONAL=B1B2 "
    "MRZ_EXPIRY=26I201 MRZ_CHECK_DIGIT=8 MRZ_REPAIR=L987654323IND7001154F2612018B1B2<<<<<<<<<<<< "
    "DATE_INVALID@66+6 MRZ_CHECK_DIGIT@66+7 MRZ_REPAIR_POSSIBLE@66+7" },
  { "a long number",
    "IDBEL000S90448<3012<<<<<<<<<<<\n"
    "8511010M3303126BELXY12<<<<<<<2\n"
    "PEETERS<<JAN<<<<<<<<<<<<<<<<<<\n",
    "TD1 PEETERS/JAN unknown M 19851101 BEL [ID 000S90448301 BEL 20330312] MRZ_OPTIONAL_2=XY12 "
    "MRZ_CHECK_DIGIT=2 MRZ_CHECK_DIGIT=2 MRZ_REPAIR=IDBEL000590448<3012<<<<<<<<<<< "
    "MRZ_CHECK_DIGIT@5+14 MRZ_CHECK_DIGIT@60+1 MRZ_REPAIR_POSSIBLE@5+14" },
  { "a long number that may be two",
    "IDBELOOO590448<3012<<<<<<<<<<<\n"
    "8511010M3303126BELXY12<<<<<<<2\n"
    "PEETERS<<JAN<<<<<<<<<<<<<<<<<<\n",
    "TD1 PEETERS/JAN unknown M 19851101 BEL [ID OOO590448301 BEL 20330312] MRZ_OPTIONAL_2=XY12 "
    "MRZ_CHECK_DIGIT=2 MRZ_CHECK_DIGIT=2 MRZ_CHECK_DIGIT@5+14 MRZ_CHECK_DIGIT@60+1" },
  { "the wrong digit: nothing to offer",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005057F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=7 MRZ_CHECK_DIGIT=4 MRZ_CHECK_DIGIT@58+7 "
    "MRZ_CHECK_DIGIT@88+1" },
  { "a letter that is like no digit",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005X56F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F CZE [P X1234567 CZE 20300101] MRZ_OPTIONAL=8055051234 "
    "MRZ_BIRTH=8005X5 MRZ_CHECK_DIGIT=6 MRZ_CHECK_DIGIT=4 DATE_INVALID@58+6 MRZ_CHECK_DIGIT@58+7 "
    "MRZ_CHECK_DIGIT@88+1" },
  { "one field that can be repaired and one that cannot",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8OO5056F30010188055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F CZE [P X1234567 CZE 20300101] MRZ_OPTIONAL=8055051234 "
    "MRZ_BIRTH=8OO505 MRZ_CHECK_DIGIT=6 MRZ_CHECK_DIGIT=8 MRZ_CHECK_DIGIT=4 DATE_INVALID@58+6 "
    "MRZ_CHECK_DIGIT@58+7 MRZ_CHECK_DIGIT@66+7 MRZ_CHECK_DIGIT@88+1" },
};

static const mrz_row mrz_characters[] = {
  { "small letters",
    "P<CZENovak<<PETRa<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CASE@6+4 MRZ_CASE@16+1" },
  { "all small",
    "i<roupopescu<<ion<<<<<<<<<<<<<<<<<<<\n"
    "rr123456<1rou7405<<6m2812313<<<<<<<6\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231] MRZ_CASE@0+1 MRZ_CASE@2+10 "
    "MRZ_CASE@14+3 MRZ_CASE@37+2 MRZ_CASE@47+3 MRZ_CASE@57+1" },
  { "an apostrophe",
    "P<CZEO'NEI<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 O'NEI/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHARACTER@6+1" },
  { "a letter of UTF-8",
    "P<CZENOV\303\201K<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOV\303\201K/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHARACTER@8+2" },
  { "an octet that is no UTF-8",
    "P<CZENOV\301K<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOV\303\201K/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHARACTER@8+1" },
  { "a control character",
    "P<CZENOV\001K<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOV\001K/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHARACTER@8+1" },
  { "in a number",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X12#4567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X12#4567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=7 MRZ_CHECK_DIGIT=4 MRZ_CHARACTER@48+1 "
    "MRZ_CHECK_DIGIT@45+10 MRZ_CHECK_DIGIT@88+1" },
  { "filling of the name is gone",
    "P<CZENOVAK<<PETRA<ANNA\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_LINE_LENGTH@22+0" },
  { "filling of the name of a TD1 is gone",
    "I<ESTAB1234567149102280123<<<<\n"
    "9102284F3111301EST<<<<<<<<<<<2\n"
    "TAMM<<KADRI<LIIS",
    "TD1 TAMM/KADRI LIIS unknown F 19910228 EST [I AB1234567 EST 20311130] "
    "MRZ_OPTIONAL=49102280123 MRZ_LINE_LENGTH@78+0" },
  { "too much filling",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_LINE_LENGTH@44+3" },
  { "a line too short",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_CHECK_DIGIT=< MRZ_CHECK_DIGIT=< MRZ_LINE_LENGTH@86+0 "
    "MRZ_CHECK_DIGIT@73+13 MRZ_CHECK_DIGIT@86+0" },
  { "a line too long",
    "P<CZENOVAK<<PETRA<ANNA<<<<<<<<<<<<<<<<<<<<<<\n"
    "X1234567<7CZE8005056F30010198055051234<<<<54 A B\n",
    "TD3 NOVAK/PETRA ANNA unknown F 19800505 CZE [P X1234567 CZE 20300101] "
    "MRZ_OPTIONAL=8055051234 MRZ_LINE_LENGTH@90+3" },
};

static const mrz_row mrz_lines[] = {
  { "many",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n"
    "\n"
    "I<ESTAB1234567149102280123<<<<\n"
    "9102284F3111301EST<<<<<<<<<<<2\n"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\n"
    "\n"
    "V<FRASHARMA<<ANITA<DEVI<<<<<<<<<<<<<<<<<<<<<\n"
    "L987654323IND7001154F2612018B1B2<<<<<<<<<<<<\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231] | TD1 TAMM/KADRI LIIS "
    "unknown F 19910228 EST [I AB1234567 EST 20311130] MRZ_OPTIONAL=49102280123 | MRV-A "
    "SHARMA/ANITA DEVI unknown F 19700115 IND [V L98765432 FRA 20261201] MRZ_OPTIONAL=B1B2" },
  { "many without blank lines",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n"
    "I<ESTAB1234567149102280123<<<<\n"
    "9102284F3111301EST<<<<<<<<<<<2\n"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\n"
    "V<FRASHARMA<<ANITA<DEVI<<<<<<<<<<<<<<<<<<<<<\n"
    "L987654323IND7001154F2612018B1B2<<<<<<<<<<<<\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231] | TD1 TAMM/KADRI LIIS "
    "unknown F 19910228 EST [I AB1234567 EST 20311130] MRZ_OPTIONAL=49102280123 | MRV-A "
    "SHARMA/ANITA DEVI unknown F 19700115 IND [V L98765432 FRA 20261201] MRZ_OPTIONAL=B1B2" },
  { "before and behind",
    "Copy of a card\n"
    "\n"
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n"
    "Page 1\n"
    "of 2\n"
    "\n"
    "(end)\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231] MRZ_SKIPPED@0+14 "
    "MRZ_SKIPPED@90+11 MRZ_SKIPPED@103+5" },
  { "between",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n"
    "\n"
    "  Card 2  \n"
    " \n"
    "I<ESTAB1234567149102280123<<<<\n"
    "9102284F3111301EST<<<<<<<<<<<2\n"
    "TAMM<<KADRI<LIIS<<<<<<<<<<<<<<\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231] | TD1 TAMM/KADRI LIIS "
    "unknown F 19910228 EST [I AB1234567 EST 20311130] MRZ_OPTIONAL=49102280123 MRZ_SKIPPED@77+6" },
  { "before, without a blank line",
    "Card<<one\n"
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231] MRZ_SKIPPED@0+9" },
  { "a cut zone",
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n"
    "\n"
    "I<ESTAB1234567149102280123<<<<\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231] MRZ_SKIPPED@75+30" },
  { "blank lines all around",
    "\n"
    "\n"
    "  \n"
    "I<ROUPOPESCU<<ION<<<<<<<<<<<<<<<<<<<\n"
    "RR123456<1ROU7405<<6M2812313<<<<<<<6\n"
    "\n"
    "\n",
    "TD2 POPESCU/ION unknown M 19740500 ROU [I RR123456 ROU 20281231]" },
  { "no zone at all",
    "Card one\n"
    "Card two\n",
    "41@0" },
};

#endif
