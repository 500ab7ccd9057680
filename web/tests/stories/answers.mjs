// What families of the stories answer, by question of /apply. Nobody is real.

// One person: all questions from the name to "is there somebody else?"; what does not apply is not asked.
export function person(number, given) {
  const at = `applicants.${number - 1}`;
  const [day, month, year] = given.birth.split('/');
  const birth = { [`${at}.birth.day`]: month ? day : '', [`${at}.birth.month`]: month ?? '', [`${at}.birth.year`]: year ?? day };
  const representative = given.representative && {
    [`${at}.representative.name`]: given.representative, [`${at}.representative.relation`]: given.stands ?? 'parent',
  };
  return {
    [`name-${number}`]: { [`${at}.name`]: given.name },
    [`birth-${number}`]: birth,
    [`sex-${number}`]: { [`${at}.sex`]: given.sex },
    [`guardian-${number}`]: { [`${at}.guardian`]: given.guardian ?? 'alone' },
    [`card-${number}`]: { [`${at}.card`]: given.card ?? 'none' },
    [`need-${number}`]: { [`${at}.need`]: given.need ?? 'wants_new' },
    [`mobility-${number}`]: { [`${at}.mobility`]: given.mobility },
    [`group-${number}`]: { [`${at}.group`]: given.group ?? 'none' },
    [`representative-${number}`]: representative,
    [`help-${number}`]: given.help && { [`${at}.difficulties`]: given.help },
    [`papers-${number}`]: { [`${at}.papers`]: 'yes' },
    [`more-${number}`]: { [`${at}.more`]: given.more ?? 'no' },
  };
}

export const GRANDMOTHER = {
  name: 'Nguyễn Thị Hòa', birth: '12/05/1950', sex: 'female', card: 'cmnd9', mobility: 'bedridden', group: 'nct', help: ['fingers'],
};

// Who asks for a relative, and everything about the home and the contact.
export const RELATIVE = { who: { who: 'relative' }, relation: { 'contact.relation': 'grandchild' } };

export function home(ward = inWard('ngo quyen', '11329')) {
  return {
    power: { 'readiness.power': 'yes' },
    light: { 'readiness.light': 'unknown' },
    alley: { 'readiness.alley': 'motorbike' },
    stairs: { 'readiness.stairs': 'ground' },
    gate: { 'readiness.gate': 'dog' },
    ward,
    door: { 'address.line': 'Số 12 ngõ 328 phố Lê Lợi', 'address.hamlet': 'Tổ dân phố 5' },
    contact: { 'contact.name': 'Phạm Thị Lan', 'contact.phone': '0912.345.678', 'contact.email': 'lan@example.test' },
    deadline: { 'deadline.reason': 'none' },
    note: { note: 'Buổi chiều đi vắng' },
    consent: { 'consents.visit': true, 'consents.messages': true },
  };
}

// Words into the search, then one of what is found.
export function inWard(words, code) {
  return async (family) => {
    await family.answer({ ward_search: words }, 'main button[value=find]');
    await family.answer({ 'address.ward_code': code });
  };
}
