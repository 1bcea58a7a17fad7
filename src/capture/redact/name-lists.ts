/** Given and family names to build pseudonyms from: real and varied, the family names rare ones, so that few real full names are among them. */

export const GIVEN_NAMES: readonly string[] = `
Ada Adela Agata Agnes Aileen Aino Aisha Alba Alda Alena Alessia Alina Alma Almut Amalia Amara Amina Anais Aneta Anika Anneli Ansel Anton Anya Araceli Ari Ariadne
Arlo Arne Arno Arvid Asha Astrid Atlas Aurel Aurora Axel Aylin Azra Bao Beatrix Bela Benedikt Beppe Bianca Birgit Bjarne Boris Brana Brigid Bronwyn Bruna Calla
Callum Camila Cara Carys Cassian Catalina Celeste Celia Chiara Chidi Cian Ciara Clio Cleo Colette Conall Corin Cosima Cyril Dagmar Dalia Damaris Daria Davor Deniz Desta
Dilan Dimitra Dinah Dmitri Dora Dorian Duncan Ebba Edda Edwin Efrain Eileen Einar Eira Elara Elena Elif Elio Elodie Elske Emeka Emil Emine Enid Enzo Erika Esme
Esperanza Estela Etta Eudora Evander Ewa Fabian Fadil Farah Fatou Felipa Felix Fenna Fergus Fiona Flavia Florin Freya Frida Gaia Galina Gemma Gerda Gianna Gideon Gisela Greta Gudrun
Gustav Gwen Hadiza Hana Hanneke Harriet Hedda Hedwig Helga Henrike Hiroko Hugo Ida Idris Ilaria Ilse Imani Imogen Ines Ingrid Iona Irina Isidora Isolde Ivo Jadwiga Jalil
Jana Jarek Jasna Javier Jelena Jens Joaquin Jolanta Jonas Jorunn Jovan Judit Junia Kaito Kajsa Kamala Karim Karsten Kateri Katja Keiko Kemal Kenji Kerstin Kiran Klara Kofi Kostas Kweku
Lale Larissa Lasse Leandro Leif Leila Lena Leonie Leopold Lidia Linnea Lior Livia Ljuba Lorcan Lorenzo Lotte Lucia Ludmila Luisa Lukas Lydia Mabel Magda Maeve Mairead Malin Malik
Manuela Maren Margit Mariam Marisol Marit Marko Marta Mateo Matilda Maud Maura Mei Melina Merete Mila Milan Milos Mina Minna Mirela Miriam Moira Mona Morwenna Nadia Naila
Naomi Neda Nerea Nicolai Nika Nils Nina Noemi Nora Nuria Odette Olga Oona Orla Oskar Otis Otto Ottilie Paloma Pavel Penelope Petra Philippa Pilar Piotr Quentin Rafaela Ragna Raisa
Ramona Rania Rasmus Renata Rhea Rhian Ricarda Roisin Romy Rosalind Rowena Runa Ruben Sabine Samira Sander Sanna Saoirse Saskia Selma Serafina Signe Silje Simone Siobhan Sofie Solveig Soren Stellan Stina
Sunniva Svea Sybil Tadeo Tamar Tanvi Tatjana Thandi Thea Theodor Tilda Tiril Tove Tristan Ulla Ulrika Umar Ursula Valentin Vanja Vera Veronika Viggo Vilma Viola Vivek Wanda Wilhelmina Winifred Xenia
Yara Yasmin Ylva Yusuf Yvette Zahra Zelda Zoran Zofia Zsofia`
  .trim()
  .split(/\s+/);

const RARE_FAMILY_NAMES: readonly string[] = `
Abendroth Achterberg Aldersey Almgren Alcantud Amberson Ansgard Arbeloa Arkwell Arrowood Ashgrove Astbury Aubrecht Averill Axelrad Babington Bachmeier Balasko Bannerjee Barlaug Bartosik Beauclerk Beckwith Belmonte Bellweather
Benavent Berglund Bielak Birkeland Blackthorn Blumenfeld Boatwright Bogdanski Bonnefoy Borgstrom Bosworth Brackenridge Bramall Branwell Breckenham Bridgewater Brightwell Brodzki Bruckner Burgoyne Calderhead Calloway Camberwell Canterville
Carnavon Carrizales Castellane Cavendale Chadderton Charbonnet Chevalley Chilcott Cholmeley Clavering Clearwater Coldstream Colquhoun Coppersmith Corbishley Cordero-Vance Cotterill Cranmere Cresswell Crowhurst Culpeper Dahlstrom Dalrymple Darrowby Dashwood
Delacroix Demetriou Devereaux Dittmar Domingos Dragomir Drinkwater Dubrovsky Dunnachie Dunsmore Eastlake Eberhart Eckersley Edelstein Egerton Eikeland Eldridge Elsworthy Engstrand Erskine Esterhazy Etchegaray Fairbrother Falkenrath Farnsworth
Fellowes Fenwright Ferreyra Fescher Fitzalan Flanders Fontaine Forsberg Fotheringay Fraxedas Freudenthal Frobisher Galanis Gallaway Garrisdale Gascoyne Gastineau Geertsen Gellatly Gerhardsen Giannelli Gilderoy Glendower Goldsworthy Gormley
Granholm Grenfell Grimaldo Gronlund Grosvenor Gullberg Haddington Halvorsen Hambleton Hammarskold Harcourt Hartsfield Hathersage Hawksworth Heatherington Hedlund Heimdal Hendrikse Hesselgrave Hollander Holmqvist Honeycutt Horsbrugh Hrastnik Huddleston
Iglehart Ilkovic Ingelby Inverarity Isherwood Iturbide Jablonka Jankowiak Jarnefelt Jedrzejczyk Jessop Jokinen Jorstad Juhasz Kagiwada Kaldorf Kalogeras Karlstad Kavanaugh Kellerman Keszthelyi Kilbride Kingsolver Kirkbride Klossowski
Kneller Koivisto Kolodziej Korhonen Kravitz Kristoff Kurosaki Kyriakou Lagerlof Lambourne Landgraf Langstrom Larkspur Lascelles Latimer Lavender Leatherwood Lindqvist Littlefair Ljungberg Lockridge Longworth Loughborough Lovelace Lundgren
Lyttelton Macallister Maddox Magnusson Mainwaring Malmgren Manderley Marchbanks Marjoribanks Marrowby Masterton Mavrogenis Mazurek Meadowcroft Mellqvist Merriweather Messerli Middlebrook Mikkelsen Millworth Mirzoyan Molyneux Montfort Moreaux Mortensen
Mulcaster Nakagami Narbonne Nettlefold Newbolt Niedermeyer Nightingale Nordahl Norrington Novotna Nyqvist Oakhurst Obradovic Odenwald Oglethorpe Okonjo Olazabal Oldcastle Ollerenshaw Onwuka Orlowski Osterberg Otterbourne Overstreet Paderewski
Palliser Papadakis Paravicini Partington Pashkov Pemberley Pennington Pereverzev Petursson Pickersgill Pinheiro Plantagenet Polkinghorne Ponsonby Prendergast Prideaux Pryderi Quarrington Quillfeather Quintanar Radcliffe Ravenscroft Rehnquist Reinholt Rimington
Rockingham Rosenquist Rotherham Rowntree Ruthven Saltonstall Sandoval-Reyes Satterthwaite Scarborough Schallenberg Seabrook Sedgewick Severin Shackleford Silverthorne Sinclair-Moss Skarsgaard Sokolova Somerville Southwell Spofforth Stallworth Stapleford Steinmetz Stockbridge
Strandberg Strathmore Sundqvist Swarbrick Szymanski Talavera Tamminen Tattersall Tennyson Thackeray Thistlewood Thorvaldsen Tillinghast Torrington Trelawney Tremayne Tschudi Tuckwell Twelvetrees Ulvaeus Underhill Uppington Vaisanen Valderrama Vandermeer
Vasquez-Holt Venkatraman Verhoeven Vestergaard Villaverde Vinterberg Voskuil Wadsworth Wakefield Waldegrave Wallingford Warrender Waterhouse Weatherby Weingarten Wennerstrom Westerling Whitcombe Wierzbicki Wilberforce Willoughby Winterbourne Wojtowicz Woolstone Worthing
Wraxall Wyndham Xanthakis Yalcinkaya Yarborough Yellowlees Zabriskie Zambrano Zellweger Zetterlund Zielonka Zuckerkandl`
  .trim()
  .split(/\s+/);

const STEMS =
  'Alder Apple Ash Aspen Beck Birch Black Brack Bram Brant Brier Brook Buck Cald Carl Clay Cliff Cold Corn Cran Crow Dale Darn Dun East Elder Elm Fair Fal Fern Flax Fox Gar Glen Gold Gran Green Grim Hal Hart Hather Haw Hazel Heath Hol Horn Hunt Ivel Kel Kirk Lang Lark Lin Lock Long Mal Mar May Mere Mil Moor Nether North Oak Or Pem Pen Pick Quarn Rams Raven Red Ridge Ros Row Rush Sand Sel Shel Silver Stan Stock Sutter Thorn Tim Under Wake Wal War Weather Wex Whit Wil Win Wood Wren Yar'.split(
    ' ',
  );
const ENDINGS =
  'acre beck borough bourne bridge brook burgh bury by cliffe combe cote croft dale den don field ford gate grave ham hurst ington land leigh ley low mere more mount ridge sett shaw stead stoke stone thorpe ton tree view wald wardine well wick wood worth yard'.split(
    ' ',
  );

export const FAMILY_NAMES: readonly string[] = [
  ...RARE_FAMILY_NAMES,
  ...STEMS.flatMap((stem) => ENDINGS.map((ending) => stem + ending)),
];
