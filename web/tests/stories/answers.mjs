// What families of the stories answer, by page of /apply. Nobody is real.

// One person: the pages from the name to "is there somebody else?"; what does not apply is not asked.
export function person(number, given) {
  const at = `applicants.${number - 1}`;
  const [day, month, year] = given.birth.split('/');
  const birth = { [`${at}.birth.day`]: month ? day : '', [`${at}.birth.month`]: month ?? '', [`${at}.birth.year`]: year ?? day };
  const representative = given.representative && {
    [`${at}.representative.name`]: given.representative, [`${at}.representative.relation`]: given.stands ?? 'parent',
  };
  const card = given.card ?? 'none';
  return {
    [`person-${number}`]: { [`${at}.name`]: given.name, ...birth, [`${at}.sex`]: given.sex },
    [`card-${number}`]: { [`${at}.card`]: card, ...(card !== 'none' && { [`${at}.need`]: given.need ?? 'wants_new' }), [`${at}.papers`]: 'yes' },
    [`move-${number}`]: {
      [`${at}.mobility`]: given.mobility,
      ...(given.group && { [`${at}.group`]: [given.group].flat() }),
      ...(given.help && { [`${at}.difficulties`]: given.help }),
      ...(given.guardian && { [`${at}.guardian`]: [given.guardian] }),
      [`${at}.more`]: given.more ?? 'no',
    },
    // Whoever is not asked how they move says here whether there is somebody else.
    [`online-${number}`]: given.mobility ? {} : { [`${at}.more`]: given.more ?? 'no' },
    [`desk-${number}`]: { [`${at}.desk`]: given.desk ?? 'send' },
    [`representative-${number}`]: representative,
  };
}

export const GRANDMOTHER = {
  name: 'Nguyễn Thị Hòa', birth: '12/05/1950', sex: 'female', card: 'cmnd9', mobility: 'bedridden', help: ['fingers'],
};

// For whom somebody writes: the first page, and the same page when it is opened again.
export const writesFor = (who) => ({ apply: { who }, who: { who } });

export const DOOR = { 'address.line': 'Số 12 ngõ 328 phố Lê Lợi', 'address.hamlet': 'Tổ dân phố 5' };

// Everything about the home and the contact.
export function home(ward = { ward_search: 'Phường Ngô Quyền', ...DOOR }) {
  return {
    home: ward,
    house: {
      'readiness.alley': 'motorbike', 'readiness.stairs': 'ground', 'readiness.gate': 'dog', 'readiness.power': 'yes',
    },
    contact: {
      'contact.name': 'Phạm Thị Lan', 'contact.phone': '0912.345.678', 'contact.email': 'lan@example.test',
      note: 'Buổi chiều đi vắng',
    },
  };
}

// What the last page asks.
export const CONSENT = { 'consents.visit': true, 'consents.messages': true };
