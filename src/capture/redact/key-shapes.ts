/**
 * Keys and tokens told by their shape alone, wherever they stand: what vendors begin theirs with, and what any vendor
 * does (a word that says what it is, then a long run of chance). Every pattern is linear.
 */

/** By vendor, as published: secret scanners know the same ones. Public keys and ids are not here. */
const VENDORS: readonly string[] = [
  '[sr]k_(?:live|test|prod)_[A-Za-z0-9]{8,}', // Stripe and those after it
  'whsec_[A-Za-z0-9+/=]{16,}',
  'sk-[\\w-]{20,}', // OpenAI, Anthropic, DeepSeek
  'gh[pousr]_[A-Za-z0-9]{16,}',
  'github_pat_\\w{20,}',
  'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\\w-]{16,}', // GitLab
  'xox[abeoprs]-[\\w-]{10,}',
  'xapp-[\\w-]{10,}',
  '(?:A[KS]IA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])', // AWS
  'ABSK[A-Za-z0-9+/]{80,}={0,2}',
  'AIza[\\w-]{30,}', // Google
  'ya29\\.[\\w.-]{10,}',
  '1//0[\\w-]{40,}',
  'GOCSPX-[\\w-]{20,}',
  'npm_[A-Za-z0-9]{30,}',
  'pypi-[\\w-]{16,}',
  'rubygems_[0-9a-f]{48}',
  'oy2[a-z0-9]{43}', // NuGet
  'CLOJARS_[a-z0-9]{60}',
  'dckr_(?:pat|oat)_[\\w-]{20,}',
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}', // SendGrid
  'SK[0-9a-f]{32}', // Twilio
  'key-[0-9a-f]{32}',
  '[0-9a-f]{32}-us\\d{1,2}', // Mailchimp
  'xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}',
  'mlsn\\.[0-9a-f]{64}',
  're_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}', // Resend
  'shp(?:at|ss|ca|pa|tka)_[0-9a-fA-F]{16,}', // Shopify
  'do[opr]_v1_[0-9a-f]{32,}', // DigitalOcean
  'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{30,}', // Doppler
  'hf_[A-Za-z0-9]{20,}',
  'gsk_[A-Za-z0-9]{40,}', // Groq
  'xai-[A-Za-z0-9]{40,}',
  'pplx-[A-Za-z0-9]{40,}',
  'r8_[A-Za-z0-9]{30,}',
  'nvapi-[\\w-]{40,}',
  'tvly-[\\w-]{20,}',
  'lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}',
  'lin_(?:api|oauth)_\\w{10,}',
  'ntn_[A-Za-z0-9]{30,}', // Notion
  'secret_[A-Za-z0-9]{40,}',
  'fig[dopuru]{1,2}_[\\w-]{30,}', // Figma
  'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}', // Airtable
  'pat-(?:na|eu)\\d-[0-9a-f-]{36}', // HubSpot
  'ATATT3[\\w=-]{40,}', // Atlassian
  'AT(?:BB|CTT)[\\w=-]{28,}',
  'HRKU-[\\w-]{36,}', // Heroku
  'hv[sbr]\\.[\\w-]{24,}', // Vault
  '[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{60,}', // Terraform
  'pul-[0-9a-f]{40}', // Pulumi
  'PMAK-[0-9a-f]{24}-[0-9a-f]{34}', // Postman
  'NR(?:AK|II|JS|BR|RA)-[\\w-]{20,}', // New Relic
  'dapi[0-9a-f]{32}(?:-\\d)?', // Databricks
  'dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}', // Dynatrace
  'gl(?:sa|c)_[\\w+/=-]{32,}', // Grafana
  'sntry[sua]_[\\w+/=-]{40,}', // Sentry
  'ph[xs]_[A-Za-z0-9]{30,}', // PostHog
  'sq(?:u|p|a)_[0-9a-f]{40}', // SonarQube
  'sgp_[\\w-]{40,}', // Sourcegraph
  'pscale_(?:tkn|oauth|pw)_[\\w.=-]{32,}',
  'sb(?:p|_secret)_[\\w-]{30,}', // Supabase
  'nfp_[A-Za-z0-9]{36,}', // Netlify
  'vercel_blob_rw_[\\w-]{20,}',
  'fm[12][a-z]?_[\\w+/=-]{40,}', // Fly.io
  'fo1_[\\w-]{40,}',
  'bkua_[0-9a-f]{40}', // Buildkite
  'CCIPAT_\\w{20,}', // CircleCI
  'tskey-[\\w-]{20,}', // Tailscale
  'ops_eyJ[\\w-]{100,}', // 1Password
  'A3-[A-Z0-9]{6}-[A-Z0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}',
  'AKCp[A-Za-z0-9]{60,}', // Artifactory
  'LTAI[A-Za-z0-9]{16,}', // Alibaba
  'AGE-SECRET-KEY-\\w{20,}',
  'CFPAT-[\\w-]{40,}', // Contentful
  'tfp_[\\w-]{40,}', // Typeform
  'pnu_[A-Za-z0-9]{36}', // Prefect
  'rdme_[a-z0-9]{60,}',
  'dnkey-[\\w=-]{26}-[\\w=-]{40,}',
  'duffel_(?:test|live)_[\\w=-]{40,}',
  'EZ[AT]K[A-Za-z0-9]{50,}', // EasyPost
  'shippo_(?:live|test)_[0-9a-f]{40}',
  'FLW(?:PUB|SEC)K(?:_TEST)?-[0-9a-zA-Z]{32}-X',
  'rzp_(?:live|test)_[A-Za-z0-9]{14}', // Razorpay
  'access-(?:sandbox|development|production)-[0-9a-f-]{36}', // Plaid
  'sq0[a-z]{3}-[\\w-]{20,}', // Square
  'EAAA[\\w-]{56,}',
  'EAA[A-Za-z0-9]{40,}', // Facebook
  'AQE[a-zA-Z0-9*+/=-]{60,}', // Adyen
  'apify_api_[A-Za-z0-9]{30,}',
  'sha256~[\\w-]{43}', // OpenShift
  '[\\w~.]{3}\\dQ~[\\w~.-]{31,34}', // Azure
  '[MNO][\\w-]{22,27}\\.[\\w-]{6}\\.[\\w-]{27,38}', // Discord
  '\\d{8,10}:A[\\w-]{34}', // Telegram
  '[01]/\\d{13,19}:[0-9a-f]{32}', // Asana
  'sl\\.[\\w-]{120,}', // Dropbox
  'AAAAAAAAAAAAAAAAAAAAA[\\w%]{40,}', // Twitter
];

/** `acmepay_live_4eC39HqLyjWD`, `zorpapi_...`: a word that says key, then a run with digits in it. */
const ANY_VENDOR = [
  '(?!cs_|pk_)[a-z][a-z0-9]{1,15}[_-](?:live|prod|production|secret|sk|pat|token|apikey|api|priv|oat)[_-](?=[A-Za-z]{0,60}\\d)[A-Za-z0-9]{16,}',
  '[a-z]{0,12}(?:apikey|api|secret|token|pat)[_-](?=[A-Za-z]{0,60}\\d)[A-Za-z0-9]{24,}',
];

export const KEY_SHAPES = new RegExp(`(?<![A-Za-z0-9_-])(?:${[...VENDORS, ...ANY_VENDOR].join('|')})`, 'g');

/** Whose URL is all it takes to post there: the parts behind the host are the secret. */
export const HOOK_URLS =
  /(?<=https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/+-]{20,}|(?<=https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d{10,30}\/)[\w-]{20,}|(?<=https:\/\/[\w-]+\.webhook\.office\.com\/webhookb2\/)[\w/@-]{30,}/g;
