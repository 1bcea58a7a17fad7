/** Who becomes a customer during the recorded weeks: name | e-mail | phone | company | locale; empty = not known. */
export const NEW_CUSTOMERS = `
Agnieszka Zielińska|agnieszka@zielinskachleb.example|+48 22 555 01 71|Zielińska Chleb|pl-PL
Babatunde Oyelaran|tunde@oyelaranmusic.example|+44 7700 900318|Oyelaran Music|en-GB
Clémence Aubry|clemence@aubrycaviste.example||Aubry Caviste|fr-FR
Tane Parata|tane@parataboards.example|+64 3 555 0139||en-NZ
Ottavia Lombardi|ottavia.lombardi@lombarditessuti.example|+39 055 555 0110|Lombardi Tessuti|it-IT
Sanjay Bhattacharya|sanjay@chaicorner.example|+44 7700 900642|Chai Corner|en-GB
Ylva Nyström|ylva@nystromglas.example|+46 31 390 06 03|Nyström Glas|sv-SE
Gabriel Quintero|gabriel@quinterobarber.example||Quintero Barber|es-CO
Magdalena Ortner|magdalena@ortnerhof.example|+43 1 555 0166|Ortnerhof|de-AT
`;

export const NEW_COMPANIES = [
  'Northwind Pantry',
  'Casa Verde Trading',
  'Holm & Daughters',
  'Bluebell Row Stores',
  'Atelier Marchand',
  'Rowan Street Collective',
  'Sunda Imports',
  'Kestrel Retail',
];
