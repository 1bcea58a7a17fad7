import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Most bytes of an episode are the names of its fields. Deflate takes them from here. Part of the file format: a name may
 * be added only together with a new file version.
 */
const DICTIONARY = Buffer.from(
  '"equivalent":true"equivalent":false"recorded":[{"operation":"values":[{"slot":{"in":"path","name":"in":"query","in":"header","in":"body","path":["status"]' +
    '"from":{"call":"task":{"id":"session":"cut":"workflow":"kind":"create""kind":"update""kind":"delete""kind":"action""kind":"answer""use":"yes","instruction":"phrasings":[' +
    '"start":[{"p":"put","entity":{"key":"resource":"parent":null,"doc":{"complete":true,"createdAt":{"p":"set","key":"path":["value":{"p":"remove","unborn":true' +
    '{"p":"view","operations":null,"change":{"v":"rename","to":"requests":true{"p":"fault","match":{"operations":["kinds":null,"key":null},"from":0,"count":1,"phase":"before","phase":"after",' +
    '"fault":{"f":"status","status":503,"headers":[["Content-Type","application/json"]],"body":null{"f":"rate-limit","status":429,"retryAfter":{"seconds":"as":"seconds"{"f":"network","error":"reset"' +
    '{"p":"latency","model":{"l":"fixed","ms":{"p":"token-life","seconds":null,"calls":"refreshDies":false{"p":"ignore-field","paths":[["times":1{"p":"actor","before":"nth":"atMs":null,"edits":[' +
    '"mutators":[{"id":"data/"id":"workflow/"id":"system/"id":"session/"id":"latency/"id":"drift/"id":"adversarial/","family":"data","family":"system","summary":"visibility":"implicit","visibility":"explicit",' +
    '"duration":"permanent","duration":"transient","benign":false,"explain":"discriminates":["goal","scope","duplicate"],"bite":[{"b":"recorded"}{"b":"without","handler":"{"b":"naive-resend"}{"b":"victim","victim":"' +
    '"patchIndices":[0],"operations":["keys":["plan":[{"mutator":"target":{"params":{"seed":"ownPatches":"startAt":"oraclePatches":[{"o":"report","reason":"evidence":[{"o":"alias","hostile":[],"mustNot":[],"user":null,' +
    '"limits":{"oracleCalls":"oracleWrites":"calls":"writeSlack":0,"timeoutMs":10000,"oracleBytes":"split":"train","proof":{"interface":"http","oracle":[{"seed":"reward":1,"calls":"writes":1,"digest":"' +
    '"variants":[{"name":"reward":1},"baselines":[{"name":"noop","reward":0},{"name":"claim-done","reward":0},{"name":"recorded","reward":0},{"name":"prefix-"mutants":[{"name":"drop-step-"bite":{"policy":"neutralPass":true,"mutatedPass":false,"failed":["goal"]},' +
    '"resetEqual":true,"replayEqual":true,"noAnswer":0,"unverified":0,"calls":',
);

/** JSON, deflated. `with` the dictionary of episodes where the text is short and like one. */
export function packJson(value: unknown, like: 'episode' | 'other' = 'other'): Buffer {
  const text = Buffer.from(JSON.stringify(value), 'utf8');
  return like === 'episode' ? deflateRawSync(text, { level: 9, dictionary: DICTIONARY }) : deflateRawSync(text);
}

export function unpackJson<T>(packed: Uint8Array, like: 'episode' | 'other' = 'other'): T {
  const bytes = like === 'episode' ? inflateRawSync(packed, { dictionary: DICTIONARY }) : inflateRawSync(packed);
  return JSON.parse(bytes.toString('utf8')) as T;
}
