import { emptyReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { isJsonObject } from '../json.ts';
import { asciiSlug } from '../words.ts';
import { bodyOf, envelope, pageReply, refuse, requiredText } from './split-envelope.ts';
import { ACCOUNTS_ORIGIN, CLIENT, isoOf, newAccountId } from './split-world.ts';
import type { Account, Member, SplitWorld } from './split-world.ts';

type SplitCall = Call<SplitWorld>;

const TOKEN_SECONDS = 3600;

const route = (
  operation: string,
  method: string,
  pattern: string,
  handle: Route<SplitWorld>['handle'],
): Route<SplitWorld> => ({ operation, method, pattern, handle, origin: ACCOUNTS_ORIGIN });

export const SPLIT_ACCOUNT_ROUTES: readonly Route<SplitWorld>[] = [
  route('tokens.create', 'POST', '/v1/tokens', createToken),
  route('members.search', 'GET', '/v1/members', searchMembers),
  route('accounts.list', 'GET', '/v1/accounts', listAccounts),
  route('accounts.create', 'POST', '/v1/accounts', createAccount),
  route('accounts.get', 'GET', '/v1/accounts/{slug}', (call) => envelope(call, 200, show(call.state, accountAt(call)))),
  route('accounts.replace', 'PUT', '/v1/accounts/{slug}', replaceAccount),
  route('accounts.delete', 'DELETE', '/v1/accounts/{slug}', deleteAccount),
  route('members.list', 'GET', '/v1/accounts/{slug}/members', (call) =>
    pageReply(call, membersOf(call.state, accountAt(call).slug)),
  ),
  route('members.create', 'POST', '/v1/accounts/{slug}/members', createMember),
  route('members.get', 'GET', '/v1/accounts/{slug}/members/{email}', (call) => envelope(call, 200, memberAt(call))),
  route('members.replace', 'PUT', '/v1/accounts/{slug}/members/{email}', replaceMember),
  route('members.delete', 'DELETE', '/v1/accounts/{slug}/members/{email}', deleteMember),
];

function createToken(call: SplitCall): ReferenceResponse {
  const { clientId, clientSecret } = bodyOf(call);
  if (clientId !== CLIENT.clientId || clientSecret !== CLIENT.clientSecret)
    throw refuse(call, 401, 'invalid_client', 'Unknown client or wrong secret');
  const token = `eyT.${call.state.random.text(30)}`;
  call.state.tokens.set(token, call.at + TOKEN_SECONDS * 1000);
  return envelope(call, 201, { token, tokenType: 'Bearer', expiresIn: TOKEN_SECONDS });
}

function membersOf(world: SplitWorld, slug: string): readonly Member[] {
  return [...world.members.values()].filter(({ accountSlug }) => accountSlug === slug);
}

function show(world: SplitWorld, account: Account): object {
  const { createdAt, updatedAt, ...fields } = account;
  return { ...fields, memberCount: membersOf(world, account.slug).length, createdAt, updatedAt };
}

function accountAt(call: SplitCall): Account {
  const account = call.state.accounts.get(call.param('slug'));
  if (account === undefined) throw refuse(call, 404, 'account_not_found', 'No such account');
  return account;
}

function listAccounts(call: SplitCall): ReferenceResponse {
  const [status, q] = [call.query.get('status'), call.query.get('q')?.toLowerCase()];
  const rows = [...call.state.accounts.values()]
    .filter((row) => status === null || row.status === status)
    .filter((row) => q === undefined || row.name.toLowerCase().includes(q))
    .toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
  return pageReply(
    call,
    rows.map((row) => show(call.state, row)),
  );
}

function fieldsFrom(call: SplitCall): Pick<Account, 'name' | 'ownerEmail' | 'status' | 'billingAddress'> {
  const body = bodyOf(call);
  const name = requiredText(call, body, 'name');
  const ownerEmail = requiredText(call, body, 'ownerEmail');
  if (!ownerEmail.includes('@')) throw refuse(call, 422, 'field_invalid', 'is not an e-mail address', 'ownerEmail');
  const { status = 'active', billingAddress = null } = body;
  if (status !== 'active' && status !== 'suspended')
    throw refuse(call, 422, 'field_invalid', 'must be active or suspended', 'status');
  if (billingAddress !== null && !isJsonObject(billingAddress))
    throw refuse(call, 422, 'field_invalid', 'must be an object', 'billingAddress');
  return { name, ownerEmail, status, billingAddress: billingAddress as Account['billingAddress'] };
}

function createAccount(call: SplitCall): ReferenceResponse {
  const fields = fieldsFrom(call);
  const given = bodyOf(call)['slug'];
  if (given !== undefined && !/^[a-z0-9-]{2,40}$/.test(String(given)))
    throw refuse(call, 422, 'field_invalid', 'must be lower case letters, digits and dashes', 'slug');
  const slug = given === undefined ? asciiSlug(fields.name) : String(given);
  if (call.state.accounts.has(slug)) throw refuse(call, 409, 'slug_taken', 'is taken', 'slug');
  const now = isoOf(call.at);
  const account: Account = { id: newAccountId(call.state.random), slug, ...fields, createdAt: now, updatedAt: now };
  call.state.accounts.set(slug, account);
  call.state.members.set(`${slug} ${fields.ownerEmail}`, {
    accountSlug: slug,
    email: fields.ownerEmail,
    name: fields.ownerEmail.split('@')[0] ?? '',
    role: 'owner',
    joinedAt: now,
  });
  return envelope(call, 201, show(call.state, account), {}, { location: `${ACCOUNTS_ORIGIN}/v1/accounts/${slug}` });
}

function replaceAccount(call: SplitCall): ReferenceResponse {
  const before = accountAt(call);
  const given = bodyOf(call)['slug'];
  if (given !== undefined && given !== before.slug)
    throw refuse(call, 409, 'slug_immutable', 'cannot be changed', 'slug');
  const account: Account = { ...before, ...fieldsFrom(call), updatedAt: isoOf(call.at) };
  call.state.accounts.set(account.slug, account);
  return envelope(call, 200, show(call.state, account));
}

/** Hard, and on both hosts: members, subscriptions and invoices of the account go with it. */
function deleteAccount(call: SplitCall): ReferenceResponse {
  const { slug, id } = accountAt(call);
  call.state.accounts.delete(slug);
  for (const [key, member] of call.state.members) if (member.accountSlug === slug) call.state.members.delete(key);
  for (const table of [call.state.subscriptions, call.state.bills] as readonly Map<
    string,
    { readonly account_id: string }
  >[]) {
    for (const [key, row] of table) if (row.account_id === id) table.delete(key);
  }
  return emptyReply(204);
}

function memberAt(call: SplitCall): Member {
  const member = call.state.members.get(`${accountAt(call).slug} ${call.param('email')}`);
  if (member === undefined) throw refuse(call, 404, 'member_not_found', 'No such member');
  return member;
}

function searchMembers(call: SplitCall): ReferenceResponse {
  const [email, role] = [call.query.get('email'), call.query.get('role')];
  return pageReply(
    call,
    [...call.state.members.values()].filter(
      (row) => (email === null || row.email === email) && (role === null || row.role === role),
    ),
  );
}

function roleFrom(call: SplitCall): Member['role'] {
  const { role = 'member' } = bodyOf(call);
  if (role !== 'owner' && role !== 'admin' && role !== 'member')
    throw refuse(call, 422, 'field_invalid', 'must be owner, admin or member', 'role');
  return role;
}

function createMember(call: SplitCall): ReferenceResponse {
  const { slug } = accountAt(call);
  const body = bodyOf(call);
  const [email, name, role] = [requiredText(call, body, 'email'), requiredText(call, body, 'name'), roleFrom(call)];
  if (call.state.members.has(`${slug} ${email}`))
    throw refuse(call, 409, 'member_exists', 'is a member already', 'email');
  const member: Member = { accountSlug: slug, email, name, role, joinedAt: isoOf(call.at) };
  call.state.members.set(`${slug} ${email}`, member);
  return envelope(call, 201, member);
}

function replaceMember(call: SplitCall): ReferenceResponse {
  const before = memberAt(call);
  const member: Member = { ...before, name: requiredText(call, bodyOf(call), 'name'), role: roleFrom(call) };
  if (member.role !== 'owner') requireOtherOwner(call, before);
  call.state.members.set(`${member.accountSlug} ${member.email}`, member);
  return envelope(call, 200, member);
}

function deleteMember(call: SplitCall): ReferenceResponse {
  const member = memberAt(call);
  requireOtherOwner(call, member);
  call.state.members.delete(`${member.accountSlug} ${member.email}`);
  return emptyReply(204);
}

function requireOtherOwner(call: SplitCall, member: Member): void {
  const owners = membersOf(call.state, member.accountSlug).filter(({ role }) => role === 'owner');
  if (member.role === 'owner' && owners.length === 1)
    throw refuse(call, 409, 'last_owner', 'An account needs an owner');
}
