// The main job by a client whose types were made from the API's description (openapi-typescript): scripts/try-api.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

declare const process: { env: Record<string, string> };
const { API, MOVE } = process.env;
const client = createClient<paths>({ baseUrl: API });

type Refused = components['schemas']['ProblemBody'];

// What was answered; a refusal ends the job.
async function got<T>(asked: Promise<{ data?: T; error?: Refused; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${error?.type} ${error?.detail ?? ''}`);
  return data as T;
}

async function staff(login: string): Promise<{ Authorization: string }> {
  const body = { login, password: 'thuyen-buom-song-cam' };
  return { Authorization: `Bearer ${(await got(client.POST('/api/v1/sign-ins', { body }))).access_token}` };
}

const household: components['schemas']['NewCase'] = {
  contact: { name: 'Phạm Thị Lan', relation: 'grandchild', phone: '0912 345 678', email: 'lan@example.vn' },
  address: { line: 'Số 12 ngõ 328 phố Lê Lợi', ward_code: '11329' },
  applicants: [{
    name: 'Nguyễn Thị Hòa', birth: '1940', sex: 'female', procedure: 'cccd_to_cc', group: 'nct', mobility: 'bedridden', held_paper: 'cmnd9',
  }],
  consents: { visit: true, messages: true },
};

const { code, secret } = await got(client.POST('/api/v1/cases', { params: { header: { 'Idempotency-Key': 'ts-1' } }, body: household }));
const family = { 'X-Case-Secret': secret };
const path = { code };
const { offers } = await got(client.GET('/api/v1/cases/{code}/offers', { params: { path }, headers: family }));
const { on, half_day } = offers[0];
await got(client.POST('/api/v1/cases/{code}/booking', { params: { path }, headers: family, body: { on, half_day } }));
const follow = () => got(client.GET('/api/v1/cases/{code}/visits', { params: { path }, headers: family }));
console.log((await follow()).next);

let office = await staff('dieu-phoi');
await got(client.POST('/api/v1/cases/{code}/verification', { params: { path }, headers: office, body: { verdict: 'approve' } }));
const { id } = await got(client.POST('/api/v1/planning-runs', { headers: office, body: { from: on, to: on, seed: 1 } }));
const run = { params: { path: { id } }, headers: office };
// A run that is computed in the background says how far it is.
const isAtWork = async () => {
  const { state } = await got(client.GET('/api/v1/planning-runs/{id}', run)) as { state?: string };
  return state === 'waiting' || state === 'running';
};
while (await isAtWork()) await new Promise((done) => { setTimeout(done, 500); });
await got(client.POST('/api/v1/planning-runs/{id}/publication', run));
const promised = (await follow()).visits[0];
if (!promised.window) throw new Error(`no window: ${JSON.stringify(promised)}`);
console.log(promised.on, promised.window);

await fetch(`${MOVE}/${on}`);
office = await staff('dieu-phoi');
const { duties } = await got(client.GET('/api/v1/rosters', { params: { query: { date: on } }, headers: office }));
const stop = duties.flatMap((duty) => duty.stops).find((one) => one.code === code);
if (!stop) throw new Error('the roster has no such stop');
const results = stop.people.map(({ applicant_id }) => ({ applicant_id, code: 'captured' as const }));
const report = { client_id: 'ts-2', happened_at: `${on}T09:00:00Z`, results };
const stored = await got(client.POST('/api/v1/visits/{id}/outcomes', { params: { path: { id: stop.visit_id } }, headers: office, body: report }));
const { state } = (await follow()).visits[0];
if (state !== 'closed') throw new Error(`the visit is ${state}`);
console.log(stored.due_on);
