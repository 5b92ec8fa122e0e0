// Written by scripts/pdf-font-tables: Adobe's glyph list (https://github.com/adobe-type-tools/agl-aglfn, Copyright 2002-2019
// Adobe, under the BSD 3-clause licence), without the scripts whose PDFs do not rely on names.

extension PDFGlyphNames {
  /// Names, each followed by its character in hexadecimal.
  static let table: StaticString = """
    A 41 AE C6 AEacute 1FC AEmacron 1E2 Aacute C1 Abreve 102 Abreveacute 1EAE Abrevecyr 4D0 Abrevecyrillic 4D0
    Abrevedotbelow 1EB6 Abrevegrave 1EB0 Abrevehoi 1EB2 Abrevehookabove 1EB2 Abrevetilde 1EB4 Acaron 1CD Acircle
    24B6 Acircumflex C2 Acircumflexacute 1EA4 Acircumflexdotbelow 1EAC Acircumflexgrave 1EA6 Acircumflexhoi 1EA8
    Acircumflexhookabove 1EA8 Acircumflextilde 1EAA Acyr 410 Acyrillic 410 Adblgrave 200 Adieresis C4 Adieresiscyr
    4D2 Adieresiscyrillic 4D2 Adieresismacron 1DE Adot 226 Adotbelow 1EA0 Adotmacron 1E0 Agrave C0 Agravedbl 200
    Ahoi 1EA2 Ahookabove 1EA2 Aiecyr 4D4 Aiecyrillic 4D4 Ainvertedbreve 202 Alpha 391 Alphaacute 1FBB Alphaasper
    1F09 Alphaasperacute 1F0D Alphaasperacuteiotasub 1F8D Alphaaspergrave 1F0B Alphaaspergraveiotasub 1F8B
    Alphaasperiotasub 1F89 Alphaaspertilde 1F0F Alphaaspertildeiotasub 1F8F Alphabreve 1FB8 Alphagrave 1FBA
    Alphaiotasub 1FBC Alphalenis 1F08 Alphalenisacute 1F0C Alphalenisacuteiotasub 1F8C Alphalenisgrave 1F0A
    Alphalenisgraveiotasub 1F8A Alphalenisiotasub 1F88 Alphalenistilde 1F0E Alphalenistildeiotasub 1F8E Alphatonos
    386 Alphawithmacron 1FB9 Amacron 100 Aogonek 104 Aring C5 Aringacute 1FA Aringbelow 1E00 Astroke 23A Atilde C3
    Aybarmenian 531 Aybarmn 531 B 42 Bcircle 24B7 Bdot 1E02 Bdotaccent 1E02 Bdotbelow 1E04 Becyr 411 Becyrillic 411
    Benarmenian 532 Benarmn 532 Beta 392 Bhook 181 Blinebelow 1E06 Bscript 212C Bstroke 243 Btopbar 182 C 43
    Caarmenian 53E Caarmn 53E Cacute 106 Ccaron 10C Ccedilla C7 Ccedillaacute 1E08 Ccircle 24B8 Ccircumflex 108
    Cdblstruck 2102 Cdot 10A Cdotaccent 10A Cfraktur 212D Chaarmenian 549 Chaarmn 549 Cheabkhasiancyrillic 4BC
    Cheabkhcyr 4BC Cheabkhtailcyr 4BE Checyr 427 Checyrillic 427 Chedescenderabkhasiancyrillic 4BE
    Chedescendercyrillic 4B6 Chedieresiscyr 4F4 Chedieresiscyrillic 4F4 Cheharmenian 543 Cheharmn 543 Chekhakascyr
    4CB Chekhakassiancyrillic 4CB Chetailcyr 4B6 Chevertcyr 4B8 Cheverticalstrokecyrillic 4B8 Chi 3A7 Chook 187
    Coarmenian 551 Coarmn 551 Cstretched 297 Cstroke 23B D 44 DZ 1F1 DZcaron 1C4 Daarmenian 534 Daarmn 534 Dafrican
    189 Dbar 110 Dcaron 10E Dcedilla 1E10 Dchecyr 52C Dcircle 24B9 Dcircumflexbelow 1E12 Dcommaaccent 1E10 Dcroat
    110 Ddblstruckitalic 2145 Ddot 1E0A Ddotaccent 1E0A Ddotbelow 1E0C Decyr 414 Decyrillic 414 Deicoptic 3EE
    Dekomicyr 500 Delta 2206 Deltagreek 394 Dhook 18A Digamma 3DC Digammagreek 3DC Digammapamphylian 376 Djecyr 402
    Djecyrillic 402 Djekomicyr 502 Dlinebelow 1E0E Dslash 110 Dtopbar 18B Dz 1F2 Dzcaron 1C5 Dzeabkhasiancyrillic
    4E0 Dzeabkhcyr 4E0 Dzecyr 405 Dzecyrillic 405 Dzhecyr 40F Dzhecyrillic 40F Dzjekomicyr 506 Dzzhecyr 52A E 45
    Eacute C9 Ebreve 114 Ecaron 11A Ecedilla 228 Ecedillabreve 1E1C Echarmenian 535 Echarmn 535 Ecircle 24BA
    Ecircumflex CA Ecircumflexacute 1EBE Ecircumflexbelow 1E18 Ecircumflexdotbelow 1EC6 Ecircumflexgrave 1EC0
    Ecircumflexhoi 1EC2 Ecircumflexhookabove 1EC2 Ecircumflextilde 1EC4 Ecyrillic 404 Edblgrave 204 Edieresis CB
    Edot 116 Edotaccent 116 Edotbelow 1EB8 Efcyr 424 Efcyrillic 424 Egrave C8 Egravedbl 204 Eharmenian 537 Eharmn
    537 Ehoi 1EBA Ehookabove 1EBA Eightroman 2167 Einvertedbreve 206 Eiotifiedcyr 464 Eiotifiedcyrillic 464 Elcyr
    41B Elcyrillic 41B Elevenroman 216A Elhookcyr 512 Elmiddlehookcyr 520 Elsharptailcyr 4C5 Eltailcyr 52E Emacron
    112 Emacronacute 1E16 Emacrongrave 1E14 Emcyr 41C Emcyrillic 41C Emsharptailcyr 4CD Encyr 41D Encyrillic 41D
    Endescendercyrillic 4A2 Eng 14A Engecyr 4A4 Enghecyrillic 4A4 Enhookcyr 4C7 Enhookcyrillic 4C7 Enhookleftcyr 528
    Enmiddlehookcyr 522 Ensharptailcyr 4C9 Entailcyr 4A2 Eogonek 118 Eopen 190 Epsilon 395 Epsilonacute 1FC9
    Epsilonasper 1F19 Epsilonasperacute 1F1D Epsilonaspergrave 1F1B Epsilongrave 1FC8 Epsilonlenis 1F18
    Epsilonlenisacute 1F1C Epsilonlenisgrave 1F1A Epsilontonos 388 Ercyr 420 Ercyrillic 420 Ereversed 18E
    Ereversedcyr 42D Ereversedcyrillic 42D Ereverseddieresiscyr 4EC Ertickcyr 48E Escript 2130 Escyr 421 Escyrillic
    421 Esdescendercyrillic 4AA Esh 1A9 Estailcyr 4AA Estroke 246 Eta 397 Etaacute 1FCB Etaasper 1F29 Etaasperacute
    1F2D Etaasperacuteiotasub 1F9D Etaaspergrave 1F2B Etaaspergraveiotasub 1F9B Etaasperiotasub 1F99 Etaaspertilde
    1F2F Etaaspertildeiotasub 1F9F Etagrave 1FCA Etaiotasub 1FCC Etalenis 1F28 Etalenisacute 1F2C
    Etalenisacuteiotasub 1F9C Etalenisgrave 1F2A Etalenisgraveiotasub 1F9A Etalenisiotasub 1F98 Etalenistilde 1F2E
    Etalenistildeiotasub 1F9E Etarmenian 538 Etarmn 538 Etatonos 389 Eth D0 Etilde 1EBC Etildebelow 1E1A Eukrcyr 404
    Euro 20AC Ezh 1B7 Ezhcaron 1EE Ezhreversed 1B8 F 46 Fcircle 24BB Fdot 1E1E Fdotaccent 1E1E Feharmenian 556
    Feharmn 556 Feicoptic 3E4 Fhook 191 Finv 2132 Fitacyr 472 Fitacyrillic 472 Fiveroman 2164 Fourroman 2163 Fscript
    2131 Fturned 2132 G 47 Gacute 1F4 Gamma 393 Gammaafrican 194 Gammadblstruck 213E Gangiacoptic 3EA Gbreve 11E
    Gcaron 1E6 Gcedilla 122 Gcircle 24BC Gcircumflex 11C Gcommaaccent 122 Gdot 120 Gdotaccent 120 Gecyr 413
    Gecyrillic 413 Gehookcyr 494 Gehookstrokecyr 4FA Germandbls 1E9E Germandblssmall DF Gestrokecyr 492 Getailcyr
    4F6 Geupcyr 490 Ghadarmenian 542 Ghadarmn 542 Ghemiddlehookcyrillic 494 Ghestrokecyrillic 492 Gheupturncyrillic
    490 Ghook 193 Ghooksmall 29B Gimarmenian 533 Gimarmn 533 Gjecyr 403 Gjecyrillic 403 Glottalstop 241 Gmacron 1E20
    Gmir 2141 Gsmallhook 29B Gstroke 1E4 Gturnedsans 2141 H 48 H18533 25CF H18543 25AA H18551 25AB
    Haabkhasiancyrillic 4A8 Haabkhcyr 4A8 Hacyr 425 Hadescendercyrillic 4B2 Hahookcyr 4FC Hardcyr 42A
    Hardsigncyrillic 42A Hastrokecyr 4FE Hbar 126 Hbrevebelow 1E2A Hcaron 21E Hcedilla 1E28 Hcircle 24BD Hcircumflex
    124 Hdblstruck 210D Hdieresis 1E26 Hdot 1E22 Hdotaccent 1E22 Hdotbelow 1E24 Heta 370 Hfraktur 210C Hoarmenian
    540 Hoarmn 540 Horicoptic 3E8 Hscript 210B Hwair 1F6 I 49 IAcyrillic 42F IJ 132 IUcyrillic 42E Iacute CD Ibreve
    12C Icaron 1CF Icircle 24BE Icircumflex CE Icyr 418 Icyrillic 406 Idblgrave 208 Idieresis CF Idieresisacute 1E2E
    Idieresiscyr 4E4 Idieresiscyrillic 4E4 Idot 130 Idotaccent 130 Idotbelow 1ECA Iebrevecyr 4D6 Iebrevecyrillic 4D6
    Iecyr 415 Iecyrillic 415 Iegravecyr 400 Ifractur 2111 Ifraktur 2111 Igrave CC Igravecyr 40D Igravedbl 208 Ihoi
    1EC8 Ihookabove 1EC8 Iicyrillic 418 Iinvertedbreve 20A Iishortcyrillic 419 Imacron 12A Imacroncyr 4E2
    Imacroncyrillic 4E2 Iniarmenian 53B Iniarmn 53B Iocyr 401 Iocyrillic 401 Iogonek 12E Iota 399 Iotaacute 1FDB
    Iotaafrican 196 Iotaasper 1F39 Iotaasperacute 1F3D Iotaaspergrave 1F3B Iotaaspertilde 1F3F Iotabreve 1FD8
    Iotadieresis 3AA Iotagrave 1FDA Iotalenis 1F38 Iotalenisacute 1F3C Iotalenisgrave 1F3A Iotalenistilde 1F3E
    Iotatonos 38A Iotawithmacron 1FD9 Iscript 2110 Ishortcyr 419 Ishortsharptailcyr 48A Istroke 197 Itilde 128
    Itildebelow 1E2C Iukrcyr 406 Izhitsacyr 474 Izhitsacyrillic 474 Izhitsadblgravecyrillic 476 Izhitsagravedblcyr
    476 J 4A Jaarmenian 541 Jaarmn 541 Jcircle 24BF Jcircumflex 134 Jecyr 408 Jecyrillic 408 Jheharmenian 54B
    Jheharmn 54B Jstroke 248 K 4B KORONIS 1FBD Kaaleutcyr 51E Kabashkcyr 4A0 Kabashkircyrillic 4A0 Kacute 1E30 Kacyr
    41A Kacyrillic 41A Kadescendercyrillic 49A Kahookcyr 4C3 Kahookcyrillic 4C3 Kaisymbol 3CF Kappa 39A Kastrokecyr
    49E Kastrokecyrillic 49E Katailcyr 49A Kaverticalstrokecyr 49C Kaverticalstrokecyrillic 49C Kcaron 1E8 Kcedilla
    136 Kcircle 24C0 Kcommaaccent 136 Kdotbelow 1E32 Keharmenian 554 Keharmn 554 Kenarmenian 53F Kenarmn 53F
    Khacyrillic 425 Kheicoptic 3E6 Khook 198 Kjecyr 40C Kjecyrillic 40C Klinebelow 1E34 Koppa 3DE Koppaarchaic 3D8
    Koppacyr 480 Koppacyrillic 480 Koppagreek 3DE Ksicyr 46E Ksicyrillic 46E L 4C LJ 1C7 LLwelsh 1EFA Lacute 139
    Lambda 39B Lbar 23D Lcaron 13D Lcedilla 13B Lcircle 24C1 Lcircumflexbelow 1E3C Lcommaaccent 13B Ldot 13F
    Ldotaccent 13F Ldotbelow 1E36 Ldotbelowmacron 1E38 Lhacyr 514 Liwnarmenian 53C Liwnarmn 53C Lj 1C8 Ljecyr 409
    Ljecyrillic 409 Ljekomicyr 508 Llinebelow 1E3A Lmacrondot 1E38 Lreversedsans 2143 Lscript 2112 Lslash 141
    Lturnedsans 2142 M 4D Macute 1E3E Mcircle 24C2 Mdot 1E40 Mdotaccent 1E40 Mdotbelow 1E42 Menarmenian 544 Menarmn
    544 Mscript 2133 Mturned 19C Mu 39C N 4E NJ 1CA Nacute 143 Ncaron 147 Ncedilla 145 Ncircle 24C3 Ncircumflexbelow
    1E4A Ncommaaccent 145 Ndblstruck 2115 Ndot 1E44 Ndotaccent 1E44 Ndotbelow 1E46 Ngrave 1F8 Nhookleft 19D
    Nineroman 2168 Nj 1CB Njecyr 40A Njecyrillic 40A Njekomicyr 50A Nlinebelow 1E48 Nlongrightleg 220 Nowarmenian
    546 Nowarmn 546 Ntilde D1 Nu 39D O 4F OE 152 Oacute D3 Obar 19F Obarcyr 4E8 Obardieresiscyr 4EA Obarredcyrillic
    4E8 Obarreddieresiscyrillic 4EA Obreve 14E Ocaron 1D1 Ocenteredtilde 19F Ocircle 24C4 Ocircumflex D4
    Ocircumflexacute 1ED0 Ocircumflexdotbelow 1ED8 Ocircumflexgrave 1ED2 Ocircumflexhoi 1ED4 Ocircumflexhookabove
    1ED4 Ocircumflextilde 1ED6 Ocyr 41E Ocyrillic 41E Odblacute 150 Odblgrave 20C Odieresis D6 Odieresiscyr 4E6
    Odieresiscyrillic 4E6 Odieresismacron 22A Odot 22E Odotbelow 1ECC Odotmacron 230 Ograve D2 Ogravedbl 20C
    Oharmenian 555 Oharmn 555 Ohm 2126 Ohoi 1ECE Ohookabove 1ECE Ohorn 1A0 Ohornacute 1EDA Ohorndotbelow 1EE2
    Ohorngrave 1EDC Ohornhoi 1EDE Ohornhookabove 1EDE Ohorntilde 1EE0 Ohungarumlaut 150 Oi 1A2 Oinvertedbreve 20E
    Omacron 14C Omacronacute 1E52 Omacrongrave 1E50 Omega 2126 Omegaacute 1FFB Omegaasper 1F69 Omegaasperacute 1F6D
    Omegaasperacuteiotasub 1FAD Omegaaspergrave 1F6B Omegaaspergraveiotasub 1FAB Omegaasperiotasub 1FA9
    Omegaaspertilde 1F6F Omegaaspertildeiotasub 1FAF Omegacyr 460 Omegacyrillic 460 Omegagrave 1FFA Omegagreek 3A9
    Omegainv 2127 Omegaiotasub 1FFC Omegalenis 1F68 Omegalenisacute 1F6C Omegalenisacuteiotasub 1FAC Omegalenisgrave
    1F6A Omegalenisgraveiotasub 1FAA Omegalenisiotasub 1FA8 Omegalenistilde 1F6E Omegalenistildeiotasub 1FAE
    Omegaroundcyr 47A Omegaroundcyrillic 47A Omegatitlocyr 47C Omegatitlocyrillic 47C Omegatonos 38F Omicron 39F
    Omicronacute 1FF9 Omicronasper 1F49 Omicronasperacute 1F4D Omicronaspergrave 1F4B Omicrongrave 1FF8 Omicronlenis
    1F48 Omicronlenisacute 1F4C Omicronlenisgrave 1F4A Omicrontonos 38C Oneroman 2160 Oogonek 1EA Oogonekmacron 1EC
    Oopen 186 Oslash D8 Oslashacute 1FE Ostrokeacute 1FE Otcyr 47E Otcyrillic 47E Otilde D5 Otildeacute 1E4C
    Otildedieresis 1E4E Otildemacron 22C Ou 222 P 50 Pacute 1E54 Palochkacyr 4C0 Pcircle 24C5 Pdblstruck 2119 Pdot
    1E56 Pdotaccent 1E56 Pecyr 41F Pecyrillic 41F Peharmenian 54A Peharmn 54A Pehookcyr 4A6 Pemiddlehookcyrillic 4A6
    Petailcyr 524 Phi 3A6 Phook 1A4 Pi 3A0 Pidblstruck 213F Piwrarmenian 553 Piwrarmn 553 Psi 3A8 Psicyr 470
    Psicyrillic 470 Q 51 Qacyr 51A Qcircle 24C6 Qdblstruck 211A Qrotated 213A Qsmallhooktail 24A R 52 Raarmenian 54C
    Raarmn 54C Racute 154 Rcaron 158 Rcedilla 156 Rcircle 24C7 Rcommaaccent 156 Rdblgrave 210 Rdblstruck 211D Rdot
    1E58 Rdotaccent 1E58 Rdotbelow 1E5A Rdotbelowmacron 1E5C Reharmenian 550 Reharmn 550
    Reverseddottedsigmalunatesymbol 3FF Reversedzecyr 510 Rfractur 211C Rfraktur 211C Rgravedbl 210 Rhacyr 516 Rho
    3A1 Rhoasper 1FEC Rinvertedbreve 212 Rinvertedsmall 281 Rlinebelow 1E5E Rmacrondot 1E5C Rscript 211B
    Rsmallinverted 281 Rsmallinvertedsuperior 2B6 Rstroke 24C Rsupinvertedmod 2B6 S 53 SF010000 250C SF020000 2514
    SF030000 2510 SF040000 2518 SF050000 253C SF060000 252C SF070000 2534 SF080000 251C SF090000 2524 SF100000 2500
    SF110000 2502 SF190000 2561 SF200000 2562 SF210000 2556 SF220000 2555 SF230000 2563 SF240000 2551 SF250000 2557
    SF260000 255D SF270000 255C SF280000 255B SF360000 255E SF370000 255F SF380000 255A SF390000 2554 SF400000 2569
    SF410000 2566 SF420000 2560 SF430000 2550 SF440000 256C SF450000 2567 SF460000 2568 SF470000 2564 SF480000 2565
    SF490000 2559 SF500000 2558 SF510000 2552 SF520000 2553 SF530000 256B SF540000 256A SS 1E9E SSsmall DF S_S 1E9E
    Sacute 15A Sacutedotaccent 1E64 Sampi 3E0 Sampiarchaic 372 Sampigreek 3E0 San 3FA Scaron 160 Scarondot 1E66
    Scarondotaccent 1E66 Scedilla 15E Schwa 18F Schwacyr 4D8 Schwacyrillic 4D8 Schwadieresiscyr 4DA
    Schwadieresiscyrillic 4DA Scircle 24C8 Scircumflex 15C Scommaaccent 218 Sdot 1E60 Sdotaccent 1E60 Sdotbelow 1E62
    Sdotbelowdotabove 1E68 Sdotbelowdotaccent 1E68 Seharmenian 54D Seharmn 54D Semisoftcyr 48C Sevenroman 2166
    Shaarmenian 547 Shaarmn 547 Shacyr 428 Shacyrillic 428 Shchacyr 429 Shchacyrillic 429 Sheicoptic 3E2 Shhacyr 4BA
    Shhacyrillic 4BA Shhatailcyr 526 Shimacoptic 3EC Sho 3F7 Sigma 3A3 Sigmalunatesymbol 3F9 Sigmalunatesymboldotted
    3FE Sigmareversedlunatesymbol 3FD Sixroman 2165 Sjekomicyr 50C Softcyr 42C Softsigncyrillic 42C Stigma 3DA
    Stigmagreek 3DA T 54 Tau 3A4 Tbar 166 Tcaron 164 Tcedilla 162 Tcircle 24C9 Tcircumflexbelow 1E70 Tcommaaccent
    162 Tdot 1E6A Tdotaccent 1E6A Tdotbelow 1E6C Tecyr 422 Tecyrillic 422 Tedescendercyrillic 4AC Tenroman 2169
    Tetailcyr 4AC Tetsecyr 4B4 Tetsecyrillic 4B4 Theta 398 Thetasymbol 3F4 Thook 1AC Thorn DE Threeroman 2162
    Tiwnarmenian 54F Tiwnarmn 54F Tjekomicyr 50E Tlinebelow 1E6E Toarmenian 539 Toarmn 539 Togonek 162 Tonefive 1BC
    Tonesix 184 Tonetwo 1A7 Tretroflexhook 1AE Tsecyr 426 Tsecyrillic 426 Tshecyr 40B Tshecyrillic 40B Twelveroman
    216B Twithdiagonalstroke 23E Tworoman 2161 U 55 Uacute DA Uacutedblcyr 4F2 Ubar 244 Ubreve 16C Ucaron 1D3
    Ucircle 24CA Ucircumflex DB Ucircumflexbelow 1E76 Ucyr 423 Ucyrillic 423 Udblacute 170 Udblgrave 214 Udieresis
    DC Udieresisacute 1D7 Udieresisbelow 1E72 Udieresiscaron 1D9 Udieresiscyr 4F0 Udieresiscyrillic 4F0
    Udieresisgrave 1DB Udieresismacron 1D5 Udotbelow 1EE4 Ugrave D9 Ugravedbl 214 Uhoi 1EE6 Uhookabove 1EE6 Uhorn
    1AF Uhornacute 1EE8 Uhorndotbelow 1EF0 Uhorngrave 1EEA Uhornhoi 1EEC Uhornhookabove 1EEC Uhorntilde 1EEE
    Uhungarumlaut 170 Uhungarumlautcyrillic 4F2 Uinvertedbreve 216 Ukcyr 478 Ukcyrillic 478 Umacron 16A Umacroncyr
    4EE Umacroncyrillic 4EE Umacrondieresis 1E7A Uogonek 172 Upsilon 3A5 Upsilon1 3D2 Upsilonacute 1FEB
    Upsilonacutehooksymbol 3D3 Upsilonacutehooksymbolgreek 3D3 Upsilonadieresishooksymbol 3D4 Upsilonafrican 1B1
    Upsilonasper 1F59 Upsilonasperacute 1F5D Upsilonaspergrave 1F5B Upsilonaspertilde 1F5F Upsilonbreve 1FE8
    Upsilondieresis 3AB Upsilondieresishooksymbolgreek 3D4 Upsilongrave 1FEA Upsilonhooksymbol 3D2 Upsilontonos 38E
    Upsilonwithmacron 1FE9 Uring 16E Ushortcyr 40E Ushortcyrillic 40E Ustraightcyr 4AE Ustraightcyrillic 4AE
    Ustraightstrokecyr 4B0 Ustraightstrokecyrillic 4B0 Utilde 168 Utildeacute 1E78 Utildebelow 1E74 V 56 Vcircle
    24CB Vdotbelow 1E7E Vecyr 412 Vecyrillic 412 Vewarmenian 54E Vewarmn 54E Vhook 1B2 Voarmenian 548 Voarmn 548
    Vtilde 1E7C Vturned 245 Vwelsh 1EFC W 57 Wacute 1E82 Wcircle 24CC Wcircumflex 174 Wdieresis 1E84 Wdot 1E86
    Wdotaccent 1E86 Wdotbelow 1E88 Wecyr 51C Wgrave 1E80 Wynn 1F7 X 58 Xatailcyr 4B2 Xcircle 24CD Xdieresis 1E8C
    Xdot 1E8A Xdotaccent 1E8A Xeharmenian 53D Xeharmn 53D Xi 39E Y 59 Yacute DD Yacyr 42F Yaecyr 518 Yatcyr 462
    Yatcyrillic 462 Ycircle 24CE Ycircumflex 176 Ydieresis 178 Ydot 1E8E Ydotaccent 1E8E Ydotbelow 1EF4 Yen A5
    Yericyrillic 42B Yerudieresiscyrillic 4F8 Ygrave 1EF2 Yhoi 1EF6 Yhook 1B3 Yhookabove 1EF6 Yiarmenian 545 Yiarmn
    545 Yicyrillic 407 Yiwnarmenian 552 Yiwnarmn 552 Ylongcyr 42B Ylongdieresiscyr 4F8 Yloop 1EFE Ymacron 232 Yogh
    21C Yot 37F Ystroke 24E Ytilde 1EF8 Yturnedsans 2144 Yucyr 42E Yukrcyr 407 Yusbigcyr 46A Yusbigcyrillic 46A
    Yusbigiotifiedcyr 46C Yusbigiotifiedcyrillic 46C Yuslittlecyr 466 Yuslittlecyrillic 466 Yuslittleiotifiedcyr 468
    Yuslittleiotifiedcyrillic 468 Z 5A Zaarmenian 536 Zaarmn 536 Zacute 179 Zcaron 17D Zcircle 24CF Zcircumflex 1E90
    Zdblstruck 2124 Zdot 17B Zdotaccent 17B Zdotbelow 1E92 Zecyr 417 Zecyrillic 417 Zedescendercyrillic 498
    Zedieresiscyr 4DE Zedieresiscyrillic 4DE Zeta 396 Zetailcyr 498 Zfraktur 2128 Zhearmenian 53A Zhearmn 53A
    Zhebrevecyr 4C1 Zhebrevecyrillic 4C1 Zhecyr 416 Zhecyrillic 416 Zhedescendercyrillic 496 Zhedieresiscyr 4DC
    Zhedieresiscyrillic 4DC Zhetailcyr 496 Zhook 224 Zjekomicyr 504 Zlinebelow 1E94 Zstroke 1B5 a 61 a.inferior 2090
    a100 64 a101 65 a102 66 a103 67 a104 68 a105 69 a106 6A a107 6B a108 6C a109 6D a110 6E a111 6F a112 70 a113 71
    a114 72 a115 73 a116 74 a117 75 a118 76 a119 77 a120 78 a121 79 a122 7A a123 7B a124 7C a125 7D a126 7E a127 7F
    a128 80 a129 81 a130 82 a131 83 a132 84 a133 85 a134 86 a135 87 a136 88 a137 89 a138 8A a139 8B a140 8C a141 8D
    a142 8E a143 8F a144 90 a145 91 a146 92 a147 93 a148 94 a149 95 a150 96 a151 97 a152 98 a153 99 a154 9A a155 9B
    a156 9C a157 9D a158 9E a159 9F a160 A0 a161 A1 a162 A2 a163 A3 a164 A4 a165 A5 a166 A6 a167 A7 a168 A8 a169 A9
    a170 AA a171 AB a172 AC a173 AD a174 AE a175 AF a176 B0 a177 B1 a178 B2 a179 B3 a180 B4 a181 B5 a182 B6 a183 B7
    a184 B8 a185 B9 a186 BA a187 BB a188 BC a189 BD a190 BE a191 BF a192 C0 a193 C1 a194 C2 a195 C3 a196 C4 a197 C5
    a198 C6 a199 C7 a200 C8 a201 C9 a202 CA a203 CB a204 CC a205 CD a206 CE a207 CF a208 D0 a209 D1 a210 D2 a211 D3
    a212 D4 a213 D5 a214 D6 a215 D7 a216 D8 a217 D9 a218 DA a219 DB a220 DC a221 DD a222 DE a223 DF a224 E0 a225 E1
    a226 E2 a227 E3 a228 E4 a229 E5 a230 E6 a231 E7 a232 E8 a233 E9 a234 EA a235 EB a236 EC a237 ED a238 EE a239 EF
    a240 F0 a241 F1 a242 F2 a243 F3 a244 F4 a245 F5 a246 F6 a247 F7 a248 F8 a249 F9 a250 FA a251 FB a252 FC a253 FD
    a254 FE a255 FF a32 20 a33 21 a34 22 a35 23 a36 24 a37 25 a38 26 a39 27 a40 28 a41 29 a42 2A a43 2B a44 2C a45
    2D a46 2E a47 2F a48 30 a49 31 a50 32 a51 33 a52 34 a53 35 a54 36 a55 37 a56 38 a57 39 a58 3A a59 3B a60 3C a61
    3D a62 3E a63 3F a64 40 a65 41 a66 42 a67 43 a68 44 a69 45 a70 46 a71 47 a72 48 a73 49 a74 4A a75 4B a76 4C a77
    4D a78 4E a79 4F a80 50 a81 51 a82 52 a83 53 a84 54 a85 55 a86 56 a87 57 a88 58 a89 59 a90 5A a91 5B a92 5C a93
    5D a94 5E a95 5F a96 60 a97 61 a98 62 a99 63 aacute E1 abbreviationmarkarmenian 55F abbreviationmarkarmn 55F
    abreve 103 abreveacute 1EAF abrevecyr 4D1 abrevecyrillic 4D1 abrevedotbelow 1EB7 abrevegrave 1EB1 abrevehoi 1EB3
    abrevehookabove 1EB3 abrevetilde 1EB5 acaron 1CE accountof 2100 accurrent 23E6 acircle 24D0 acircumflex E2
    acircumflexacute 1EA5 acircumflexdotbelow 1EAD acircumflexgrave 1EA7 acircumflexhoi 1EA9 acircumflexhookabove
    1EA9 acircumflextilde 1EAB acmb 363 activatearabicformshaping 206D activatesymmetricswapping 206B acute B4
    acutebelowcmb 317 acutecmb 301 acutecomb 301 acutedblmiddlemod 2F6 acutelowmod 2CF acutemod 2CA acutetonecmb 341
    acyr 430 acyrillic 430 adblgrave 201 addressedsubject 2101 adieresis E4 adieresiscyr 4D3 adieresiscyrillic 4D3
    adieresismacron 1DF adishakti 262C adot 227 adotbelow 1EA1 adotmacron 1E1 ae E6 aeacute 1FD aemacron 1E3
    afii00208 2015 afii08941 20A4 afii10017 410 afii10018 411 afii10019 412 afii10020 413 afii10021 414 afii10022
    415 afii10023 401 afii10024 416 afii10025 417 afii10026 418 afii10027 419 afii10028 41A afii10029 41B afii10030
    41C afii10031 41D afii10032 41E afii10033 41F afii10034 420 afii10035 421 afii10036 422 afii10037 423 afii10038
    424 afii10039 425 afii10040 426 afii10041 427 afii10042 428 afii10043 429 afii10044 42A afii10045 42B afii10046
    42C afii10047 42D afii10048 42E afii10049 42F afii10050 490 afii10051 402 afii10052 403 afii10053 404 afii10054
    405 afii10055 406 afii10056 407 afii10057 408 afii10058 409 afii10059 40A afii10060 40B afii10061 40C afii10062
    40E afii10065 430 afii10066 431 afii10067 432 afii10068 433 afii10069 434 afii10070 435 afii10071 451 afii10072
    436 afii10073 437 afii10074 438 afii10075 439 afii10076 43A afii10077 43B afii10078 43C afii10079 43D afii10080
    43E afii10081 43F afii10082 440 afii10083 441 afii10084 442 afii10085 443 afii10086 444 afii10087 445 afii10088
    446 afii10089 447 afii10090 448 afii10091 449 afii10092 44A afii10093 44B afii10094 44C afii10095 44D afii10096
    44E afii10097 44F afii10098 491 afii10099 452 afii10100 453 afii10101 454 afii10102 455 afii10103 456 afii10104
    457 afii10105 458 afii10106 459 afii10107 45A afii10108 45B afii10109 45C afii10110 45E afii10145 40F afii10146
    462 afii10147 472 afii10148 474 afii10193 45F afii10194 463 afii10195 473 afii10196 475 afii10846 4D9 afii299
    200E afii300 200F afii301 200D afii57636 20AA afii57929 2BC afii61248 2105 afii61289 2113 afii61352 2116
    afii61573 202C afii61574 202D afii61575 202E afii61664 200C afii64937 2BD agrave E0 agravedbl 201 ahoi 1EA3
    ahookabove 1EA3 aiecyr 4D5 aiecyrillic 4D5 ainvertedbreve 203 airplane 2708 aktieselskab 214D alarmclock 23F0
    alembic 2697 aleph 2135 allaroundprofile 232E allequal 224C almostequalabovecmb 34C almostequalorequal 224A
    alpha 3B1 alphaacute 1F71 alphaacuteiotasub 1FB4 alphaasper 1F01 alphaasperacute 1F05 alphaasperacuteiotasub
    1F85 alphaaspergrave 1F03 alphaaspergraveiotasub 1F83 alphaasperiotasub 1F81 alphaaspertilde 1F07
    alphaaspertildeiotasub 1F87 alphabreve 1FB0 alphafunc 237A alphagrave 1F70 alphagraveiotasub 1FB2 alphaiotasub
    1FB3 alphalenis 1F00 alphalenisacute 1F04 alphalenisacuteiotasub 1F84 alphalenisgrave 1F02
    alphalenisgraveiotasub 1F82 alphalenisiotasub 1F80 alphalenistilde 1F06 alphalenistildeiotasub 1F86 alphatilde
    1FB6 alphatildeiotasub 1FB7 alphatonos 3AC alphaturned 252 alphaunderlinefunc 2376 alphawithmacron 1FB1
    alternateonewayleftwaytraffic 26D5 alternative 2387 amacron 101 amountofcheck 2447 ampersand 26 ampersandturned
    214B anchor 2693 andwithdot 27D1 angbracketleft 27E8 angbracketleftBig 27E8 angbracketleftBigg 27E8
    angbracketleftbig 27E8 angbracketleftbigg 27E8 angbracketright 27E9 angbracketrightBig 27E9 angbracketrightBigg
    27E9 angbracketrightbig 27E9 angbracketrightbigg 27E9 angle 2220 anglearc 22BE anglearcright 22BE angleleft 2329
    angleleftBig 2329 angleleftBigg 2329 angleleftbig 2329 angleleftbigg 2329 angleright 232A anglerightBig 232A
    anglerightBigg 232A anglerightbig 232A anglerightbigg 232A anglezigzagarrowdownright 237C angstrom 212B ankh
    2625 annuitySymbolcmb 20E7 anoteleia 387 anticlockwise 27F2 anticlockwiseArrowAbovecmb 20D4
    anticlockwiseRingOverlaycmb 20DA aogonek 105 aparen 249C aparenthesized 249C apostrophearmenian 55A
    apostrophearmn 55A apostrophedblmod 2EE apostrophemod 2BC approaches 2250 approacheslimit 2250 approxequal 2248
    approxequalorimage 2252 approximatelybutnotactuallyequal 2246 approximatelyequal 2245 approximatelyequalorimage
    2252 approxorequal 224A aquarius 2652 arc 2312 archleftdown 21B6 archrightdown 21B7 aries 2648 arighthalfring
    1E9A aring E5 aringacute 1FB aringbelow 1E01 arrowNE 2197 arrowNW 2196 arrowSE 2198 arrowSW 2199
    arrowanticlockwiseopencircle 21BA arrowanticlockwisesemicircle 21B6 arrowboth 2194 arrowbothv 2195 arrowbt 2193
    arrowclockwiseopencircle 21BB arrowclockwisesemicircle 21B7 arrowdashdown 21E3 arrowdashleft 21E0 arrowdashright
    21E2 arrowdashup 21E1 arrowdblboth 21D4 arrowdblbothv 21D5 arrowdblbt 21D3 arrowdbldown 21D3 arrowdbldownbt 21D3
    arrowdblleft 21D0 arrowdblright 21D2 arrowdbltp 21D1 arrowdblup 21D1 arrowdbluptop 21D1 arrowdown 2193
    arrowdownbt 2193 arrowdowndashed 21E3 arrowdownfrombar 21A7 arrowdownleft 2199 arrowdownright 2198
    arrowdowntwoheaded 21A1 arrowdownwhite 21E9 arrowdownzigzag 21AF arrowfeatheredblackNE 27B6
    arrowfeatheredblackSE 27B4 arrowfeatheredblackheavyNE 27B9 arrowfeatheredblackheavySE 27B7 arrowheaddown 2304
    arrowheaddownlowmod 2EF arrowheaddownmod 2C5 arrowheadleftbelowcmb 354 arrowheadleftlowmod 2F1 arrowheadleftmod
    2C2 arrowheadrightabovecmb 350 arrowheadrightarrowheadupbelowcmb 356 arrowheadrightbelowcmb 355
    arrowheadrightblack 27A4 arrowheadrightlowmod 2F2 arrowheadrightmod 2C3 arrowheadrightthreeDbottomlight 27A3
    arrowheadrightthreeDtoplight 27A2 arrowheadtwobarsuphorizontal 2324 arrowheadup 2303 arrowheaduplowmod 2F0
    arrowheadupmod 2C4 arrowheavyNE 279A arrowheavySE 2798 arrowhookleft 21AA arrowhookright 21A9 arrowleft 2190
    arrowleftbothalf 21BD arrowleftdashed 21E0 arrowleftdbl 21D0 arrowleftdblstroke 21CD arrowleftdowncorner 21B5
    arrowleftdowntip 21B2 arrowleftfrombar 21A4 arrowlefthook 21A9 arrowleftloop 21AB arrowleftlowmod 2FF
    arrowleftoverright 21C6 arrowleftoverrighttobar 21B9 arrowleftright 2194 arrowleftrightbelowcmb 34D
    arrowleftrightstroke 21AE arrowleftrightwave 21AD arrowleftsquiggle 21DC arrowleftstroke 219A arrowlefttail 21A2
    arrowlefttobar 21E4 arrowlefttophalf 21BC arrowlefttwoheaded 219E arrowleftuptip 21B0 arrowleftwave 219C
    arrowleftwhite 21E6 arrowlongNWtobar 21B8 arrownortheast 2197 arrownorthwest 2196 arrowparrleftright 21C6
    arrowparrrightleft 21C4 arrowright 2192 arrowrightbacktiltedshadowedwhite 27AB arrowrightblack 27A1
    arrowrightbothalf 21C1 arrowrightcircledwhiteheavy 27B2 arrowrightcurvedownblackheavy 27A5
    arrowrightcurveupblackheavy 27A6 arrowrightdashed 21E2 arrowrightdblstroke 21CF arrowrightdoublebelowcmb 362
    arrowrightdowncorner 21B4 arrowrightdowntip 21B3 arrowrightfeatheredblack 27B5 arrowrightfeatheredblackheavy
    27B8 arrowrightfeatheredwhite 27B3 arrowrightfrombar 21A6 arrowrightfronttiltedshadowedwhite 27AC
    arrowrightheavy 279E arrowrighthook 21AA arrowrightleftshadedwhite 27AA arrowrightloop 21AC
    arrowrightoutlinedopen 27BE arrowrightoverleft 21C4 arrowrightpointed 279B arrowrightpointedblackheavy 27A8
    arrowrightrightshadedwhite 27A9 arrowrightroundheavy 279C arrowrightsmallcircle 21F4 arrowrightsquatblack 27A7
    arrowrightsquiggle 21DD arrowrightstroke 219B arrowrighttail 21A3 arrowrighttobar 21E5 arrowrighttophalf 21C0
    arrowrighttriangle 279D arrowrighttriangledashed 279F arrowrighttriangledashedheavy 27A0 arrowrighttriangleheavy
    279E arrowrighttwoheaded 21A0 arrowrightuptip 21B1 arrowrightwave 219D arrowrightwedge 27BC arrowrightwedgeheavy
    27BD arrowrightwhite 21E8 arrowrightwideheavy 2794 arrowshadowrightlowerwhiteheavy 27AD
    arrowshadowrightnotchedlowerwhite 27AF arrowshadowrightnotchedupperwhite 27B1 arrowshadowrightupperwhiteheavy
    27AE arrowsoutheast 2198 arrowsouthwest 2199 arrowspaireddown 21CA arrowspairedleft 21C7 arrowspairedright 21C9
    arrowspairedup 21C8 arrowtableft 21E4 arrowtabright 21E5 arrowtailleft 21A2 arrowtailright 21A3
    arrowteardropright 27BA arrowteardroprightheavy 27BB arrowtp 2191 arrowtripleleft 21DA arrowtripleright 21DB
    arrowup 2191 arrowupbelowcmb 34E arrowupdashed 21E1 arrowupdn 2195 arrowupdnbse 21A8 arrowupdown 2195
    arrowupdownbase 21A8 arrowupdownwithbase 21A8 arrowupfrombar 21A5 arrowupleft 2196 arrowupleftofdown 21C5
    arrowupright 2197 arrowuptp 2191 arrowuptwoheaded 219F arrowupwhite 21E7 asciicircum 5E asciitilde 7E ascript
    251 ascriptturned 252 asper 1FFE asperacute 1FDE aspergrave 1FDD aspertilde 1FDF assertion 22A6 asterisk 2A
    asteriskAbovecmb 20F0 asteriskballoon 2749 asteriskballoonfour 2723 asteriskballoonheavyfour 2724
    asteriskbelowcmb 359 asteriskcentered 2217 asteriskcentreopen 2732 asteriskclubfour 2725 asteriskheavy 2731
    asteriskmath 2217 asteriskpointedsixteen 273A asteriskteardrop 273B asteriskteardropcentreopen 273C
    asteriskteardropfour 2722 asteriskteardropheavy 273D asteriskteardroppinwheelheavy 2743
    asteriskteardroppropellereight 274A asteriskteardroppropellerheavyeight 274B asterism 2042 astronomicaluranus
    26E2 asympticallyequal 2243 asymptoticallyequal 2243 at 40 atilde E3 atom 269B aturned 250 austral 20B3
    aybarmenian 561 aybarmn 561 b 62 backslash 5C backslashBig 5C backslashBigg 5C backslashbarfunc 2340
    backslashbig 5C backslashbigg 5C backslashdbl 244A bagdelimitersshapeleft 27C5 bagdelimitersshaperight 27C6
    ballotx 2717 ballotxheavy 2718 bar 7C bardbl 2016 baseball 26BE bcircle 24D1 bdot 1E03 bdotaccent 1E03 bdotbelow
    1E05 beamedeighthnotes 266B beamedsixteenthnotes 266C beamfunc 2336 because 2235 becyr 431 becyrillic 431 bell
    237E belowbrevecmb 32E beltbuckle 2444 benarmenian 562 benarmn 562 benzenering 232C benzeneringcircle 23E3 beta
    3B2 betasymbol 3D0 betasymbolgreek 3D0 beth 2136 between 226C bhook 253 bilabialclick 298 biohazard 2623
    bishopblack 265D bishopwhite 2657 bitcoin 20BF blackcircle 25CF blackcircleforrecord 23FA blackdiamond 25C6
    blackdownpointingtriangle 25BC blackforstopsquare 23F9 blackleftpointingpointer 25C4 blackleftpointingtriangle
    25C0 blacklowerlefttriangle 25E3 blacklowerrighttriangle 25E2 blackmediumpointingtriangledown 23F7
    blackmediumpointingtriangleleft 23F4 blackmediumpointingtriangleright 23F5 blackmediumpointingtriangleup 23F6
    blackpointingdoubletrianglebarverticalleft 23EE blackpointingdoubletrianglebarverticalright 23ED
    blackpointingdoubletriangledown 23EC blackpointingdoubletriangleleft 23EA blackpointingdoubletriangleright 23E9
    blackpointingdoubletriangleup 23EB blackpointingtriangledoublebarverticalright 23EF blackrectangle 25AC
    blackrightpointingpointer 25BA blackrightpointingtriangle 25B6 blacksmallsquare 25AA blacksmilingface 263B
    blacksquare 25A0 blackstar 2605 blackupperlefttriangle 25E4 blackupperrighttriangle 25E5
    blackuppointingsmalltriangle 25B4 blackuppointingtriangle 25B2 blackwardsbulletleft 204C blackwardsbulletright
    204D blank 2423 blinebelow 1E07 block 2588 board 2328 boxlineverticalleft 23B8 boxlineverticalright 23B9 bparen
    249D bparenthesized 249D braceleft 7B braceleftBig 7B braceleftBigg 7B braceleftbig 7B braceleftbigg 7B
    braceright 7D bracerightBig 7D bracerightBigg 7D bracerightbig 7D bracerightbigg 7D bracketangledblleft 27EA
    bracketangledblright 27EB bracketangleleft 27E8 bracketangleright 27E9 bracketbottomcurly 23DF
    bracketbottomsquare 23B5 bracketcornerupleftsquare 23A1 bracketcorneruprightsquare 23A4 bracketextensioncurly
    23AA bracketextensionleftsquare 23A2 bracketextensionrightsquare 23A5 brackethookupleftcurly 23A7
    brackethookuprightcurly 23AB bracketleft 5B bracketleftBig 5B bracketleftBigg 5B bracketleftbig 5B
    bracketleftbigg 5B bracketleftmid 5B bracketleftpointedangleheavyornament 2770
    bracketleftpointedanglemediumornament 276C bracketleftsquarequill 2045 bracketlowercornerleftsquare 23A3
    bracketlowercornerrightsquare 23A6 bracketlowerhookleftcurly 23A9 bracketlowerhookrightcurly 23AD
    bracketmiddlepieceleftcurly 23A8 bracketmiddlepiecerightcurly 23AC bracketoverbrackettopbottomsquare 23B6
    bracketright 5D bracketrightBig 5D bracketrightBigg 5D bracketrightbig 5D bracketrightbigg 5D bracketrightmid 5D
    bracketrightpointedangleheavyornament 2771 bracketrightpointedanglemediumornament 276D bracketrightsquarequill
    2046 bracketsectionupleftlowerrightcurly 23B0 bracketsectionuprightlowerleftcurly 23B1 bracketshellbottom 23E1
    bracketshellleftlightornament 2772 bracketshellrightlightornament 2773 bracketshelltop 23E0
    bracketshellwhiteleft 27EC bracketshellwhiteright 27ED brackettopcurly 23DE brackettopsquare 23B4
    bracketwhitesquareleft 27E6 bracketwhitesquareright 27E7 branchbankidentification 2446 breve 2D8 brevebelowcmb
    32E brevecmb 306 breveinvertedbelowcmb 32F breveinvertedcmb 311 breveinverteddoublecmb 361 brevemetrical 23D1
    bridgeabovecmb 346 bridgebelowcmb 32A bridgeinvertedbelowcmb 33A brokenbar A6 brokencirclenorthwestarrow 238B
    bstroke 180 btopbar 183 bullet 2022 bulletinverse 25D8 bulletoperator 2219 bullseye 25CE c 63 caarmenian 56E
    caarmn 56E cacute 107 cadauna 2106 caduceus 2624 cancer 264B candrabinducmb 310 capricorn 2651 capslock 21EA
    careof 2105 caret 2038 caretinsertionpoint 2041 carettildedownfunc 2371 carettildeupfunc 2372 caron 2C7
    caronbelowcmb 32C caroncmb 30C carriagereturn 21B5 carsliding 26D0 castle 26EB caution 2621 ccaron 10D ccedilla
    E7 ccedillaacute 1E09 ccircle 24D2 ccircumflex 109 ccmb 368 ccurl 255 cdot 10B cdotaccent 10B cedi 20B5 cedilla
    B8 cedillacmb 327 ceilingleft 2308 ceilingleftBig 2308 ceilingleftBigg 2308 ceilingleftbig 2308 ceilingleftbigg
    2308 ceilingright 2309 ceilingrightBig 2309 ceilingrightBigg 2309 ceilingrightbig 2309 ceilingrightbigg 2309
    cent A2 centigrade 2103 centreddotwhitediamond 27D0 centreline 2104 centrelineverticalsquarewhite 2385 ceres
    26B3 chaarmenian 579 chaarmn 579 chains 26D3 charactertie 2040 cheabkhasiancyrillic 4BD cheabkhcyr 4BD
    cheabkhtailcyr 4BF check 2713 checkbox 2610 checkboxchecked 2611 checkboxx 2612 checkheavy 2714 checkmark 2713
    checkwhiteheavy 2705 checyr 447 checyrillic 447 chedescenderabkhasiancyrillic 4BF chedescendercyrillic 4B7
    chedieresiscyr 4F5 chedieresiscyrillic 4F5 cheharmenian 573 cheharmn 573 chekhakascyr 4CC chekhakassiancyrillic
    4CC chetailcyr 4B7 chevertcyr 4B9 cheverticalstrokecyrillic 4B9 chevronsnowflakeheavy 2746 chi 3C7 chirho 2627
    chiron 26B7 chook 188 church 26EA circle 25CB circleR 24C7 circleS 24C8 circleallbutupperquadrantleftblack 25D5
    circleasterisk 229B circlebackslashfunc 2349 circleblack 25CF circlecopyrt A9 circledasteriskoperator 229B
    circledbarnotchhorizontal 2389 circledcrossinglanes 26D2 circleddash 229D circleddivisionslash 2298
    circleddotoperator 2299 circledequals 229C circlediaeresisfunc 2365 circledivide 2298 circledminus 2296
    circledot 2299 circledotrightwhite 2686 circledotted 25CC circledringoperator 229A circledtriangledown 238A
    circleequal 229C circlehalfleftblack 25D0 circlehalfrightblack 25D1 circleintegraldisplaystyle 222E
    circleintegraltextstyle 222E circleinversewhite 25D9 circlejotfunc 233E circlelowerhalfblack 25D2
    circlelowerquadrantleftwhite 25F5 circlelowerquadrantrightwhite 25F6 circleminus 2296 circlemultiply 2297
    circleot 2299 circleplus 2295 circlering 229A circleshadowedwhite 274D circlestarfunc 235F circlestilefunc 233D
    circlestroketwodotsaboveheavy 26E3 circletwodotsblackwhite 2689 circletwodotswhite 2687 circleunderlinefunc 235C
    circleupperhalfblack 25D3 circleupperquadrantleftwhite 25F4 circleupperquadrantrightblack 25D4
    circleupperquadrantrightwhite 25F7 circleverticalfill 25CD circlewhite 25CB circlewhitedotrightblack 2688
    circlewithlefthalfblack 25D0 circlewithrighthalfblack 25D1 circumflex 2C6 circumflexWide 5E circumflexWider 5E
    circumflexWidest 5E circumflexbelowcmb 32D circumflexcmb 302 clear 2327 clearscreen 239A clickalveolar 1C2
    clickbilabial 298 clickdental 1C0 clicklateral 1C1 clickretroflex 1C3 clockwise 27F3 clockwiseArrowAbovecmb 20D5
    clockwiseRingOverlaycmb 20D9 closedentryleft 26DC closeup 2050 cloud 2601 club 2663 clubblack 2663 clubsuitblack
    2663 clubsuitwhite 2667 clubwhite 2667 cntr:acknowledge 2406 cntr:backspace 2408 cntr:bell 2407 cntr:blank 2422
    cntr:cancel 2418 cntr:carriagereturn 240D cntr:datalinkescape 2410 cntr:delete 2421 cntr:deleteformtwo 2425
    cntr:deletemediumshadeform 2429 cntr:deleterectangularcheckerboardform 2428 cntr:deletesquarecheckerboardform
    2427 cntr:devicecontrolfour 2414 cntr:devicecontrolone 2411 cntr:devicecontrolthree 2413 cntr:devicecontroltwo
    2412 cntr:endofmedium 2419 cntr:endoftext 2403 cntr:endoftransmission 2404 cntr:endoftransmissionblock 2417
    cntr:enquiry 2405 cntr:escape 241B cntr:fileseparator 241C cntr:formfeed 240C cntr:groupseparator 241D
    cntr:horizontaltab 2409 cntr:linefeed 240A cntr:negativeacknowledge 2415 cntr:newline 2424 cntr:null 2400
    cntr:openbox 2423 cntr:recordseparator 241E cntr:shiftin 240F cntr:shiftout 240E cntr:space 2420
    cntr:startofheading 2401 cntr:startoftext 2402 cntr:substitute 241A cntr:substituteformtwo 2426
    cntr:synchronousidle 2416 cntr:unitseparator 241F cntr:verticaltab 240B coarmenian 581 coarmn 581 coffin 26B0
    colon 3A colonequals 2254 colonmonetary 20A1 colonraisedmod 2F8 colonsign 20A1 colontriangularhalfmod 2D1
    colontriangularmod 2D0 comet 2604 comma 2C commaabovecmb 313 commaaboverightcmb 315 commaaccentbelowcmb 326
    commaarmenian 55D commaarmn 55D commabarfunc 236A commaheavydoubleornament 275E commaheavydoubleturnedornament
    275D commaheavyornament 275C commaheavyturnedornament 275B commareversedabovecmb 314 commareversedmod 2BD
    commaturnedabovecmb 312 commaturnedmod 2BB commercialminussign 2052 compass 263C compasstarpointedblackeight
    2737 compasstarpointedblackheavyeight 2738 complement 2201 composition 2384 congruent 2245 conicaltaper 2332
    conjunction 260C consquareupblack 26FE containsasmembersmall 220D containsasnormalsubgroorequalup 22B5
    containsasnormalsubgroup 22B3 containslonghorizontalstroke 22FA containsoverbar 22FD containsoverbarsmall 22FE
    containssmallverticalbarhorizontalstroke 22FC containsverticalbarhorizontalstroke 22FB contintegraldisplay 222E
    contintegraltext 222E continuousunderline 2381 contourintegral 222E control 2303 controlDEL 7F
    convavediamondwhite 27E1 coproduct 2210 coproductarray 2210 coproductdisplay 2210 coproductdisplaystyle 2210
    coproducttext 2210 coproducttextstyle 2210 copyright A9 cornerbottomleft 231E cornerbottomright 231F
    cornerdotupleft 27D4 cornertopleft 231C cornertopright 231D corresponds 2258 counterbore 2334 countersink 2335
    cparen 249E cparenthesized 249E creversed 2184 cropbottomleft 230D cropbottomright 230C croptopleft 230F
    croptopright 230E cross 274C crosscentreopen 271B crosscentreopenheavy 271C crossedswords 2694 crossinglanes
    26CC crossmod 2DF crossofjerusalem 2629 crossoflorraine 2628 crossonshieldblack 26E8 cruzeiro 20A2 cstretched
    297 cstroke 23C curlyand 22CF curlybracketleftmediumornament 2774 curlybracketrightmediumornament 2775 curlyleft
    21AB curlylogicaland 22CF curlylogicalor 22CE curlyloop 27B0 curlyloopdouble 27BF curlyor 22CE curlyright 21AC
    currency A4 curvedstemparagraphsignornament 2761 customeraccountnumber 2449 cwm 200B cylindricity 232D d 64
    daarmenian 564 daarmn 564 dagger 2020 daggerdbl 2021 daleth 2138 darkShade 2593 dasiacmbcyr 485
    dasiapneumatacyrilliccmb 485 dbar 111 dbdigraph 238 dblarchinvertedbelowcmb 32B dblarrowNE 21D7 dblarrowNW 21D6
    dblarrowSE 21D8 dblarrowSW 21D9 dblarrowdown 21D3 dblarrowdwn 21CA dblarrowheadleft 219E dblarrowheadright 21A0
    dblarrowleft 21D4 dblarrowleftright 21D4 dblarrowleftrightstroke 21CE dblarrowleftstroke 21CD dblarrowright 21D2
    dblarrowrightstroke 21CF dblarrowup 21D1 dblarrowupdown 21D5 dblbracketleft 27E6 dblbracketright 27E7 dbldnhorz
    2566 dbldnleft 2557 dbldnright 2554 dblgravecmb 30F dblhorz 2550 dblintegral 222C dbllowline 2017 dbllowlinecmb
    333 dbloverlinecmb 33F dblprimemod 2BA dblstrokearrowdown 21DF dblstrokearrowup 21DE dbluphorz 2569 dblupleft
    255D dblupright 255A dblvert 2551 dblverthorz 256C dblverticalbar 2016 dblverticallineabovecmb 30E
    dblverticallinebelowcmb 348 dblvertleft 2563 dblvertright 2560 dcaron 10F dcedilla 1E11 dchecyr 52D dcircle 24D3
    dcircumflexbelow 1E13 dcmb 369 dcommaaccent 1E11 dcroat 111 dcurl 221 ddblstruckitalic 2146 ddot 1E0B ddotaccent
    1E0B ddotbelow 1E0D decimalexponent 23E8 decyr 434 decyrillic 434 defines 225C degree B0 degreecelsius 2103
    degreefahrenheit 2109 deicoptic 3EF dekomicyr 501 deldiaeresisfunc 2362 deleteleft 232B deleteright 2326
    delstilefunc 2352 delta 3B4 deltaequal 225C deltastilefunc 234B deltaturned 18D deltaunderlinefunc 2359
    deltildefunc 236B dentistrybottomverticalleft 23CC dentistrybottomverticalright 23BF
    dentistrycircledownhorizontal 23C1 dentistrycircleuphorizontal 23C2 dentistrycirclevertical 23C0
    dentistrydownhorizontal 23C9 dentistrytopverticalleft 23CB dentistrytopverticalright 23BE
    dentistrytriangledownhorizontal 23C4 dentistrytriangleuphorizontal 23C5 dentistrytrianglevertical 23C3
    dentistryuphorizontal 23CA dentistrywavedownhorizontal 23C7 dentistrywaveuphorizontal 23C8 dentistrywavevertical
    23C6 dezh 2A4 dfemaledbl 26A2 dhook 257 diaeresisgreaterfunc 2369 dialytikatonos 385 dialytikatonoscmb 344
    diameter 2300 diametersign 2300 diamond 2666 diamondinsquarewhite 26CB diamondmath 22C4 diamondminusxblackwhite
    2756 diamondoperator 22C4 diamondsolid 25C6 diamondsuitwhite 2662 diamondunderlinefunc 235A
    diamondwhitewithdiamondsmallblack 25C8 diefive 2684 diefour 2683 dieone 2680 dieresis A8 dieresisbelowcmb 324
    dieresiscmb 308 dieresistilde 1FC1 dieresistonos 385 diesix 2685 diethree 2682 dietwo 2681 difference 224F
    differencebetween 224F digamma 3DD digammapamphylian 377 digramgreateryang 268C digramgreateryin 268F
    digramlesseryang 268E digramlesseryin 268D dimensionorigin 2331 directcurrentformtwo 2393 disabledcar 26CD
    discontinuousunderline 2382 divide F7 dividemultiply 22C7 divides 2223 divisionsignheavy 2797 divisionslash 2215
    divisiontimes 22C7 divorce 26AE djecyr 452 djecyrillic 452 djekomicyr 503 dkshade 2593 dlinebelow 1E0F
    dlogicalorsquare 27CF dlogicalsquare 27CE dmacron 111 dmaledbl 26A3 dnblock 2584 dndblhorzsng 2565 dndblleftsng
    2556 dndblrightsng 2553 dnheavyhorzlight 2530 dnheavyleftlight 2512 dnheavyleftuplight 2527 dnheavyrightlight
    250E dnheavyrightuplight 251F dnheavyuphorzlight 2541 dnlighthorzheavy 252F dnlightleftheavy 2511
    dnlightleftupheavy 2529 dnlightrightheavy 250D dnlightrightupheavy 2521 dnlightuphorzheavy 2547 dnsnghorzdbl
    2564 dnsngleftdbl 2555 dnsngrightdbl 2552 doesnotcontainasnormalsubgroorequalup 22ED
    doesnotcontainasnormalsubgroup 22EB doesnotdivide 2224 doesnotforce 22AE doesnotprecede 2280
    doesnotprecedeorequal 22E0 doesnotprove 22AC doesnotsucceed 2281 doesnotsucceedorequal 22E1 dollar 24 dong 20AB
    dotaccent 2D9 dotaccentcmb 307 dotbelowcmb 323 dotbelowcomb 323 dotlessi 131 dotlessjstroke 25F
    dotlessjstrokehook 284 dotmath 22C5 dotminus 2238 dotplus 2214 dotrightabovecmb 358 dottedcircle 25CC
    dottedcross 205C doubleVerticalOverlaystrokecmb 20E6 doublebarvertical 23F8 doublebelowbrevecmb 35C
    doublebrevecmb 35D doubleringbelowcmb 35A downfall 22CE downtackbelowcmb 31E downtackmod 2D5
    downwarrowleftofuparrow 21F5 dparen 249F dparenthesized 249F drachma 20AF dramsignarmn 58F draughtskingblack
    26C3 draughtskingwhite 26C1 draughtsmanblack 26C2 draughtsmanwhite 26C0 driveslow 26DA dtail 256 dtopbar 18C dz
    1F3 dzaltone 2A3 dzcaron 1C6 dzcurl 2A5 dzeabkhasiancyrillic 4E1 dzeabkhcyr 4E1 dzecyr 455 dzecyrillic 455 dzed
    2A3 dzedcurl 2A5 dzhecyr 45F dzhecyrillic 45F dzjekomicyr 507 dzzhecyr 52B e 65 e.inferior 2091 eacute E9 earth
    2641 earthground 23DA eastsyriaccross 2671 ebreve 115 ecaron 11B ecedilla 229 ecedillabreve 1E1D ech_yiwnarmn
    587 echarmenian 565 echarmn 565 echyiwnarmenian 587 ecircle 24D4 ecircumflex EA ecircumflexacute 1EBF
    ecircumflexbelow 1E19 ecircumflexdotbelow 1EC7 ecircumflexgrave 1EC1 ecircumflexhoi 1EC3 ecircumflexhookabove
    1EC3 ecircumflextilde 1EC5 ecmb 364 ecyrillic 454 edblgrave 205 edblstruckitalic 2147 edieresis EB edot 117
    edotaccent 117 edotbelow 1EB9 efcyr 444 efcyrillic 444 egrave E8 egravedbl 205 eharmenian 567 eharmn 567 ehoi
    1EBB ehookabove 1EBB eight 38 eight.inferior 2088 eight.roman 2167 eight.romansmall 2177 eight.superior 2078
    eightcircle 2467 eightcircledbl 24FC eightcircleinversesansserif 2791 eighteencircle 2471 eighteencircleblack
    24F2 eighteenparen 2485 eighteenparenthesized 2485 eighteenperiod 2499 eighthnote 266A eighthnotebeamed 266B
    eightinferior 2088 eightnegativecircled 277D eightparen 247B eightparenthesized 247B eightperiod 248F eightroman
    2177 eightsanscircled 2787 eightsansnegativecircled 2791 eightsuperior 2078 einvertedbreve 207 eiotifiedcyr 465
    eiotifiedcyrillic 465 eject 23CF elcyr 43B elcyrillic 43B electricalintersection 23E7 electricarrow 2301 element
    2208 elementdotabove 22F5 elementlonghorizontalstroke 22F2 elementopeningup 27D2 elementoverbar 22F6
    elementoverbarsmall 22F7 elementsmall 220A elementsmallverticalbarhorizontalstroke 22F4
    elementtwoshorizontalstroke 22F9 elementunderbar 22F8 elementverticalbarhorizontalstroke 22F3 eleven.roman 216A
    eleven.romansmall 217A elevencircle 246A elevencircleblack 24EB elevenparen 247E elevenparenthesized 247E
    elevenperiod 2492 elevenroman 217A elhookcyr 513 ell 2113 ellipsis 2026 ellipsisdiagonaldownright 22F1
    ellipsisdiagonalupright 22F0 ellipsismidhorizontal 22EF ellipsisvertical 22EE elmiddlehookcyr 521 elsharptailcyr
    4C6 eltailcyr 52F emacron 113 emacronacute 1E17 emacrongrave 1E15 emcyr 43C emcyrillic 43C emdash 2014 emphasis
    2383 emphasismarkarmenian 55B emphasismarkarmn 55B emptyset 2205 emquad 2001 emsharptailcyr 4CE emspace 2003
    enclosingCircleBackslashcmb 20E0 enclosingCirclecmb 20DD enclosingDiamondcmb 20DF enclosingKeycapcmb 20E3
    enclosingScreencmb 20E2 enclosingSquarecmb 20DE enclosingUpwardPointingTrianglecmb 20E4 encyr 43D encyrillic 43D
    endash 2013 endescendercyrillic 4A3 endpro 220E eng 14B engecyr 4A5 enghecyrillic 4A5 enhookcyr 4C8
    enhookcyrillic 4C8 enhookleftcyr 529 enmiddlehookcyr 523 enquad 2000 ensharptailcyr 4CA enspace 2002 entailcyr
    4A3 enter 2386 envelope 2709 eogonek 119 eopen 25B eopenclosed 29A eopenreversed 25C eopenreversedclosed 25E
    eopenreversedhook 25D eparen 24A0 eparenthesized 24A0 epsilon 3B5 epsilon1 3F5 epsilonacute 1F73 epsilonasper
    1F11 epsilonasperacute 1F15 epsilonaspergrave 1F13 epsilongrave 1F72 epsiloninv 3F6 epsilonlenis 1F10
    epsilonlenisacute 1F14 epsilonlenisgrave 1F12 epsilonlunatesymbol 3F5 epsilonreversedlunatesymbol 3F6
    epsilontonos 3AD epsilonunderlinefunc 2377 equal 3D equal.inferior 208C equal.superior 207C equalandparallel
    22D5 equalbelowcmb 347 equalbydefinition 225D equaldotleftright 2252 equaldotrightleft 2253 equalorfollows 22DF
    equalorgreater 22DD equalorless 22DC equalorprecedes 22DE equalorsimilar 2242 equalorsucceeds 22DF equalscolon
    2255 equalsdots 2251 equalsuperior 207C equiangular 225A equivalence 2261 equivalent 224D equivasymptotic 224D
    eraseleft 232B eraseright 2326 ercyr 440 ercyrillic 440 ereversed 258 ereversedcyr 44D ereversedcyrillic 44D
    ereverseddieresiscyr 4ED ertickcyr 48F escript 212F escyr 441 escyrillic 441 esdescendercyrillic 4AB esh 283
    eshcurl 286 eshreversedloop 1AA eshsquatreversed 285 estailcyr 4AB estimated 212E estimates 2259 estroke 247 eta
    3B7 etaacute 1F75 etaacuteiotasub 1FC4 etaasper 1F21 etaasperacute 1F25 etaasperacuteiotasub 1F95 etaaspergrave
    1F23 etaaspergraveiotasub 1F93 etaasperiotasub 1F91 etaaspertilde 1F27 etaaspertildeiotasub 1F97 etagrave 1F74
    etagraveiotasub 1FC2 etaiotasub 1FC3 etalenis 1F20 etalenisacute 1F24 etalenisacuteiotasub 1F94 etalenisgrave
    1F22 etalenisgraveiotasub 1F92 etalenisiotasub 1F90 etalenistilde 1F26 etalenistildeiotasub 1F96 etarmenian 568
    etarmn 568 etatilde 1FC6 etatildeiotasub 1FC7 etatonos 3AE eth F0 etilde 1EBD etildebelow 1E1B eturned 1DD
    eukrcyr 454 euler 2107 euro 20AC euroarchaic 20A0 excess 2239 exclam 21 exclamarmenian 55C exclamarmn 55C
    exclamationheavy 2757 exclamationheavyornament 2762 exclamationquestion 2049 exclamationwhiteornament 2755
    exclamdbl 203C exclamdown A1 existential 2203 ezh 292 ezhcaron 1EF ezhcurl 293 ezhreversed 1B9 ezhtail 1BA f 66
    f_f FB00 f_f_i FB03 f_f_l FB04 facsimile 213B fahrenheit 2109 fallingdiagonal 27CD
    fallingdiagonalincircleinsquareblackwhite 26DE farsi 262B fcircle 24D5 fdot 1E1F fdotaccent 1E1F feharmenian 586
    feharmn 586 feicoptic 3E5 female 2640 feng 2A9 fermatacmb 352 ferry 26F4 ff FB00 ffi FB03 ffl FB04 fhook 192 fi
    FB01 fifteencircle 246E fifteencircleblack 24EF fifteenparen 2482 fifteenparenthesized 2482 fifteenperiod 2496
    fifty.roman 216C fifty.romansmall 217C fiftyearlyform.roman 2186 fiftythousand.roman 2187 figuredash 2012
    figurespace 2007 filledbox 25A0 filledrect 25AC finalsigma 3C2 firstquartermoon 263D firststrongisolate 2068
    firsttonechinese 2C9 fisheye 25C9 fitacyr 473 fitacyrillic 473 five 35 five.inferior 2085 five.roman 2164
    five.romansmall 2174 five.superior 2075 fivecircle 2464 fivecircledbl 24F9 fivecircleinversesansserif 278E
    fivedotpunctuation 2059 fiveeighths 215D fivehundred.roman 216E fivehundred.romansmall 217E fiveinferior 2085
    fivenegativecircled 277A fiveparen 2478 fiveparenthesized 2478 fiveperiod 248C fiveroman 2174 fivesanscircled
    2784 fivesansnegativecircled 278E fivesixths 215A fivesuperior 2075 fivethousand.roman 2181 fl FB02 flagblack
    2691 flaghorizontalmiddlestripeblackwhite 26FF flaginhole 26F3 flagwhite 2690 flat 266D flatness 23E5 fleurdelis
    269C floorleft 230A floorleftBig 230A floorleftBigg 230A floorleftbig 230A floorleftbigg 230A floorright 230B
    floorrightBig 230B floorrightBigg 230B floorrightbig 230B floorrightbigg 230B floralheart 2766
    floralheartbulletreversedrotated 2619 floralheartbulletrotated 2767 floretteblack 273F
    floretteoutlinedpetalledblackeight 2741 florettepetalledblackwhitesix 273E florettewhite 2740 florin 192 flower
    2698 flowerpunctuationmark 2055 followornoteqvlnt 22E9 follows 227B followsequal 227D followsorcurly 227D
    followsorequal 227F footsquare 23CD forall 2200 forces 22A9 forcesbar 22AA fork 2442 forsamaritan 214F fountain
    26F2 four 34 four.inferior 2084 four.roman 2163 four.romansmall 2173 four.superior 2074 fourDotsAbovecmb 20DC
    fourcircle 2463 fourcircledbl 24F8 fourcircleinversesansserif 278D fourdotmark 205B fourdotpunctuation 2058
    fourfifths 2158 fourinferior 2084 fournegativecircled 2779 fourparen 2477 fourparenthesized 2477 fourperemspace
    2005 fourperiod 248B fourroman 2173 foursanscircled 2783 foursansnegativecircled 278D foursuperior 2074
    fourteencircle 246D fourteencircleblack 24EE fourteenparen 2481 fourteenparenthesized 2481 fourteenperiod 2495
    fourthtonechinese 2CB fparen 24A1 fparenthesized 24A1 fraction 2044 franc 20A3 frown 2322 frowningfacewhite 2639
    fturned 214E fuelpump 26FD fullBlock 2588 functionapplication 2061 funeralurn 26B1 fuse 23DB g 67 gacute 1F5
    gamma 3B3 gammadblstruck 213D gammalatinsmall 263 gammasuperior 2E0 gammasupmod 2E0 gangiacoptic 3EB gbreve 11F
    gcaron 1E7 gcedilla 123 gcircle 24D6 gcircumflex 11D gcommaaccent 123 gdot 121 gdotaccent 121 gear 2699 gearhles
    26EE gearouthub 26ED gecyr 433 gecyrillic 433 gehookcyr 495 gehookstrokecyr 4FB gemini 264A geomequivalent 224E
    geometricallyequal 2251 geometricallyequivalent 224E geometricproportion 223A germandbls DF germanpenny 20B0
    gestrokecyr 493 getailcyr 4F7 geupcyr 491 ghadarmenian 572 ghadarmn 572 ghemiddlehookcyrillic 495
    ghestrokecyrillic 493 gheupturncyrillic 491 ghook 260 gimarmenian 563 gimarmn 563 gjecyr 453 gjecyrillic 453
    glottalinvertedstroke 1BE glottalstop 294 glottalstopinverted 296 glottalstopmod 2C0 glottalstopreversed 295
    glottalstopreversedmod 2C1 glottalstopreversedsuperior 2E4 glottalstopstroke 2A1 glottalstopstrokereversed 2A2
    glottalstopsupreversedmod 2E4 gmacron 1E21 gmtr:diamondblack 25C6 gmtr:diamondwhite 25C7 gnrl:hyphen 2010 gparen
    24A2 gparenthesized 24A2 gr:acute 1FFD gr:grave 1FEF gr:question 37E gr:tilde 1FC0 gradient 2207
    graphemejoinercmb 34F grave 60 gravebelowcmb 316 gravecmb 300 gravecomb 300 gravedblmiddlemod 2F5 gravedoublecmb
    30F gravelowmod 2CE gravemiddlemod 2F4 gravemod 2CB gravetonecmb 340 greater 3E greaterbutnotequal 2269
    greaterbutnotequivalent 22E7 greaterdot 22D7 greaterequal 2265 greaterequalorless 22DB greatermuch 226B
    greaterorequivalent 2273 greaterorless 2277 greateroverequal 2267 greekcrossheavy 271A greekcrossoutlined 2719
    gscript 261 gstroke 1E5 guarani 20B2 guillemetleft AB guillemetright BB guillemotleft AB guillemotright BB
    guilsinglleft 2039 guilsinglright 203A h 68 h.inferior 2095 haabkhasiancyrillic 4A9 haabkhcyr 4A9 hacyr 445
    hadescendercyrillic 4B3 hahookcyr 4FD hairspace 200A halfcircleleftblack 25D6 halfcirclerightblack 25D7
    halfleftringabovecmb 351 halfleftringbelowcmb 31C halfrightringabovecmb 357 halfrightringbelowcmb 339 hammerpick
    2692 hammersickle 262D handtailfishhookturned 2AF hardcyr 44A hardsigncyrillic 44A harpoondownbarbleft 21C3
    harpoondownbarbright 21C2 harpoondownleft 21C3 harpoondownright 21C2 harpoonleftbarbdown 21BD harpoonleftbarbup
    21BC harpoonleftright 21CB harpoonrightbarbdown 21C1 harpoonrightbarbup 21C0 harpoonrightleft 21CC
    harpoonupbarbleft 21BF harpoonupbarbright 21BE harpoonupleft 21BF harpoonupright 21BE hastrokecyr 4FF hatwide
    2C6 hatwider 2C6 hatwidest 2C6 hbar 127 hbrevebelow 1E2B hcaron 21F hcedilla 1E29 hcircle 24D7 hcircumflex 125
    hcmb 36A hdieresis 1E27 hdot 1E23 hdotaccent 1E23 hdotbelow 1E25 headstonegraveyard 26FC heart 2665 heartblack
    2665 heartblackheavy 2764 heartbulletrotatedblackheavy 2765 heartexclamationheavyornament 2763 heartsuitblack
    2665 heartsuitwhite 2661 heartwhite 2661 heavydbldashhorz 254D heavydbldashvert 254F heavydn 257B heavydnhorz
    2533 heavydnleft 2513 heavydnright 250F heavyhorz 2501 heavyleft 2578 heavyleftlightright 257E heavyquaddashhorz
    2509 heavyquaddashvert 250B heavyright 257A heavytrpldashhorz 2505 heavytrpldashvert 2507 heavyup 2579
    heavyuphorz 253B heavyupleft 251B heavyuplightdn 257F heavyupright 2517 heavyvert 2503 heavyverthorz 254B
    heavyvertleft 252B heavyvertright 2523 hedinterlacedpentagramleft 26E6 hedinterlacedpentagramright 26E5 helm
    2388 helmetcrosswhite 26D1 henghook 267 hermitianconjugatematrix 22B9 heta 371 hfishhookturned 2AE hhook 266
    hhooksuperior 2B1 hhooksupmod 2B1 highvoltage 26A1 historicsite 26EC hlinebelow 1E96 hoarmenian 570 hoarmn 570
    homotheticabovecmb 34B homotic 223B hookabovecmb 309 hookabovecomb 309 hookcmb 309 hookpalatalizedbelowcmb 321
    hookretroflexbelowcmb 322 horicoptic 3E9 horizontalbar 2015 horizontalbarwhitearrowonpedestalup 21EC
    horizontalmalestroke 26A9 horncmb 31B hotbeverage 2615 hotsprings 2668 hourglass 231B hourglassflowings 23F3
    house 2302 hparen 24A3 hparenthesized 24A3 hryvnia 20B4 hsuperior 2B0 hsupmod 2B0 hturned 265 htypeopencircuit
    238F hundredthousandscmbcyr 488 hungarumlaut 2DD hungarumlautcmb 30B hv 195 hvictory 270C hwriting 270D hyphen
    2D hyphenarmn 58A hyphenationpoint 2027 hyphenbullet 2043 hyphenchar 2D hyphenminus 2D hyphensoft AD hyphentwo
    2010 hysteresis 238E i 69 i.superior 2071 iacute ED iacyrillic 44F ibreve 12D icaron 1D0 iceskate 26F8 icircle
    24D8 icircumflex EE icmb 365 icyr 438 icyrillic 456 idblgrave 209 idblstruckitalic 2148 idieresis EF
    idieresisacute 1E2F idieresiscyr 4E5 idieresiscyrillic 4E5 idotbelow 1ECB iebrevecyr 4D7 iebrevecyrillic 4D7
    iecyr 435 iecyrillic 435 iegravecyr 450 igrave EC igravecyr 45D igravedbl 209 ihoi 1EC9 ihookabove 1EC9
    iicyrillic 438 iinvertedbreve 20B iishortcyrillic 439 ij 133 ilde 2DC imacron 12B imacroncyr 4E3 imacroncyrillic
    4E3 image 22B7 imageorapproximatelyequal 2253 increment 2206 indianrupee 20B9 infinity 221E information 2139
    inhibitarabicformshaping 206C inhibitsymmetricswapping 206A iniarmenian 56B iniarmn 56B insertion 2380 integral
    222B integralbottom 2321 integralbt 2321 integralclockwise 2231 integralcontour 222E
    integralcontouranticlockwise 2233 integralcontourclockwise 2232 integraldbl 222C integraldisplay 222B
    integraldisplaystyle 222B integralextension 23AE integralsurface 222F integraltext 222B integraltextstyle 222B
    integraltop 2320 integraltp 2320 integraltpl 222D integralvolume 2230 intercal 22BA intercalate 22BA
    interlockedfemalemale 26A4 interrobang 203D intersection 2229 intersectionarray 22C2 intersectiondbl 22D2
    intersectiondisplay 22C2 intersectiondisplaystyle 22C2 intersectionsq 2293 intersectiontext 22C2
    intersectiontextstyle 22C2 invbullet 25D8 invcircle 25D9 invertedbelowbrevecmb 32F invertedbrevecmb 311
    invertedbridgebelowcmb 33A inverteddoublebrevecmb 361 invertedfork 2443 invertedpentagram 26E7 invertedundertie
    2054 invisibleplus 2064 invisibleseparator 2063 invisibletimes 2062 invsmileface 263B iocyr 451 iocyrillic 451
    iogonek 12F iota 3B9 iotaacute 1F77 iotaadscript 1FBE iotaasper 1F31 iotaasperacute 1F35 iotaaspergrave 1F33
    iotaaspertilde 1F37 iotabreve 1FD0 iotadieresis 3CA iotadieresisacute 1FD3 iotadieresisgrave 1FD2
    iotadieresistilde 1FD7 iotadieresistonos 390 iotafunc 2373 iotagrave 1F76 iotalatin 269 iotalenis 1F30
    iotalenisacute 1F34 iotalenisgrave 1F32 iotalenistilde 1F36 iotasub 37A iotasubcmb 345 iotatilde 1FD6 iotatonos
    3AF iotaturned 2129 iotaunderlinefunc 2378 iotawithmacron 1FD1 ipa:Ismall 26A ipa:ereversed 258 ipa:glottalstop
    294 ipa:gscript 261 ipa:rtail 27D ipa:upsilon 28A iparen 24A4 iparenthesized 24A4 ishortcyr 439
    ishortsharptailcyr 48B istroke 268 itilde 129 itildebelow 1E2D iucyrillic 44E iukrcyr 456 izhitsacyr 475
    izhitsacyrillic 475 izhitsadblgravecyrillic 477 izhitsagravedblcyr 477 j 6A jaarmenian 571 jaarmn 571
    japanesebank 26FB jcaron 1F0 jcircle 24D9 jcircumflex 135 jcrossedtail 29D jdblstruckitalic 2149 jdotlessstroke
    25F jecyr 458 jecyrillic 458 jheharmenian 57B jheharmn 57B jiterup 2643 jotdiaeresisfunc 2364 jotunderlinefunc
    235B jparen 24A5 jparenthesized 24A5 jstroke 249 jsuperior 2B2 jsupmod 2B2 juno 26B5 k 6B k.inferior 2096
    kaaleutcyr 51F kabashkcyr 4A1 kabashkircyrillic 4A1 kacute 1E31 kacyr 43A kacyrillic 43A kadescendercyrillic 49B
    kahookcyr 4C4 kahookcyrillic 4C4 kaisymbol 3D7 kappa 3BA kappa.math 3F0 kappasymbolgreek 3F0 kastrokecyr 49F
    kastrokecyrillic 49F katailcyr 49B kaverticalstrokecyr 49D kaverticalstrokecyrillic 49D kcaron 1E9 kcedilla 137
    kcircle 24DA kcommaaccent 137 kdotbelow 1E33 keharmenian 584 keharmn 584 kelvin 212A kenarmenian 56F kenarmn 56F
    kgreenlandic 138 khacyrillic 445 kheicoptic 3E7 khook 199 kingblack 265A kingwhite 2654 kip 20AD kjecyr 45C
    kjecyrillic 45C klinebelow 1E35 knightblack 265E knightwhite 2658 koppa 3DF koppaarchaic 3D9 koppacyr 481
    koppacyrillic 481 koroniscmb 343 kparen 24A6 kparenthesized 24A6 kra 138 ksicyr 46F ksicyrillic 46F kturned 29E
    l 6C l.inferior 2097 lacute 13A lambda 3BB lambdastroke 19B lanemergeleftblack 26D8 lanemergeleftwhite 26D9
    largecircle 25EF largetackdown 27D9 largetackup 27D8 lari 20BE lastquartermoon 263E latincross 271D
    latincrossoutlined 271F latincrossshadowedwhite 271E latticetop 22A4 lazysinverted 223E lbar 19A lbbar 2114
    lbelt 26C lcaron 13E lcedilla 13C lcircle 24DB lcircumflexbelow 1E3D lcommaaccent 13C lcurl 234 ldot 140
    ldotaccent 140 ldotbelow 1E37 ldotbelowmacron 1E39 leftArrowAbovecmb 20D6 leftArrowBelowcmb 20EE
    leftFiveEighthsBlock 258B leftHalfBlock 258C leftHarpoonAbovecmb 20D0 leftOneEighthBlock 258F
    leftOneQuarterBlock 258E leftRightArrowAbovecmb 20E1 leftSevenEighthsBlock 2589 leftThreeEighthsBlock 258D
    leftThreeQuartersBlock 258A leftangleabovecmb 31A leftanglebelowcmb 349 leftarrowoverrightarrow 21C6
    leftdnheavyrightuplight 2545 leftfacingeternitysignarmn 58E leftharpoonoverrightharpoon 21CB
    leftheavyrightdnlight 252D leftheavyrightuplight 2535 leftheavyrightvertlight 253D leftlightrightdnheavy 2532
    leftlightrightupheavy 253A leftlightrightvertheavy 254A lefttackbelowcmb 318 lefttorightembed 202A
    lefttorightisolate 2066 lefttorightmark 200E lefttorightoverride 202D leftupheavyrightdnlight 2543
    leftwardsArrowOverlaycmb 20EA leftwardsHarpoonBDownwardsbarcmb 20ED lenis 1FBF lenisacute 1FCE lenisgrave 1FCD
    lenistilde 1FCF leo 264C less 3C lessbutnotequal 2268 lessbutnotequivalent 22E6 lessdblequal 2266 lessdot 22D6
    lessequal 2264 lessequalgreater 22DA lessequalorgreater 22DA lessmuch 226A lessnotdblequal 2268 lessorequivalent
    2272 lessorgreater 2276 lessornotdbleql 2268 lessornotequal 2268 lessorsimilar 2272 lessoverequal 2266 lezh 26E
    lfblock 258C lhacyr 515 lhookretroflex 26D libra 264E lightShade 2591 lightarcdnleft 256E lightarcdnright 256D
    lightarcupleft 256F lightarcupright 2570 lightdbldashhorz 254C lightdbldashvert 254E lightdiagcross 2573
    lightdiagupleftdnright 2572 lightdiaguprightdnleft 2571 lightdn 2577 lightdnhorz 252C lightdnleft 2510
    lightdnright 250C lighthorz 2500 lightleft 2574 lightleftheavyright 257C lightning 2607 lightquaddashhorz 2508
    lightquaddashvert 250A lightright 2576 lighttrpldashhorz 2504 lighttrpldashvert 2506 lightup 2575 lightupheavydn
    257D lightuphorz 2534 lightupleft 2518 lightupright 2514 lightvert 2502 lightverthorz 253C lightvertleft 2524
    lightvertright 251C lineextensionhorizontal 23AF lineextensionvertical 23D0 linemiddledotvertical 237F
    lineseparator 2028 lira 20A4 litre 2113 livretournois 20B6 liwnarmenian 56C liwnarmn 56C lj 1C9 ljecyr 459
    ljecyrillic 459 ljekomicyr 509 llinebelow 1E3B llwelsh 1EFB lmacrondot 1E39 lmiddletilde 26B logicaland 2227
    logicalandarray 22C0 logicalanddisplay 22C0 logicalanddisplaystyle 22C0 logicalandtext 22C0 logicalandtextstyle
    22C0 logicalnot AC logicalnotreversed 2310 logicalor 2228 logicalorarray 22C1 logicalordisplay 22C1
    logicalordisplaystyle 22C1 logicalortext 22C1 logicalortextstyle 22C1 longDoubleSolidusOverlaycmb 20EB
    longVerticalLineOverlaycmb 20D2 longdivision 27CC longovershortmetrical 23D2 longovertwoshortsmetrical 23D4
    longs 17F longs_t FB05 longsdot 1E9B longswithdiagonalstroke 1E9C longswithhighstroke 1E9D longtackleft 27DE
    longtackright 27DD lowasterisk 204E lowcommaheavydoubleornament 2760 lowcommaheavyornament 275F
    lowerFiveEighthsBlock 2585 lowerHalfBlock 2584 lowerOneEighthBlock 2581 lowerOneQuarterBlock 2582
    lowerSevenEighthsBlock 2587 lowerThreeEighthsBlock 2583 lowerThreeQuartersBlock 2586 lowercornerdotright 27D3
    lowerhalfcircle 25E1 lowerhalfcircleinversewhite 25DB lowerquadrantcirculararcleft 25DF
    lowerquadrantcirculararcright 25DE lowertriangleleft 25FA lowertriangleleftblack 25E3 lowertriangleright 25FF
    lowertrianglerightblack 25E2 lowlinecmb 332 lowlinedoublecmb 333 lownumeralsign 375 lozenge 25CA
    lozengedividedbyrulehorizontal 27E0 lozengesquare 2311 lparen 24A7 lparenthesized 24A7 lretroflex 26D ls 2AA
    lslash 142 lsquare 2113 lsupmod 2E1 lt:Gamma 194 lt:Iota 196 lt:Upsilon 1B1 lt:delta 1E9F ltgr:alpha 251
    ltgr:gamma 263 ltgr:iota 269 ltgr:phi 278 ltshade 2591 lttr:gscript 210A ltypeopencircuit 2390 lzed 2AB m 6D
    m.inferior 2098 macron AF macronbelowcmb 331 macroncmb 304 macrondoublebelowcmb 35F macrondoublecmb 35E
    macronlowmod 2CD macronmod 2C9 macute 1E3F male 2642 malefemale 26A5 malestroke 26A6 malestrokemalefemale 26A7
    maltesecross 2720 manat 20BC maplighthouse 26EF mapsto 21A6 marriage 26AD mars 2642 math:bowtie 22C8
    math:cuberoot 221B math:fourthroot 221C mcircle 24DC mcmb 36B mdot 1E41 mdotaccent 1E41 mdotbelow 1E43
    measuredangle 2221 measuredby 225E mediumShade 2592 mediumcircleblack 26AB mediumcirclewhite 26AA
    mediummathematicalspace 205F mediumsmallcirclewhite 26AC menarmenian 574 menarmn 574 mercury 263F mhook 271
    middot B7 mill 20A5 millionscmbcyr 489 millisecond 2034 millisecondreversed 2037 minus 2212 minus.inferior 208B
    minus.superior 207B minusbelowcmb 320 minuscircle 2296 minusmod 2D7 minusplus 2213 minussignheavy 2796
    minussignmod 2D7 minustilde 2242 minute 2032 minutereversed 2035 misc:decimalseparator 2396 misc:diamondblack
    2666 misc:diamondwhite 2662 mlonglegturned 270 models 22A7 monogramyang 268A monogramyin 268B monostable 238D
    moonlilithblack 26B8 mountain 26F0 mparen 24A8 mparenthesized 24A8 mturned 26F mu B5 mu.math B5 mu1 B5
    muchgreater 226B muchless 226A mugreek 3BC multicloseleft 22C9 multicloseright 22CA multimap 22B8 multimapleft
    27DC multiopenleft 22CB multiopenright 22CC multiplicationx 2715 multiplicationxheavy 2716 multiply D7 multiset
    228C multisetmultiplication 228D multisetunion 228E musicalnote 266A musicalnotedbl 266B musicflat 266D
    musicflatsign 266D musicnatural 266E musicsharp 266F musicsharpsign 266F n 6E n.inferior 2099 n.superior 207F
    nabla 2207 nacute 144 naira 20A6 nand 22BC napostrophe 149 narrownobreakspace 202F nationaldigitshapes 206E
    natural 266E nbspace A0 ncaron 148 ncedilla 146 ncircle 24DD ncircumflexbelow 1E4B ncommaaccent 146 ncurl 235
    ndot 1E45 ndotaccent 1E45 ndotbelow 1E47 negatedturnstiledblverticalbarright 22AF negationslash 2044
    neirapproximatelynoractuallyequal 2247 neirasersetnorequalup 2289 neirasubsetnorequal 2288 neirgreaternorequal
    2271 neirgreaternorequivalent 2275 neirgreaternorless 2279 neirlessnorequal 2270 neirlessnorequivalent 2274
    neirlessnorgreater 2278 neptune 2646 neuter 26B2 newsheqel 20AA newsheqelsign 20AA nextpage 2398 ngrave 1F9
    nhookleft 272 nhookretroflex 273 nibblack 2712 nibwhite 2711 nine 39 nine.inferior 2089 nine.roman 2168
    nine.romansmall 2178 nine.superior 2079 ninecircle 2468 ninecircledbl 24FD ninecircleinversesansserif 2792
    nineinferior 2089 ninenegativecircled 277E nineparen 247C nineparenthesized 247C nineperiod 2490 nineroman 2178
    ninesanscircled 2788 ninesansnegativecircled 2792 ninesuperior 2079 nineteencircle 2472 nineteencircleblack 24F3
    nineteenparen 2486 nineteenparenthesized 2486 nineteenperiod 249A nj 1CC njecyr 45A njecyrillic 45A njekomicyr
    50B nlegrightlong 19E nlinebelow 1E49 nlongrightleg 19E nodeascending 260A nodedescending 260B noentry 26D4
    nominaldigitshapes 206F nonbreakinghyphen 2011 nonbreakingspace A0 nor 22BD nordicmark 20BB
    normalfacrsemidirectproductleft 22C9 normalfacrsemidirectproductright 22CA normalsubgroorequalup 22B4
    normalsubgroup 22B2 notalmostequal 2249 notapproxequal 2247 notarrowboth 21AE notarrowleft 219A notarrowright
    219B notasersetup 2285 notasympticallyequal 2244 notbar 2224 notcheckmark 237B notcontains 220C notdblarrowboth
    21CE notdblarrowleft 21CD notdblarrowright 21CF notelement 2209 notelementof 2209 notequal 2260 notequivalent
    226D notexistential 2204 notfollows 2281 notfollowsoreql 22E1 notforces 22AE notforcesextra 22AF notgreater 226F
    notgreaterequal 2271 notgreaternorequal 2271 notgreaternorless 2279 notidentical 2262 notless 226E notlessequal
    2270 notlessnorequal 2270 notnormalsubgroorequalup 22EC notnormalsubgroup 22EA notparallel 2226 notprecedes 2280
    notsatisfies 22AD notsignturned 2319 notsimilar 2241 notsquareimageorequal 22E2 notsquareoriginalorequal 22E3
    notsubset 2284 notsubseteql 2288 notsubsetoreql 228A notsucceeds 2281 notsuperset 2285 notsuperseteql 2289
    notsupersetoreql 228B nottilde 2241 nottildeabovecmb 34A nottriangeqlleft 22EC nottriangeqlright 22ED
    nottriangleleft 22EA nottriangleright 22EB nottrue 22AD notturnstile 22AC nowarmenian 576 nowarmn 576 nparen
    24A9 nparenthesized 24A9 nretroflex 273 nsuperior 207F ntilde F1 nu 3BD numbersign 23 numeralsign 374
    numeralsigngreek 374 numeralsignlowergreek 375 numero 2116 o 6F o.inferior 2092 oacute F3 obarcyr 4E9
    obardieresiscyr 4EB obarred 275 obarredcyrillic 4E9 obarreddieresiscyrillic 4EB obreve 14F observereye 23FF
    ocaron 1D2 ocircle 24DE ocircumflex F4 ocircumflexacute 1ED1 ocircumflexdotbelow 1ED9 ocircumflexgrave 1ED3
    ocircumflexhoi 1ED5 ocircumflexhookabove 1ED5 ocircumflextilde 1ED7 ocmb 366 ocr:bowtie 2445 ocr:chair 2441
    ocr:dash 2448 ocr:hook 2440 ocyr 43E ocyrillic 43E odblacute 151 odblgrave 20D odieresis F6 odieresiscyr 4E7
    odieresiscyrillic 4E7 odieresismacron 22B odot 22F odotbelow 1ECD odotmacron 231 oe 153 ogonek 2DB ogonekcmb 328
    ograve F2 ogravedbl 20D oharmenian 585 oharmn 585 ohm 2126 ohminverted 2127 ohoi 1ECF ohookabove 1ECF ohorn 1A1
    ohornacute 1EDB ohorndotbelow 1EE3 ohorngrave 1EDD ohornhoi 1EDF ohornhookabove 1EDF ohorntilde 1EE1
    ohungarumlaut 151 oi 1A3 oinvertedbreve 20F omacron 14D omacronacute 1E53 omacrongrave 1E51 omega 3C9 omega1 3D6
    omegaacute 1F7D omegaacuteiotasub 1FF4 omegaasper 1F61 omegaasperacute 1F65 omegaasperacuteiotasub 1FA5
    omegaaspergrave 1F63 omegaaspergraveiotasub 1FA3 omegaasperiotasub 1FA1 omegaaspertilde 1F67
    omegaaspertildeiotasub 1FA7 omegaclosed 277 omegacyr 461 omegacyrillic 461 omegafunc 2375 omegagrave 1F7C
    omegagraveiotasub 1FF2 omegaiotasub 1FF3 omegalatinclosed 277 omegalenis 1F60 omegalenisacute 1F64
    omegalenisacuteiotasub 1FA4 omegalenisgrave 1F62 omegalenisgraveiotasub 1FA2 omegalenisiotasub 1FA0
    omegalenistilde 1F66 omegalenistildeiotasub 1FA6 omegaroundcyr 47B omegaroundcyrillic 47B omegatilde 1FF6
    omegatildeiotasub 1FF7 omegatitlocyr 47D omegatitlocyrillic 47D omegatonos 3CE omegaunderlinefunc 2379 omicron
    3BF omicronacute 1F79 omicronasper 1F41 omicronasperacute 1F45 omicronaspergrave 1F43 omicrongrave 1F78
    omicronlenis 1F40 omicronlenisacute 1F44 omicronlenisgrave 1F42 omicrontonos 3CC one 31 one.inferior 2081
    one.roman 2160 one.romansmall 2170 one.superior B9 onecircle 2460 onecircledbl 24F5 onecircleinversesansserif
    278A onedotenleader 2024 oneeighth 215B onefifth 2155 onefraction 215F onehalf BD onehundred.roman 216D
    onehundred.romansmall 217D onehundredthousand.roman 2188 oneinferior 2081 onenegativecircled 2776 oneninth 2151
    oneparen 2474 oneparenthesized 2474 oneperiod 2488 onequarter BC oneroman 2170 onesanscircled 2780
    onesansnegativecircled 278A oneseventh 2150 onesixth 2159 onesuperior B9 onetenth 2152 onethird 2153
    onethousand.roman 216F onethousand.romansmall 217F onethousandcd.roman 2180 oogonek 1EB oogonekmacron 1ED oopen
    254 oparen 24AA oparenthesized 24AA openbullet 25E6 openheadarrowleft 21FD openheadarrowleftright 21FF
    openheadarrowright 21FE opensubset 27C3 opensuperset 27C4 ophiuchus 26CE opposition 260D option 2325 ordfeminine
    AA ordmasculine BA ordotinside 27C7 original 22B6 orthodoxcross 2626 orthogonal 221F orunderscore 22BB oscript
    2134 oslash F8 oslashacute 1FF ostrokeacute 1FF otcyr 47F otcyrillic 47F otilde F5 otildeacute 1E4D
    otildedieresis 1E4F otildemacron 22D ou 223 ounce 2125 outerjoinfull 27D7 outerjoinleft 27D5 outerjoinright 27D6
    outputpassiveup 2392 overlaystrokelongcmb 336 overlaystrokeshortcmb 335 overline 203E overlinecmb 305 overscore
    AF owner 220B p 70 p.inferior 209A pacute 1E55 pagedown 21DF pageup 21DE palatalizationcyrilliccmb 484
    palatalizedhookbelowcmb 321 palatcmbcyr 484 pallas 26B4 palochkacyr 4CF palochkacyrillic 4C0 paragraph B6
    paragraphseparator 2029 parallel 2225 parallelogramblack 25B0 parallelogramwhite 25B1 parenbottom 23DD
    parenextensionleft 239C parenextensionright 239F parenflatleft 27EE parenflatright 27EF parenhookupleft 239B
    parenhookupright 239E parenleft 28 parenleft.inferior 208D parenleft.superior 207D parenleftBig 28 parenleftBigg
    28 parenleftbig 28 parenleftbigg 28 parenleftinferior 208D parenleftmid 28 parenleftsuperior 207D
    parenlowerhookleft 239D parenlowerhookright 23A0 parenright 29 parenright.inferior 208E parenright.superior 207E
    parenrightBig 29 parenrightBigg 29 parenrightbig 29 parenrightbigg 29 parenrightinferior 208E parenrightmid 29
    parenrightsuperior 207E parenthesisleftflattenedmediumornament 276A parenthesisleftmediumornament 2768
    parenthesisrightflattenedmediumornament 276B parenthesisrightmediumornament 2769 parentop 23DC partialdiff 2202
    passivedown 2391 pawnblack 265F pawnwhite 2659 pcircle 24DF pdot 1E57 pdotaccent 1E57 peace 262E pecyr 43F
    pecyrillic 43F peharmenian 57A peharmn 57A pehookcyr 4A7 pemiddlehookcyrillic 4A7 pencil 270F pencillowerright
    270E pencilupperright 2710 pentagram 26E4 pentasememetrical 23D9 per 214C percent 25 percussivebidental 2AD
    percussivebilabial 2AC period 2E periodarmenian 589 periodarmn 589 periodcentered B7 perispomenicmb 342
    perispomenigreekcmb 342 permanentpaper 267E perpendicular 22A5 personball 26F9 perspective 2306
    pertenthousandsign 2031 perthousand 2030 peseta 20A7 peso 20B1 petailcyr 525 pharyngealvoicedfricative 295 phi
    3C6 phi.math 3D5 phi1 3D5 philatin 278 phisymbolgreek 3D5 phook 1A5 pi 3C0 pi.math 3D6 pi1 3D6 pick 26CF
    pidblstruck 213C pilcrowsignreversed 204B pisces 2653 pisymbolgreek 3D6 pitchfork 22D4 piwrarmenian 583 piwrarmn
    583 placeofinterestsign 2318 planck 210E planckover2pi 210F planckover2pi1 210F plancktwopi 210F plus 2B
    plus.inferior 208A plus.superior 207A plusbelowcmb 31F pluscircle 2295 plusminus B1 plusmod 2D6 plussignheavy
    2795 plussignmod 2D6 plussuperior 207A pluto 2647 pointerleftblack 25C4 pointerleftwhite 25C5 pointerrightblack
    25BA pointerrightwhite 25BB pointingindexdownwhite 261F pointingindexleftblack 261A pointingindexleftwhite 261C
    pointingindexrightblack 261B pointingindexrightwhite 261E pointingindexupwhite 261D
    pointingtriangledownheavywhite 26DB pokrytiecmbcyr 487 popdirectionalformatting 202C popdirectionalisolate 2069
    positionindicator 2316 power 23FB poweron 23FD poweronoff 23FC powersleep 23FE pparen 24AB pparenthesized 24AB
    precedeornoteqvlnt 22E8 precedes 227A precedesbutnotequivalent 22E8 precedesequal 227C precedesorcurly 227C
    precedesorequal 227C precedesorequivalent 227E precedesunderrelation 22B0 prescription 211E previouspage 2397
    prime 2032 primedblmod 2BA primemod 2B9 primereverse 2035 primereversed 2035 printscreen 2399 product 220F
    productdisplay 220F productdisplaystyle 220F producttext 220F producttextstyle 220F projective 2305 propellor
    2318 propersubset 2282 propersuperset 2283 propertyline 214A proportion 2237 proportional 221D psi 3C8 psicyr
    471 psicyrillic 471 psilicmbcyr 486 psilipneumatacyrilliccmb 486 punctdash 2014 punctuationspace 2008 q 71 qacyr
    51B qcircle 24E0 qhook 2A0 qhooktail 24B qparen 24AC qparenthesized 24AC qpdigraph 239 quadarrowdownfunc 2357
    quadarrowleftfunc 2347 quadarrowrightfunc 2348 quadarrowupfunc 2350 quadbackslashfunc 2342 quadcaretdownfunc
    234C quadcaretupfunc 2353 quadcirclefunc 233C quadcolonfunc 2360 quaddelfunc 2354 quaddeltafunc 234D
    quaddiamondfunc 233A quaddividefunc 2339 quadequalfunc 2338 quadfunc 2395 quadgreaterfunc 2344 quadjotfunc 233B
    quadlessfunc 2343 quadnotequalfunc 236F quadquestionfunc 2370 quadrantLowerLeft 2596 quadrantLowerRight 2597
    quadrantUpperLeft 2598 quadrantUpperLeftAndLowerLeftAndLowerRight 2599 quadrantUpperLeftAndLowerRight 259A
    quadrantUpperLeftAndUpperRightAndLowerLeft 259B quadrantUpperLeftAndUpperRightAndLowerRight 259C
    quadrantUpperRight 259D quadrantUpperRightAndLowerLeft 259E quadrantUpperRightAndLowerLeftAndLowerRight 259F
    quadrupleminute 2057 quadslashfunc 2341 quarternote 2669 queenblack 265B queenwhite 2655 question 3F
    questionarmenian 55E questionarmn 55E questionblackornament 2753 questiondbl 2047 questiondown BF
    questionedequal 225F questionexclamationmark 2048 questiongreek 37E questionwhiteornament 2754 quincunx 26BB
    quotationleftpointedangleheavyornament 276E quotationrightpointedangleheavyornament 276F quotedbl 22
    quotedblbase 201E quotedblleft 201C quotedblreversed 201F quotedblright 201D quoteleft 2018 quoteleftreversed
    201B quotequadfunc 235E quotereversed 201B quoteright 2019 quoterightn 149 quotesinglbase 201A quotesingle 27
    quoteunderlinefunc 2358 r 72 raarmenian 57C raarmn 57C racute 155 radical 221A radicalBig 221A radicalBigg 221A
    radicalbig 221A radicalbigg 221A radicalbottom 23B7 radicalbt 221A radioactive 2622 rain 26C6 raisedfist 270A
    raisedh 270B ramshorn 264 rangedash 2013 ratio 2236 rcaron 159 rcedilla 157 rcircle 24E1 rcmb 36C rcommaaccent
    157 rdblgrave 211 rdot 1E59 rdotaccent 1E59 rdotbelow 1E5B rdotbelowmacron 1E5D rectangleblack 25AC
    rectangleverticalblack 25AE rectangleverticalwhite 25AF rectanglewhite 25AD recycledpaper 267C
    recyclefiveplastics 2677 recyclefourplastics 2676 recyclegeneric 267A recycleoneplastics 2673
    recyclepartiallypaper 267D recyclesevenplastics 2679 recyclesixplastics 2678 recyclethreeplastics 2675
    recycletwoplastics 2674 recycleuniversal 2672 recycleuniversalblack 267B referencemark 203B reflexsubset 2286
    reflexsuperset 2287 registered AE reharmenian 580 reharmn 580 response 211F restrictedentryoneleft 26E0
    restrictedentrytwoleft 26E1 retroflexhookbelowcmb 322 return 23CE revasymptequal 22CD reverseSolidusOverlaycmb
    20E5 reversedcommaabovecmb 314 reversedonehundred.roman 2183 reversedtilde 223D reversedzecyr 511 revlogicalnot
    2310 revsimilar 223D rfishhook 27E rfishhookreversed 27F rgravedbl 211 rhacyr 517 rho 3C1 rho1 3F1 rhoasper 1FE5
    rhofunc 2374 rholenis 1FE4 rhook 27D rhookturned 27B rhookturnedsuperior 2B5 rhookturnedsupmod 2B5
    rhostrokesymbol 3FC rhosymbol 3F1 rhosymbolgreek 3F1 rhotichookmod 2DE rightArrowAbovecmb 20D7
    rightArrowBelowcmb 20EF rightHalfBlock 2590 rightHarpoonAbovecmb 20D1 rightOneEighthBlock 2595 rightangle 221F
    rightanglene 231D rightanglenw 231C rightanglese 231F rightanglesw 231E rightarrowoverleftarrow 21C4
    rightdnheavyleftuplight 2546 rightfacingeternitysignarmn 58D rightharpoonoverleftharpoon 21CC
    rightheavyleftdnlight 252E rightheavyleftuplight 2536 rightheavyleftvertlight 253E rightlightleftdnheavy 2531
    rightlightleftupheavy 2539 rightlightleftvertheavy 2549 righttackbelowcmb 319 righttoleftembed 202B
    righttoleftisolate 2067 righttoleftmark 200F righttoleftoverride 202E righttriangle 22BF rightupheavyleftdnlight
    2544 rightwardsHarpoonBDownwardsbarcmb 20EC ring 2DA ringOverlaycmb 20D8 ringabovecmb 30A ringbelowcmb 325
    ringcmb 30A ringequal 2257 ringhalfleft 2BF ringhalfleftarmenian 559 ringhalfleftarmn 559 ringhalfleftbelowcmb
    31C ringhalfleftcentered 2D3 ringhalfleftcentredmod 2D3 ringhalfleftmod 2BF ringhalfright 2BE
    ringhalfrightbelowcmb 339 ringhalfrightcentered 2D2 ringhalfrightcentredmod 2D2 ringhalfrightmod 2BE ringinequal
    2256 ringlowmod 2F3 ringoperator 2218 rinvertedbreve 213 risingdiagonal 27CB rlinebelow 1E5F rlongleg 27C
    rlonglegturned 27A rmacrondot 1E5D rookblack 265C rookwhite 2656 rparen 24AD rparenthesized 24AD rstroke 24D
    rsupmod 2B3 rtblock 2590 rturned 279 rturnedsuperior 2B4 rturnedsupmod 2B4 ruble 20BD rupee 20A8 s 73 s.inferior
    209B s_t FB06 sacute 15B sacutedotaccent 1E65 safetyscissorsblack 2700 sagittarius 2650 sailboat 26F5 saltire
    2613 sampi 3E1 sampiarchaic 373 san 3FB satisfies 22A8 saturn 2644 scales 2696 scanninehorizontal 23BD
    scanonehorizontal 23BA scansevenhorizontal 23BC scanthreehorizontal 23BB scaron 161 scarondot 1E67
    scarondotaccent 1E67 scedilla 15F schwa 259 schwa.inferior 2094 schwacyr 4D9 schwacyrillic 4D9 schwadieresiscyr
    4DB schwadieresiscyrillic 4DB schwahook 25A scircle 24E2 scircumflex 15D scissorsblack 2702 scissorslowerblade
    2703 scissorsupperblade 2701 scissorswhite 2704 scommaaccent 219 scorpius 264F scruple 2108 sdot 1E61 sdotaccent
    1E61 sdotbelow 1E63 sdotbelowdotabove 1E69 sdotbelowdotaccent 1E69 seagullbelowcmb 33C second 2033
    secondreversed 2036 secondtonechinese 2CA section A7 sector 2314 segment 2313 seharmenian 57D seharmn 57D
    semicolon 3B semicolonreversed 204F semicolonunderlinefunc 236E semidirectproductleft 22CB
    semidirectproductright 22CC semisextile 26BA semisoftcyr 48D sersetdblup 22D1 sersetnotequalup 228B servicemark
    2120 sesquiquadrate 26BC setminus 2216 seven 37 seven.inferior 2087 seven.roman 2166 seven.romansmall 2176
    seven.superior 2077 sevencircle 2466 sevencircledbl 24FB sevencircleinversesansserif 2790 seveneighths 215E
    seveninferior 2087 sevennegativecircled 277C sevenparen 247A sevenparenthesized 247A sevenperiod 248E sevenroman
    2176 sevensanscircled 2786 sevensansnegativecircled 2790 sevensuperior 2077 seventeencircle 2470
    seventeencircleblack 24F1 seventeenparen 2484 seventeenparenthesized 2484 seventeenperiod 2498 sextile 26B9
    sfthyphen AD shaarmenian 577 shaarmn 577 shacyr 448 shacyrillic 448 shade 2592 shadedark 2593 shadelight 2591
    shademedium 2592 shamrock 2618 sharp 266F shchacyr 449 shchacyrillic 449 sheicoptic 3E3 shelfmod 2FD
    shelfopenmod 2FE sheqel 20AA sheqelhebrew 20AA shhacyr 4BB shhacyrillic 4BB shhatailcyr 527 shimacoptic 3ED
    shintoshrine 26E9 sho 3F8 shoejotupfunc 235D shoestiledownfunc 2366 shoestileleftfunc 2367 shogipieceblack 2617
    shogipiecewhite 2616 shook 282 shortVerticalLineOverlaycmb 20D3 shortoverlongmetrical 23D3 shoulderedopenbox
    237D sigma 3C3 sigma1 3C2 sigmafinal 3C2 sigmalunatedottedreversedsymbol 37D sigmalunatedottedsymbol 37C
    sigmalunatereversedsymbol 37B sigmalunatesymbol 3F2 sigmalunatesymbolgreek 3F2 similar 223C similarequal 2243
    sinewave 223F six 36 six.inferior 2086 six.roman 2165 six.romansmall 2175 six.superior 2076 sixcircle 2465
    sixcircledbl 24FA sixcircleinversesansserif 278F sixinferior 2086 sixlateform.roman 2185 sixnegativecircled 277B
    sixparen 2479 sixparenthesized 2479 sixperemspace 2006 sixperiod 248D sixroman 2175 sixsanscircled 2785
    sixsansnegativecircled 278F sixsuperior 2076 sixteencircle 246F sixteencircleblack 24F0 sixteenparen 2483
    sixteenparenthesized 2483 sixteenperiod 2497 sjekomicyr 50D skier 26F7 skullcrossbones 2620 slash 2F slashBig 2F
    slashBigg 2F slashbarfunc 233F slashbig 2F slashbigg 2F slong 17F slongdotaccent 1E9B slope 2333 slurabove 2322
    slurbelow 2323 smile 2323 smileface 263A smilingfaceblack 263B smilingfacewhite 263A snowflake 2744
    snowflaketight 2745 snowman 2603 snowmanblack 26C7 snowmanoutsnow 26C4 soccerball 26BD softcyr 44C softhyphen AD
    softsigncyrillic 44C softwarefunction 2394 soliduslongoverlaycmb 338 solidusshortoverlaycmb 337
    solidussubsetreversepreceding 27C8 solidussupersetpreceding 27C9 som 20C0 soundcopyright 2117 space 20
    spacehackarabic 20 spade 2660 spadeblack 2660 spadesuitblack 2660 spadesuitwhite 2664 spadewhite 2664 sparen
    24AE sparenthesized 24AE sparkle 2747 sparkleheavy 2748 sparkles 2728 spesmilo 20B7 sphericalangle 2222
    spokedasteriskeight 2733 squarebelowcmb 33B squareblack 25A0 squarecap 2293 squarecup 2294 squaredcrossnegative
    274E squareddotoperator 22A1 squarediagonalcrosshatchfill 25A9 squaredkey 26BF squaredminus 229F squaredot 22A1
    squaredplus 229E squaredsaltire 26DD squaredtimes 22A0 squarefourcorners 26F6 squarehalfleftblack 25E7
    squarehalfrightblack 25E8 squarehorizontalfill 25A4 squareimage 228F squareimageorequal 2291
    squareimageornotequal 22E4 squarelowerdiagonalhalfrightblack 25EA squarelowerrightshadowedwhite 2751
    squaremediumblack 25FC squaremediumwhite 25FB squareminus 229F squaremultiply 22A0 squareoriginal 2290
    squareoriginalorequal 2292 squareoriginalornotequal 22E5 squareorthogonalcrosshatchfill 25A6 squareplus 229E
    squareshadowlowerrightwhite 274F squareshadowupperrightwhite 2750 squaresmallblack 25AA squaresmallmediumblack
    25FE squaresmallmediumwhite 25FD squaresmallwhite 25AB squaresolid 25A0 squareupperdiagonalhalfleftblack 25E9
    squareupperlefttolowerrightfill 25A7 squareupperrightshadowedwhite 2752 squareupperrighttolowerleftfill 25A8
    squareverticalfill 25A5 squarewhitebisectinglinevertical 25EB squarewhitelowerquadrantleft 25F1
    squarewhitelowerquadrantright 25F2 squarewhiteround 25A2 squarewhiteupperquadrantleft 25F0
    squarewhiteupperquadrantright 25F3 squarewhitewithsmallblack 25A3 squarewhitewithsquaresmallblack 25A3
    squiggleleftright 21AD squiggleright 219D squishquadfunc 2337 ssupmod 2E2 sswashtail 23F staffofaesculapius 2695
    staffofhermes 269A star 22C6 starblack 2605 starcentreblackwhite 272C starcentreopenblack 272B
    starcentreopenpointedcircledeight 2742 starcircledwhite 272A starcrescent 262A stardiaeresisfunc 2363 starequals
    225B starofdavid 2721 staroperator 22C6 staroutlinedblack 272D staroutlinedblackheavy 272E
    staroutlinedstresswhite 2729 staroutlinedwhite 269D starpinwheel 272F starpointedblackeight 2734
    starpointedblackfour 2726 starpointedblacksix 2736 starpointedblacktwelve 2739 starpointedpinwheeleight 2735
    starpointedwhitefour 2727 starshadowedwhite 2730 starwhite 2606 sterling A3 stigma 3DB stiletildefunc 236D
    straightness 23E4 strictlyequivalent 2263 strokelongoverlaycmb 336 strokeshortoverlaycmb 335 subset 2282
    subsetdbl 22D0 subsetnoteql 228A subsetnotequal 228A subsetorequal 2286 subsetsqequal 2291 succeeds 227B
    succeedsbutnotequivalent 22E9 succeedsorequal 227D succeedsorequivalent 227F succeedsunderrelation 22B1 suchthat
    220B summation 2211 summationbottom 23B3 summationdblstruck 2140 summationdisplay 2211 summationdisplaystyle
    2211 summationtext 2211 summationtextstyle 2211 summationtop 23B2 sun 263C sunbehindcloud 26C5 sunraysblack 2600
    sunrayswhite 263C superset 2283 supersetdbl 22D1 supersetnoteql 228B supersetnotequal 228B supersetorequal 2287
    supersetsqequal 2292 swatchtop 23F1 swungdash 2053 symmetry 232F t 74 t.inferior 209C tackcircleaboveup 27DF
    tackdiaeresisupfunc 2361 tackdown 22A4 tackdownmod 2D5 tackjotdownfunc 234E tackjotupfunc 2355 tackleft 22A3
    tackleftright 27DB tackoverbarupfunc 2351 tackright 22A2 tackunderlinedownfunc 234A tackup 22A5 tackupmod 2D4
    tapedrive 2707 tau 3C4 taurus 2649 tbar 167 tcaron 165 tccurl 2A8 tcedilla 163 tcircle 24E3 tcircumflexbelow
    1E71 tcmb 36D tcommaaccent 163 tcurl 236 tdieresis 1E97 tdot 1E6B tdotaccent 1E6B tdotbelow 1E6D tecyr 442
    tecyrillic 442 tedescendercyrillic 4AD telephone 2121 telephoneblack 260E telephonelocationsign 2706
    telephonerecorder 2315 telephonewhite 260F ten.roman 2169 ten.romansmall 2179 tencircle 2469 tencircledbl 24FE
    tenge 20B8 tennegativecircled 277F tenparen 247D tenparenthesized 247D tenperiod 2491 tenroman 2179
    tensanscircled 2789 tensansnegativecircled 2793 tent 26FA tenthousand.roman 2182 tesh 2A7 tetailcyr 4AD
    tetrasememetrical 23D8 tetsecyr 4B5 tetsecyrillic 4B5 thereexists 2203 therefore 2234 theta 3B8 theta.math 3D1
    theta1 3D1 thetasymbolgreek 3D1 thinspace 2009 thirteencircle 246C thirteencircleblack 24ED thirteenparen 2480
    thirteenparenthesized 2480 thirteenperiod 2494 thook 1AD thorn FE thousandcyrillic 482 thousandscyr 482 three 33
    three.inferior 2083 three.roman 2162 three.romansmall 2172 three.superior B3 threeDotsAbovecmb 20DB threecircle
    2462 threecircledbl 24F7 threecircleinversesansserif 278C threedimensionalangle 27C0 threedotpunctuation 2056
    threeeighths 215C threefifths 2157 threeinferior 2083 threelinesconvergingleft 269F threelinesconvergingright
    269E threenegativecircled 2778 threeparen 2476 threeparenthesized 2476 threeperemspace 2004 threeperiod 248A
    threequarters BE threerightarrows 21F6 threeroman 2172 threesanscircled 2782 threesansnegativecircled 278C
    threesuperior B3 thundercloudrain 26C8 thunderstorm 2608 tickconvavediamondleftwhite 27E2
    tickconvavediamondrightwhite 27E3 tickleftwhitesquare 27E4 tickrightwhitesquare 27E5 tie 2040 tilde 2DC
    tildeWide 2DC tildeWider 2DC tildeWidest 2DC tildebelowcmb 330 tildecmb 303 tildecomb 303 tildediaeresisfunc
    2368 tildedoublecmb 360 tildeequalsreversed 22CD tildelowmod 2F7 tildeoperator 223C tildeoverlaycmb 334
    tildereversed 223D tildetpl 224B tildeverticalcmb 33E tildewide 7E tildewider 7E tildewidest 7E timerclock 23F2
    timescircle 2297 tironiansignet 204A titlocmbcyr 483 titlocyrilliccmb 483 tiwnarmenian 57F tiwnarmn 57F
    tjekomicyr 50F tlinebelow 1E6F toarmenian 569 toarmn 569 tocornerarrowNW 21F1 tocornerarrowSE 21F2
    tonebarextrahighmod 2E5 tonebarextralowmod 2E9 tonebarhighmod 2E6 tonebarlowmod 2E8 tonebarmidmod 2E7 tonefive
    1BD tonehighbeginmod 2F9 tonehighendmod 2FA tonelowbeginmod 2FB tonelowendmod 2FC tonesix 185 tonetwo 1A8 tonos
    384 totalrunout 2330 tpalatalhook 1AB tparen 24AF tparenthesized 24AF trademark 2122 trapeziumwhite 23E2
    tretroflex 288 tretroflexhook 288 triagdn 25BC triaglf 25C4 triagrt 25BA triagup 25B2 triangle 2206
    triangledotupwhite 25EC triangledownblack 25BC triangledownsld 25BC triangledownsmallblack 25BE
    triangledownsmallwhite 25BF triangledownwhite 25BD trianglehalfupleftblack 25ED trianglehalfuprightblack 25EE
    triangleinv 25BD triangleleft 25C1 triangleleftblack 25C0 triangleleftequal 22B4 triangleleftsld 25C0
    triangleleftsmallblack 25C2 triangleleftsmallwhite 25C3 triangleleftwhite 25C1 triangleright 22BF
    trianglerightblack 25B6 trianglerightequal 22B5 trianglerightsld 25B6 trianglerightsmallblack 25B8
    trianglerightsmallwhite 25B9 trianglerightwhite 25B7 trianglesolid 25B2 triangleupblack 25B2
    triangleupsmallblack 25B4 triangleupsmallwhite 25B5 triangleupwhite 25B3 triangularbullet 2023 tricolon 205D
    tricontainingtriwhiteanglesmall 27C1 trigramearth 2637 trigramfire 2632 trigramheaven 2630 trigramlake 2631
    trigrammountain 2636 trigramthunder 2633 trigramwater 2635 trigramwind 2634 tripleUnderdotcmb 20E8
    triplearrowleft 21DA triplearrowright 21DB trisememetrical 23D7 truckblack 26DF true 22A8 ts 2A6 tsecyr 446
    tsecyrillic 446 tshecyr 45B tshecyrillic 45B tturned 287 tugrik 20AE turkishlira 20BA turnedabovecmb 313
    turnedaybarmn 560 turnedcommaabovecmb 315 turneddigitthree 218B turneddigittwo 218A turnedshogipieceblack 26CA
    turnedshogipiecewhite 26C9 turnstiledblverticalbarright 22AB turnstileleft 22A3 turnstileleftrightdbl 27DA
    turnstileright 22A2 turnstiletplverticalbarright 22AA twelve.roman 216B twelve.romansmall 217B twelvecircle 246B
    twelvecircleblack 24EC twelveparen 247F twelveparenthesized 247F twelveperiod 2493 twelveroman 217B twentycircle
    2473 twentycircleblack 24F4 twentyparen 2487 twentyparenthesized 2487 twentyperiod 249B two 32 two.inferior 2082
    two.roman 2161 two.romansmall 2171 two.superior B2 twoasterisksalignedvertically 2051 twocircle 2461
    twocircledbl 24F6 twocircleinversesansserif 278B twodotenleader 2025 twodotleader 2025 twodotpunctuation 205A
    twofifths 2156 twoinferior 2082 twonegativecircled 2777 twoparen 2475 twoparenthesized 2475 twoperiod 2489
    tworoman 2171 twosanscircled 2781 twosansnegativecircled 278B twoshortsjoinedmetrical 23D6
    twoshortsoverlongmetrical 23D5 twostroke 1BB twosuperior B2 twothirds 2154 twowayleftwaytrafficblack 26D6
    twowayleftwaytrafficwhite 26D7 u 75 uacute FA uacutedblcyr 4F3 ubar 289 ubreve 16D ucaron 1D4 ucircle 24E4
    ucircumflex FB ucircumflexbelow 1E77 ucmb 367 ucyr 443 ucyrillic 443 udblacute 171 udblgrave 215 udieresis FC
    udieresisacute 1D8 udieresisbelow 1E73 udieresiscaron 1DA udieresiscyr 4F1 udieresiscyrillic 4F1 udieresisgrave
    1DC udieresismacron 1D6 udotbelow 1EE5 ugrave F9 ugravedbl 215 uhoi 1EE7 uhookabove 1EE7 uhorn 1B0 uhornacute
    1EE9 uhorndotbelow 1EF1 uhorngrave 1EEB uhornhoi 1EED uhornhookabove 1EED uhorntilde 1EEF uhungarumlaut 171
    uhungarumlautcyrillic 4F3 uinvertedbreve 217 ukcyr 479 ukcyrillic 479 umacron 16B umacroncyr 4EF umacroncyrillic
    4EF umacrondieresis 1E7B umbrella 2602 umbrellaonground 26F1 umbrellaraindrops 2614 unaspiratedmod 2ED
    underscore 5F underscoredbl 2017 undertie 203F undo 238C union 222A unionarray 22C3 uniondbl 22D3 uniondisplay
    22C3 uniondisplaystyle 22C3 unionsq 2294 uniontext 22C3 uniontextstyle 22C3 universal 2200 unmarriedpartnership
    26AF uogonek 173 uparen 24B0 uparenthesized 24B0 uparrowleftofdownarrow 21C5 upblock 2580 updblhorzsng 2568
    updblleftsng 255C updblrightsng 2559 upheavydnhorzlight 2540 upheavyhorzlight 2538 upheavyleftdnlight 2526
    upheavyleftlight 251A upheavyrightdnlight 251E upheavyrightlight 2516 uplightdnhorzheavy 2548 uplighthorzheavy
    2537 uplightleftdnheavy 252A uplightleftheavy 2519 uplightrightdnheavy 2522 uplightrightheavy 2515
    upperHalfBlock 2580 upperOneEighthBlock 2594 upperhalfcircle 25E0 upperhalfcircleinversewhite 25DA
    upperquadrantcirculararcleft 25DC upperquadrantcirculararcright 25DD uppertriangleleft 25F8
    uppertriangleleftblack 25E4 uppertriangleright 25F9 uppertrianglerightblack 25E5 uprise 22CF upsilon 3C5
    upsilonacute 1F7B upsilonasper 1F51 upsilonasperacute 1F55 upsilonaspergrave 1F53 upsilonaspertilde 1F57
    upsilonbreve 1FE0 upsilondieresis 3CB upsilondieresisacute 1FE3 upsilondieresisgrave 1FE2 upsilondieresistilde
    1FE7 upsilondieresistonos 3B0 upsilongrave 1F7A upsilonlatin 28A upsilonlenis 1F50 upsilonlenisacute 1F54
    upsilonlenisgrave 1F52 upsilonlenistilde 1F56 upsilontilde 1FE6 upsilontonos 3CD upsilonwithmacron 1FE1
    upsnghorzdbl 2567 upsngleftdbl 255B upsngrightdbl 2558 uptackbelowcmb 31D uptackmod 2D4 uranus 2645 uring 16F
    ushortcyr 45E ushortcyrillic 45E ustraightcyr 4AF ustraightcyrillic 4AF ustraightstrokecyr 4B1
    ustraightstrokecyrillic 4B1 utilde 169 utildeacute 1E79 utildebelow 1E75 v 76 vanedownfunc 2356 vaneleftfunc
    2345 vanerightfunc 2346 vaneupfunc 234F vcircle 24E5 vcmb 36E vdotbelow 1E7F vector 20D7 vecyr 432 vecyrillic
    432 venus 2640 versicle 2123 vertdblhorzsng 256B vertdblleftsng 2562 vertdblrightsng 255F vertheavyhorzlight
    2542 vertheavyleftlight 2528 vertheavyrightlight 2520 verticalbar 7C verticalbardbl 2016 verticalbarheavy 275A
    verticalbarhorizontalstroke 27CA verticalbarlight 2758 verticalbarmedium 2759 verticalbarwhitearrowonpedestalup
    21ED verticalfourdots 205E verticallineabovecmb 30D verticallinebelowcmb 329 verticallinelowmod 2CC
    verticallinemod 2C8 verticalmalestroke 26A8 verticalsdbltrokearrowleft 21FA verticalsdbltrokearrowleftright 21FC
    verticalsdbltrokearrowright 21FB verticalstrokearrowleft 21F7 verticalstrokearrowleftright 21F9
    verticalstrokearrowright 21F8 vertlighthorzheavy 253F vertlightleftheavy 2525 vertlightrightheavy 251D
    vertsnghorzdbl 256A vertsngleftdbl 2561 vertsngrightdbl 255E verymuchgreater 22D9 verymuchless 22D8 vesta 26B6
    vewarmenian 57E vewarmn 57E vextenddouble 2016 vextendsingle 23D0 vhook 28B viewdatasquare 2317 virgo 264D
    visiblespace 2423 visualspace 2423 voarmenian 578 voarmn 578 voicingmod 2EC vparen 24B1 vparenthesized 24B1
    vtilde 1E7D vturned 28C vwelsh 1EFD w 77 wacute 1E83 warning 26A0 watch 231A wavyline 2307 wcircle 24E6
    wcircumflex 175 wdieresis 1E85 wdot 1E87 wdotaccent 1E87 wdotbelow 1E89 wecyr 51D weierstrass 2118
    westsyriaccross 2670 wgrave 1E81 wheelchair 267F wheelofdharma 2638 whitearrowdown 21E9 whitearrowfromwallright
    21F0 whitearrowleft 21E6 whitearrowonpedestalup 21EB whitearrowright 21E8 whitearrowup 21E7 whitearrowupdown
    21F3 whitearrowupfrombar 21EA whitebullet 25E6 whitecircle 25CB whitecircleinverse 25D9
    whitedblarrowonpedestalup 21EF whitedblarrowup 21EE whitediamond 25C7 whitediamondcontainingblacksmalldiamond
    25C8 whitedownpointingsmalltriangle 25BF whitedownpointingtriangle 25BD whiteleftpointingsmalltriangle 25C3
    whiteleftpointingtriangle 25C1 whiterightpointingsmalltriangle 25B9 whiterightpointingtriangle 25B7
    whitesmallsquare 25AB whitesmilingface 263A whitestar 2606 whitetelephone 260F whiteuppointingsmalltriangle 25B5
    whiteuppointingtriangle 25B3 wideBridgeAbovecmb 20E9 won 20A9 wordjoiner 2060 wparen 24B2 wparenthesized 24B2
    wreathproduct 2240 wring 1E98 wsuperior 2B7 wsupmod 2B7 wturned 28D wynn 1BF x 78 x.inferior 2093 xabovecmb 33D
    xatailcyr 4B3 xbelowcmb 353 xcircle 24E7 xcmb 36F xdieresis 1E8D xdot 1E8B xdotaccent 1E8B xeharmenian 56D
    xeharmn 56D xi 3BE xor 22BB xparen 24B3 xparenthesized 24B3 xsuperior 2E3 xsupmod 2E3 y 79 yacute FD yacyr 44F
    yaecyr 519 yangtonemod 2EB yatcyr 463 yatcyrillic 463 ycircle 24E8 ycircumflex 177 ydieresis FF ydot 1E8F
    ydotaccent 1E8F ydotbelow 1EF5 yen A5 yericyrillic 44B yerudieresiscyrillic 4F9 ygrave 1EF3 yhoi 1EF7 yhook 1B4
    yhookabove 1EF7 yiarmenian 575 yiarmn 575 yicyrillic 457 yintonemod 2EA yinyang 262F yiwithstrokearmn 588
    yiwnarmenian 582 yiwnarmn 582 ylongcyr 44B ylongdieresiscyr 4F9 yloop 1EFF ymacron 233 yogh 21D yot 3F3 yotgreek
    3F3 yparen 24B4 yparenthesized 24B4 ypogegrammeni 37A ypogegrammenigreekcmb 345 yr 1A6 yring 1E99 ystroke 24F
    ysuperior 2B8 ysupmod 2B8 ytilde 1EF9 yturned 28E yucyr 44E yukrcyr 457 yusbigcyr 46B yusbigcyrillic 46B
    yusbigiotifiedcyr 46D yusbigiotifiedcyrillic 46D yuslittlecyr 467 yuslittlecyrillic 467 yuslittleiotifiedcyr 469
    yuslittleiotifiedcyrillic 469 z 7A zaarmenian 566 zaarmn 566 zacute 17A zcaron 17E zcircle 24E9 zcircumflex 1E91
    zcurl 291 zdot 17C zdotaccent 17C zdotbelow 1E93 zecyr 437 zecyrillic 437 zedescendercyrillic 499 zedieresiscyr
    4DF zedieresiscyrillic 4DF zero 30 zero.inferior 2080 zero.superior 2070 zerocircle 24EA zerocircleblack 24FF
    zeroinferior 2080 zerosuperior 2070 zerothirds 2189 zerowidthnonjoiner 200C zerowidthspace 200B zeta 3B6
    zetailcyr 499 zhearmenian 56A zhearmn 56A zhebrevecyr 4C2 zhebrevecyrillic 4C2 zhecyr 436 zhecyrillic 436
    zhedescendercyrillic 497 zhedieresiscyr 4DD zhedieresiscyrillic 4DD zhetailcyr 497 zhook 225 zigzagabovecmb 35B
    zildefunc 236C zjekomicyr 505 zlinebelow 1E95 znotationbagmembership 22FF zparen 24B5 zparenthesized 24B5
    zretroflex 290 zretroflexhook 290 zstroke 1B6 zswashtail 240
    """
}
