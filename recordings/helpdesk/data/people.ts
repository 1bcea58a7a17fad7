/** Made-up people. Domains end in .example; phone numbers are from ranges kept for fiction where one exists. */

/** name | role | team | active */
export const STAFF = `
Ingrid Halvorsen|lead|billing|yes
Tomasz Wieczorek|lead|technical|yes
Adaeze Okonkwo|agent|billing|yes
Mateo Villanueva|agent|shipping|yes
Priya Raghunathan|agent|technical|yes
Louis Delacroix|agent|shipping|yes
Hana Kobayashi|agent|technical|yes
Samir Haddad|agent|billing|yes
Gwen Pritchard|agent|general|no
`;

/** name | e-mail | phone | company | plan | locale | notes; empty = null */
export const CUSTOMERS = `
Marisol Fuentes|marisol@panaderiafuentes.example|+34 655 550 112|Panadería Fuentes|team|es-ES|Two shops; orders are always for the one in Getafe.
Oluwaseun Adeyemi|seun.adeyemi@lagoonbooks.example|+44 20 7946 0183|Lagoon Books|business|en-GB|
Yuki Tanabe|yuki.tanabe@kissaten-aoi.example||Kissaten Aoi|starter|ja-JP|Prefers e-mail, replies in the evening (JST).
Freya Lindqvist|freya@lindqvistcykel.example|+46 31 390 06 21|Lindqvist Cykel|team|sv-SE|
Dmitri Volkov|d.volkov@volkovtools.example|+44 28 9649 6047|Volkov Tools|starter|en-GB|
Amara Nwosu|amara.nwosu@greenbasket.example|+44 161 496 0412|Green Basket|business|en-GB|Key account, call before any change to the contract.
Giulia Bertolini|giulia.bertolini@gelateriabora.example|+39 055 555 0147|Gelateria Bora|team|it-IT|
Hamish Macleod|hamish@macleodtweeds.example|+44 131 496 0751|Macleod Tweeds|free|en-GB|
Nguyen Thi Lan|lan.nguyen@phoquaymarket.example||Pho Quay Market|starter|en-AU|
Rafael Monteiro|rafael@cafemonteiro.example|+351 210 555 018|Café Monteiro|team|pt-PT|VAT number still missing on the invoices.
Sophie Vandenberghe|sophie@atelierlin.example|+32 2 555 01 64|Atelier Lin|starter|nl-BE|
Kwame Boateng|kwame.boateng@accraroasters.example|+44 113 496 0228|Accra Roasters|business|en-GB|
Lena Hoffmeister|lena@hoffmeister-garten.example|+49 30 23125 446|Hoffmeister Garten|team|de-DE|
Chiara Donati|chiara.donati@donativini.example|+39 055 555 0193|Donati Vini|business|it-IT|Wholesale; has a credit line of 30 days.
Joaquín Herrera|joaquin@herreradeportes.example|+34 655 550 187|Herrera Deportes|starter|es-ES|
Aoife Gallagher|aoife@gallagherpharmacy.example|+353 1 555 0142|Gallagher Pharmacy|business|en-IE|
Mehmet Aydın|mehmet.aydin@aydinfirin.example||Aydın Fırın|free|tr-TR|
Zanele Dlamini|zanele@dlaminicrafts.example|+44 118 496 0916|Dlamini Crafts|starter|en-ZA|
Émile Rousselot|emile@fromagerie-rousselot.example|+33 1 99 00 61 20|Fromagerie Rousselot|team|fr-FR|
Katarzyna Nowicka|k.nowicka@kwiatynowicka.example|+48 22 555 01 33|Kwiaty Nowicka|starter|pl-PL|
Ravi Deshmukh|ravi@deshmukhelectronics.example|+44 121 496 0305|Deshmukh Electronics|business|en-GB|Buys for nine stores; ask which one.
Bronwyn Ellis|bronwyn.ellis@ellisandoak.example|+44 29 2018 0447|Ellis & Oak|team|en-GB|
Tariq Al-Masri|tariq@almasrispices.example|+44 117 496 0562|Al-Masri Spices|team|en-GB|
Noor van Dijk|noor@vandijkfietsen.example|+31 20 555 0176|Van Dijk Fietsen|starter|nl-NL|
Sigrún Jónsdóttir|sigrun@ullarhusid.example||Ullarhúsið|free|is-IS|
Pedro Cardozo|pedro.cardozo@yerbabuena.example|+598 2 555 0119|Yerba Buena|starter|es-UY|
Beatrix Szabó|beatrix@szaboantik.example|+36 1 555 0158|Szabó Antik|free|hu-HU|
Callum Reid|callum@reidsrecords.example|+44 141 496 0888|Reid's Records|team|en-GB|
Fatima Zahra Bennani|fz.bennani@medinalamps.example|+212 5 2255 0131|Medina Lamps|starter|fr-MA|
Jonas Eriksen|jonas@fjellkaffe.example|+47 21 55 01 90|Fjellkaffe|team|nb-NO|Uses two accounts by mistake, see merge from last year.
Harriet Blackwood|harriet@blackwoodcheese.example|+44 20 7946 0651|Blackwood Cheese|business|en-GB|
Min-jun Park|minjun.park@hanokstationery.example||Hanok Stationery|starter|ko-KR|
Ana Petrović|ana.petrovic@knjizaralipa.example|+381 11 555 0125|Knjižara Lipa|free|sr-RS|
Desmond Achebe|desmond@achebetailors.example|+44 20 7946 0297|Achebe Tailors|team|en-GB|
Valentina Rossetti|valentina@rossettifiori.example|+39 055 555 0168|Rossetti Fiori|starter|it-IT|
Oskar Lindholm|oskar.lindholm@bryggeri-nord.example|+46 31 390 06 77|Bryggeri Nord|business|sv-SE|
Leila Farahani|leila@saffronandsalt.example|+44 115 496 0733|Saffron & Salt|team|en-GB|
Patrick O'Donoghue|patrick@odonoghuehardware.example|+353 1 555 0171|O'Donoghue Hardware|team|en-IE|
Camille Tessier|camille.tessier@librairietessier.example|+33 1 99 00 48 07|Librairie Tessier|starter|fr-FR|
Ibrahim Sow|ibrahim@sowtextiles.example||Sow Textiles|free|fr-SN|
Greta Baumann|greta@baumann-uhren.example|+41 44 555 01 12|Baumann Uhren|business|de-CH|Insists on deliveries before 10:00.
Luca Marchetti|luca@marchettipizza.example|+39 055 555 0121|Marchetti Pizza|team|it-IT|
Esther Kimani|esther.kimani@rifttea.example|+44 151 496 0370|Rift Tea|starter|en-KE|
Søren Dahlgaard|soren@dahlgaardvin.example|+45 35 55 01 29|Dahlgaard Vin|team|da-DK|
Mariana Azevedo|mariana@azevedojoias.example|+55 11 5550 0143|Azevedo Joias|business|pt-BR|
Viktor Horváth|viktor.horvath@horvathmeats.example|+36 1 555 0102|Horváth Meats|starter|hu-HU|
Imogen Farrow|imogen@farrowceramics.example|+44 1632 960 418|Farrow Ceramics|free|en-GB|
Chukwuemeka Eze|emeka.eze@ezeauto.example|+44 116 496 0544|Eze Auto Parts|team|en-GB|
Paloma Iturbe|paloma@iturbevinos.example|+34 655 550 139|Iturbe Vinos|starter|es-ES|
Thorben Kruse|thorben@krusefisch.example|+49 40 66969 120|Kruse Fisch|team|de-DE|
Alisha Kapoor|alisha.kapoor@tinytrunks.example||Tiny Trunks|starter|en-GB|
Milan Dvořák|milan@dvorakhracky.example|+420 2 5550 0134|Dvořák Hračky|free|cs-CZ|
Niamh Costello|niamh@costellocafe.example|+353 1 555 0188|Costello Café|team|en-IE|
Benedikt Auer|benedikt@auer-sport.example|+43 1 555 0151|Auer Sport|business|de-AT|
Saoirse Brennan|saoirse@brennanbakes.example|+353 1 555 0116||free|en-IE|
Wanjiru Muthoni|wanjiru@savannahbeads.example|+44 114 496 0266|Savannah Beads|starter|en-KE|
Antoine Girard|antoine.girard@girardoptique.example|+33 1 99 00 27 35|Girard Optique|business|fr-FR|
Helmi Korhonen|helmi@korhonenlanka.example|||free|fi-FI|
Diego Salvatierra|diego@salvatierracuero.example|+34 655 550 164|Salvatierra Cuero|team|es-ES|
Margarethe Vogel|m.vogel@vogelapotheke.example|+49 89 99998 310|Vogel Apotheke|business|de-DE|Only she may change the payment details.
Jamal Whitaker|jamal@whitakerkicks.example|+1 202 555 0147|Whitaker Kicks|team|en-US|
Caroline Bisset|caroline@bissetflowers.example|+1 416 555 0192|Bisset Flowers|starter|en-CA|
Elif Demirci|elif@demircitea.example|+90 212 555 0160|Demirci Tea|starter|tr-TR|
Owen Tregarthen|owen@tregarthensurf.example|||free|en-GB|
Radka Ivanova|radka@ivanovaherbs.example|+359 2 555 0137|Ivanova Herbs|starter|bg-BG|
Stefan Krüger|stefan@krueger-modell.example|+49 69 90009 217|Krüger Modellbau|team|de-DE|
Abena Owusu|abena.owusu@kentehouse.example||Kente House|starter|en-GB|
Finn Sørlie|finn@sorliefisk.example|+47 21 55 01 44|Sørlie Fisk|business|nb-NO|
Theodora Papadaki|theodora@papadakioil.example|+30 21 0555 0126|Papadaki Oil|team|el-GR|
Marcus Hollingsworth|marcus@hollingsworthgolf.example|+44 20 7946 0974|Hollingsworth Golf|business|en-GB|
`;

/** Who sends unasked mail: name | e-mail. They got a customer record when their first mail came in. */
export const SENDERS = `
Rank Rocket Team|hello@rank-rocket.example
Toner Outlet|offers@toner-outlet.example
Quick Loans Desk|no-reply@quickloans-desk.example
Survey Winners|winner@survey-cruise.example
`;

/** line 1 | city | postal code | country */
export const ADDRESSES = `
Calle del Olmo 14|Getafe|28901|ES
47 Lamb's Conduit Passage|London|WC1R 4RG|GB
Vasagatan 32|Göteborg|411 24|SE
9 Market Wynd|Edinburgh|EH1 2QA|GB
Via dei Neri 58|Firenze|50122|IT
Rua da Rosa 103|Lisboa|1200-385|PT
Kortestraat 6|Antwerpen|2000|BE
Gartenstraße 71|Berlin|10115|DE
Unit 4, Cheapside Yard|Leeds|LS1 6LD|GB
12 Fownes Row|Dublin|D02 HX58|IE
18 rue des Lombards|Lyon|69002|FR
ul. Krucza 27|Warszawa|00-525|PL
Haarlemmerdijk 144|Amsterdam|1013 JJ|NL
Storgata 19B|Oslo|0184|NO
Ráday utca 33|Budapest|1092|HU
Niederdorfstrasse 61|Zürich|8001|CH
Studiestræde 8|København|1455|DK
1418 Decatur Place NW|Washington|20009|US
Neubaugasse 45|Wien|1070|AT
Lundy House, Pier Road|Falmouth|TR11 3QS|GB
`;
