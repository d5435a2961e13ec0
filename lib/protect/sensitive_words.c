/* SPDX-License-Identifier: Apache-2.0
 *
 * The library's own table of codes and words that may reveal what article 13(4) of Directive (EU) 2016/681 protects. The
 * law lists none: this is policy, to be changed by who answers for it (pnr scrub --print-table). Words are written as in
 * their language and folded when they are looked up; a star stands for any end, an underscore for a blank. Languages are
 * those of the Union: Bulgarian, Czech, Danish, German, Greek, English, Spanish, Estonian, Finnish, French, Irish, Croatian,
 * Hungarian, Italian, Lithuanian, Latvian, Maltese, Dutch, Polish, Portuguese, Romanian, Slovak, Slovene, Swedish. Words that
 * are common names too (Christian, Roma, Imam) are left out. */
#include "protect/sensitive.h"

const pnri_sensitive_rows pnri_sensitive_own[] = {
  /* Special service requests: meals, mobility, senses, medical cases (IATA code lists). */
  { PNR_SENSITIVE_RELIGION, true, "KSML MOML HNML AVML JNML VJML VOML" },
  { PNR_SENSITIVE_RELIGION, true, "VGML VLML RVML ORML" }, /* belief, or philosophy */
  { PNR_SENSITIVE_HEALTH, true, "DBML BLML GFML LSML LFML LCML LPML NLML HFML PRML PLML SFML NOML NFML PFML NBML" },
  { PNR_SENSITIVE_HEALTH, true, "SPML NUTS NUTP PNUT" },
  { PNR_SENSITIVE_HEALTH, true, "WCHR WCHS WCHC WCHP WCOB WCMP WCBD WCBW WCLB WCHA" },
  { PNR_SENSITIVE_HEALTH, true, "MEDA MEDIF STCR OXYG MEQT PPOC LEGL LEGB LEGR PREG POXY CPAP" },
  { PNR_SENSITIVE_HEALTH, true, "BLND DEAF DPNA MAAS SVAN ESAN ASVC" },

  { PNR_SENSITIVE_HEALTH, false,
    "wheelchair* disabled disability handicap* blind deaf pregnan* diabet* insulin* oxygen epilep* cancer oncolog* "
    "chemotherap* dialysis psychiatr* dementia alzheimer* parkinson* hiv aids stretcher allerg* asthma* autis* pacemaker "
    "transplant* hospital hospitals surgery tuberculosis infectious paraly* amputee* medication* schizophren* crutches" },
  { PNR_SENSITIVE_HEALTH, false,
    "rollstuhl* behinder* gehbehinder* sehbehinder* gehörlos* schwanger* krebs krebskrank* herzkrank* krankenhaus* "
    "krankentransport* sauerstoff* dialyse* psychisch* demenz* allergi* schwerhörig* pflegebedürftig* diabetiker*" },
  { PNR_SENSITIVE_HEALTH, false,
    "fauteuil_roulant handicapé* aveugle* malentendant* sourd enceinte diabétique* insuline cancéreux oxygène hôpital "
    "hospitalis* épilep* malade* brancard démence mobilité_réduite" },
  { PNR_SENSITIVE_HEALTH, false,
    "sedia_rotelle carrozzina disabil* cieco cieca sordo sorda incinta gravidanza malattia malato ospedale ossigeno "
    "barella dializz* demenza tumore" },
  { PNR_SENSITIVE_HEALTH, false,
    "silla_ruedas silla_de discapacit* minusválid* ciego ciega sordomud* embarazad* enfermedad* enfermo enferma oxígeno "
    "camilla diálisis cáncer movilidad_reducida" },
  { PNR_SENSITIVE_HEALTH, false,
    "cadeira_rodas deficiente* cego cega surdo grávida doente* doença* oxigénio hemodiális* cancro" },
  { PNR_SENSITIVE_HEALTH, false,
    "rolstoel* gehandicapt* slechtziend* slechthorend* zwanger* suikerziekte zuurstof* ziekenhuis* brancard dialyse "
    "kanker dementie" },
  { PNR_SENSITIVE_HEALTH, false,
    "kørestol* handicappet gravid* sukkersyge sygehus* rullstol* funktionshind* synskad* hörselskad* sjukhus* syrgas "
    "pyörätuol* vammainen sokea kuuro raskaana sairaal* syöpä" },
  { PNR_SENSITIVE_HEALTH, false,
    "wózek_inwalidzki wózk* niepełnospraw* niewidom* niesłysząc* ciąża ciąży cukrzyc* szpital* nowotwor* choroba chory" },
  { PNR_SENSITIVE_HEALTH, false,
    "vozíčk* vozíček invalidní invalidný invalidná postižen* nevidom* neslyšíc* těhotn* tehotn* cukrovk* nemocnic* "
    "rakovin* kyslík* dušnost nepočujúc* onkolog* hluchý" },
  { PNR_SENSITIVE_HEALTH, false,
    "kerekesszék* fogyatékos* terhes* cukorbeteg* kórház* rákos oxigén vak_utas siket* invalidska invalidsk* trudna "
    "trudnica noseča bolnic* bolnišnic* slijep* gluh* šećerna_bolest sladkorna_bolezen kisik*" },
  { PNR_SENSITIVE_HEALTH, false,
    "scaun_rotile scaun_cu handicap* nevăzător* gravidă însărcinată spital* cancer bolnav* oxigen инвалид* инвалидна "
    "бременна* диабет* болниц* кислород* глух* сляп* рак_болен" },
  { PNR_SENSITIVE_HEALTH, false,
    "αναπηρ* τυφλός τυφλή κωφός έγκυος διαβητ* νοσοκομεί* καρκίν* οξυγόν* ratastool* invaliidsus* rase_reisija haigla* "
    "diabeetik* ratiņkrēsl* invaliditāt* grūtniec* slimnīc* neįgal* nėščia ligonin* cukrinis_diabetas" },
  { PNR_SENSITIVE_HEALTH, false,
    "siġġu_rota diżabilit* għama tqila isptar cathaoir_rothaí faoi_mhíchumas ospidéal torrach" },

  { PNR_SENSITIVE_RELIGION, false,
    "muslim* islam islamic* islamist* jewish judais* catholic* protestant* buddhis* hindu hindus hinduism* sikh* kosher halal* mosque* synagogue* church churches "
    "pilgrim* hajj umrah umra ramadan* rabbi* jehova* mormon* baptist* atheis* monaster* missionar* diocese* parish*" },
  { PNR_SENSITIVE_RELIGION, false,
    "moslem* jüdisch* judentum katholi* evangelisch* pilger* wallfahrt* moschee* synagoge* kirche* kirchengemeinde* bistum* "
    "zeugen_jehovas koscher" },
  { PNR_SENSITIVE_RELIGION, false,
    "musulman* juif juive* catholique* pèlerin* mosquée* église* paroiss* diocès* ebreo ebrea ebraic* cattolic* pellegrin* "
    "moschea chiesa parrocchi* diocesi judío judía católic* peregrin* mezquita iglesia parroquia judeu judia mesquita "
    "igreja paróquia muçulman*" },
  { PNR_SENSITIVE_RELIGION, false,
    "moslims joods* katholiek* bedevaart* moskee kerkelijk* jødisk* judisk* katolsk* moské* moske* kyrka* kirke* "
    "pilgrimsresa juutalai* muslimi* katoli* moskeija kirkko* pyhiinvael*" },
  { PNR_SENSITIVE_RELIGION, false,
    "muzułma* żydow* pielgrzym* meczet* kościół kościel* parafi* muslimsk* židov* poutn* pútnic* mešit* kostel farnost* "
    "muzulm* zsidó* zarándok* mecset* templom* egyházköz* hodočas* džamij* crkv* romanje romarsk* cerkv* župnij*" },
  { PNR_SENSITIVE_RELIGION, false,
    "evreu evreiesc* pelerin* moschee biseric* мюсюлман* евре* поклонник* поклонниц* джамия църк* μουσουλμ* εβραί* "
    "προσκύν* εκκλησί* τζαμί palverän* mošeja svētceļ* baznīc* piligrim* bažnyč* mečet* pellegrinaġġ knisja moskea "
    "oilithreacht eaglais" },

  { PNR_SENSITIVE_POLITICAL, false,
    "political* party_congress party_conference opposition_leader communist* socialist_party election_campaign dissident* "
    "politisch* parteitag* wahlkampf* politique* congrès_parti partito_politico politici político* politiek* partijcongres "
    "politisk* polityczn* politick* politikai pártkongressz* politic_partid политическ* πολιτικ* poliitili* poliittin* "
    "politisk* politin*" },
  { PNR_SENSITIVE_UNION, false,
    "trade_union trade_unions trade_unionist* labour_union labor_union gewerkschaft* syndicat* sindacat* sindicat* "
    "sindicalist* vakbond* vakvereniging fagforening* fackförening* fackförbund* ammattiliit* związek_zawodowy "
    "odborář* odbory szakszervezet* sindikat* синдикат* συνδικάτ* συνδικαλιστ* ametiühing* arodbiedrīb* "
    "profsąjung* ceardchumann" },
  { PNR_SENSITIVE_SEXUAL, false,
    "gay gays lesbian* lgbt* homosexu* homoseks* homossex* omosess* omofil* bisexu* biseks* bisess* transgender* transsexu* "
    "transseks* queer* schwul* lesbisch* gay_pride хомосексуал* ομοφυλόφιλ*" },
  { PNR_SENSITIVE_ETHNIC, false,
    "ethnic_origin ethnic_minority racial gypsy gypsies sinti zigeuner* gitan gitane* zingar* gitano* cikán* cigán* cigan* "
    "romani romaní" },
};

const uint32_t pnri_sensitive_own_count = sizeof pnri_sensitive_own / sizeof pnri_sensitive_own[0];
