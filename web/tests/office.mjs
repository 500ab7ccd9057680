// The office behind the families: a dispatcher and officers at work over the API, and the world in which stories happen.
export const PASSWORD = 'mot-mat-khau-dai-2026';
export const WARDS = ['11329', '11359', '11383'];

export class Office {
  constructor(server) {
    this.server = server;
    this.tokens = {};
  }

  // Accounts, a team with its kit and officer in inner Hải Phòng, and its duties of a fortnight.
  async prepare() {
    for (const [login, role] of [['dieu-phoi', 'dispatcher'], ['can-bo-1', 'officer']]) {
      this.server.run(['user', 'add', '--login', login, '--name', login, '--role', role], PASSWORD);
    }
    await this.server.start();
    await this.crew(1, WARDS, ['2026-11-25 full', '2026-11-27 full', '2026-11-28 morning', '2026-11-30 full', '2026-12-05 morning'], { login: 'can-bo-1' });
    await this.server.pause();
  }

  // With the officer's account, if it has one; from the first of its wards, unless it starts elsewhere; its duties are
  // usual ones, unless more is said of them.
  async crew(number, wards, duties, { login = null, base = wards[0], more = {} } = {}) {
    const account_id = login && (await this.ask('GET', '/api/v1/me', null, login)).account_id;
    const officer = await this.ask('POST', '/api/v1/officers', { full_name: 'Lê Văn Trực', badge_number: `031-45${number}`, account_id });
    const kit = await this.ask('POST', '/api/v1/kits', { name: `TB-0${number}` });
    const team = await this.ask('POST', '/api/v1/teams', {
      name: `Tổ lưu động ${number}`, hot_line: `0225 3822 22${number}`, ward_codes: wards, base_ward_code: base,
    });
    for (const duty of duties) {
      const [on, half_days] = duty.split(' ');
      await this.ask('POST', '/api/v1/duties', { team_id: team.id, on, half_days, kit_id: kit.id, officer_ids: [officer.id], ...more });
    }
  }

  async ask(method, path, body, login = 'dieu-phoi') {
    const response = await this.send(method, path, body, { authorization: `Bearer ${await this.token(login)}` });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  async token(login) {
    const at = `${login} ${this.server.direct}`;
    if (!this.tokens[at]) {
      const response = await this.send('POST', '/api/v1/sign-ins', { login, password: PASSWORD });
      this.tokens[at] = (await response.json()).access_token;
    }
    return this.tokens[at];
  }

  send(method, path, body, headers = {}) {
    const content = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } } : { headers };
    return fetch(this.server.direct + path, { method, ...content });
  }

  case(code) {
    return this.ask('GET', `/api/v1/cases/${code}`);
  }

  // Codes of everything that was ever filed.
  async cases() {
    return (await this.ask('GET', '/api/v1/cases?limit=100')).items;
  }

  visits(code) {
    return this.ask('GET', `/api/v1/cases/${code}/visits`);
  }

  approve(code) {
    return this.ask('POST', `/api/v1/cases/${code}/verification`, { verdict: 'approve' });
  }

  async publish(from, to = from) {
    const run = await this.ask('POST', '/api/v1/planning-runs', { from, to, seed: 1 });
    return this.ask('POST', `/api/v1/planning-runs/${run.id}/publication`, {});
  }

  // The officer of the day went there and captured everybody.
  async visited(code, happened_at) {
    const { duties } = await this.ask('GET', '/api/v1/rosters', null, 'can-bo-1');
    const stop = duties.flatMap((duty) => duty.stops).find((one) => one.code === code);
    for (const kind of ['en_route', 'arrived']) {
      await this.ask('POST', `/api/v1/visits/${stop.visit_id}/events`, { client_id: kind, kind, happened_at }, 'can-bo-1');
    }
    const results = stop.people.map((one) => ({ applicant_id: one.applicant_id, code: 'captured' }));
    await this.ask('POST', `/api/v1/visits/${stop.visit_id}/outcomes`, { client_id: 'k', happened_at, results }, 'can-bo-1');
  }

  // A family files over the API, where a story is not about filing.
  async file(change = {}) {
    const response = await this.send('POST', '/api/v1/cases', { ...HOUSEHOLD, ...change });
    const filed = await response.json();
    if (!response.ok) throw new Error(`filing: ${response.status} ${JSON.stringify(filed)}`);
    return { ...filed, link: `/follow/${filed.code}/${filed.secret}` };
  }

  async book({ code, secret }, on, half_day) {
    const response = await this.send('POST', `/api/v1/cases/${code}/booking`, { on, half_day }, { 'x-case-secret': secret });
    if (!response.ok) throw new Error(`booking: ${response.status} ${await response.text()}`);
  }
}

// A bedridden grandmother and the niece who looks after her; nobody real.
export const HOUSEHOLD = {
  contact: { name: 'Phạm Thị Lan', relation: 'child', phone: '0912345601', email: 'lan@example.test' },
  address: { line: 'Số 1 ngõ 12 phố Lạch Tray', ward_code: '11329', pin: { lat: 20.8661, lng: 106.7045 } },
  applicants: [{
    name: 'Nguyễn Thị Hòa', birth: '12/05/1950', sex: 'female', procedure: 'cccd_to_cc', group: 'nct', mobility: 'bedridden',
    held_paper: 'cmnd9', number: '030123456',
  }],
  consents: { visit: true, messages: true },
};
