import type { Role } from '../model.ts';
import { STAFF } from './people.ts';
import { rows } from './rows.ts';

/** How staff and services sign in. The passwords belong to nobody, and the capture replaces them anyway. */
export interface StaffLogin {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly team: string;
  readonly active: boolean;
  readonly grant: 'password' | 'client_credentials';
  readonly login: string;
  readonly secret: string;
}

export const STAFF_LOGINS: readonly StaffLogin[] = [
  ...rows(STAFF).map(([name = '', role = '', team = '', active]): StaffLogin => {
    const email = `${name.toLowerCase().replace(' ', '.')}@tillhouse.example`;
    const secret = `${name.split(' ')[0]?.toLowerCase()}-till-${name.length}31`;
    const grant = 'password';
    return { name, email, role: role as Role, team, active: active === 'yes', grant, login: email, secret };
  }),
  service('svc-web-form', 'Web form', 'agent'),
  service('svc-monitor', 'Desk monitor', 'lead'),
];

function service(login: string, name: string, role: Role): StaffLogin {
  const email = `${login}@tillhouse.example`;
  const secret = `${login}-9f27c1`;
  return { name, email, role, team: 'automation', active: true, grant: 'client_credentials', login, secret };
}
