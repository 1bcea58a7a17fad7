/** The words that names of keys are made of, by what they tell about a value; names in other languages included. */

export const PERSON_WORDS = words(
  'user users customer customers author authors assignee assignees requester requesters submitter submitters owner owners contact contacts person persons people employee employees agent agents member members manager managers creator creators recipient recipients sender senders commenter commenters reporter reporters participant participants attendee attendees patient patients guest guests passenger passengers cardholder cardholders collaborator collaborators student students teacher teachers applicant applicants candidate candidates approver approvers reviewer reviewers buyer seller shopper payer payee beneficiary committer pusher doctor nurse caller subscriber subscribers signatory signatories guardian guardians spouse attn attention undersigned kontoinhaber titular',
);
export const GROUP_WORDS = words(
  'group groups organization organizations organisation organisations org company companies business vendor vendors merchant merchants shop shops store stores team teams account accounts brand brands product products label labels tag tags role roles project projects department departments category categories item items plan plans region regions type types status statuses field fields form forms file files attachment attachments channel channels list lists repository repositories repo workspace app application integration bot country city state address',
);

export const SECRET_WORDS = words(
  'password passwd passphrase passcode secret secrets pwd passwort kennwort contrasena contrasenia motdepasse senha wachtwoord heslo haslo losenord adgangskode passord parola salasana jelszo lozinka пароль 密码 密碼 パスワード 비밀번호 mnemonic passkey webhooksecret',
);
/** `password_confirmation`, `secret_value`, `password2` */
export const SECRET_FORMS = words(
  'confirmation confirm hash digest value text again repeat new old current plaintext plain string base64 b64 encoded raw 1 2 key token data',
);
export const SECRET_LAST = words(
  'token jwt credential credentials cookie cookies otp totp cvv cvv2 cvc cvc2 csc sid apikey authtoken accesstoken refreshtoken idtoken secretkey privatekey clientsecret sessionid sessionkey sessiontoken phpsessid jsessionid asp aspxauth csrf xsrf csrftoken xsrftoken authkey nonce_secret bearer accesskey signingkey encryptionkey masterkey sharedkey accountkey storagekey authcode pincode apisecret appsecret userpass',
);
export const SECRET_KEY_OF = words(
  'api access secret private subscription functions function rapidapi signing encryption master auth account service app application license licence shared storage consumer client session functionskey admin hmac secrets crypto wallet webhook integration',
);
export const SECRET_CODE_OF = words(
  'security verification confirmation auth authorization recovery backup reset login activation invite otp mfa 2fa tfa totp sms pin scratch emergency passwordless login',
);
export const PAGING = words(
  'next prev previous page pagination paging cursor continuation sync delta start starting ending end resume scroll skip',
);
/** What only tells about a secret. */
export const ABOUT = words(
  'type at expires expiry expiration expire in date policy url uri href required set changed updated created reset length strength enabled disabled id ids count name hint status scope scopes endpoint method methods usage max min limit age format issuer provider location encryption algorithm mode manager policies rotation strategy',
);
export const PHONE_LAST = words(
  'phone phones telephone tel mobile cell cellphone fax msisdn whatsapp phonenumber mobilenumber handy telefono telefon telefone telefoon telefonnummer handynummer rufnummer mobilnummer mobiltelefon celular movil puhelin puhelinnumero tlf gsm phone1 phone2 phone3 telephone1 telephone2 cellulare portable landline телефон 電話 电话 전화 phonee164 faxnumber contactnumber',
);
export const NATIONAL = words(
  'ssn sin nino cpf curp aadhaar nif dni passport passportnumber nationalid taxid driverlicense nie rut bsn pesel personnummer fodselsnummer fodelsnummer cpr cprnr ahv steuerid steuernummer tfn rrn inn snils tckn nss nhs emiratesid aadhar hetu oib jmbg egn cnp bsnnumber idcard socialsecurity socialsecuritynumber nationalidnumber personalnumber codicefiscale driverslicense drivinglicence',
);
export const NAME_WORDS = words(
  'firstname lastname middlename givenname familyname surname fullname forename maidenname lastname2 nickname famille vorname vornamen nachname familienname zuname nombre nombres apellido apellidos prenom prenoms cognome sobrenome fornavn etternavn efternavn mellomnavn fornamn efternamn voornaam voornamen achternaam tussenvoegsel imie imiona nazwisko jmeno prijmeni keresztnev vezeteknev etunimi sukunimi prenume soyad soyadi имя фамилия отчество фио 姓名 氏名 姓 이름 성명 nombrecompleto nomecompleto vollername accountholder cardholdername legalname',
);
export const NAME_OF = words(
  'first last middle given family full sur fore maiden legal preferred real contact author requester assignee customer cardholder holder patient recipient sender billing shipping agent employee manager owner member submitter reporter guest passenger attendee student driver applicant candidate approver reviewer client person nick spouse payer payee beneficiary signer doctor caller buyer seller buyer kin guardian parent father mother signatory attention attn to from holder emergency beneficiary undersigned witness tenant landlord occupant resident insured policyholder claimant defendant plaintiff drawer account',
);

/** `name` in other languages, which things have as well. */
export const NAMES_ABROAD = words('nom nome navn namn naam nimi nazwa nazev nev nume isim ad 名前 名 名稱 名称');
/** What a holder holds: `card_holder`, `account_holder` */
export const HELD = words('card account policy passport licence license ticket lease title permit');
/** What an id, or a number, of this kind tells is a person. */
export const NATIONAL_ID_OF = words(
  'national tax passport security license licence identity fiscal aadhaar aadhar voter citizen steuer',
);
export const NATIONAL_NUMBER_OF = words(
  'personal visa medicare nhs ssn sin dl citizenship resident residence birth pension person',
);
/** Of a bank account, as two words. */
export const BANK_WORDS: ReadonlySet<string> = new Set([
  'bank account',
  'routing number',
  'routing no',
  'sort code',
  'iban number',
]);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
