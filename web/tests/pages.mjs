// The pages that are opened, by role. `path` may name a link of an earlier page instead: { from, link } opens `from`
// and follows the first link whose address matches. `name` names the picture.

// The API's documentation is a library's page: it must work, but its markup is not ours to audit.
const DOCS = { path: '/docs/', name: 'docs', foreign: true };

export const PAGES = {
  public: [
    { path: '/', name: 'home' },
    { path: '/?q=cam+giang', name: 'home-several-wards' },
    { path: '/?q=Ph%C6%B0%E1%BB%9Dng+Tr%E1%BA%A7n+Ph%C3%BA%2C+TP+H%E1%BA%A3i+D%C6%B0%C6%A1ng', name: 'home-old-name' },
    { path: '/?q=xyz', name: 'home-nothing-found' },
    { path: `/?q=${'a'.repeat(201)}`, name: 'home-refused', status: 422 },
    { path: '/phuong/11329', name: 'ward' },
    { path: '/phuong/11914', name: 'ward-with-islands' },
    { path: '/phuong/11948', name: 'ward-by-mission' },
    { path: '/phuong/11329/poster', name: 'poster' },
    { path: '/phuong/11341', name: 'no-ward', status: 404 },
    { path: '/apply', name: 'apply' },
    { path: '/apply/ended', name: 'apply-ended' },
    { path: '/apply/nobody-knows/who', name: 'apply-gone', status: 404 },
    { path: '/follow', name: 'follow' },
    { path: '/follow/lost', name: 'lost' },
    { path: '/follow/lost?sent=1', name: 'lost-sent' },
    { path: '/remarks/new', name: 'remark' },
    { path: '/remarks/sent/KN-0000-0000', name: 'no-remark', status: 404 },
    { path: '/check', name: 'check' },
    { path: '/sign-in', name: 'sign-in' },
    { path: '/problems', name: 'problems' },
    { path: '/problems/invalid', name: 'problem' },
    { path: '/nothing-here', name: 'not-found', status: 404 },
    DOCS,
  ],
  dispatcher: [
    { path: '/worklist', name: 'worklist' },
    { path: '/cases', name: 'cases' },
    { path: '/cases?waits_for=family', name: 'cases-asked' },
    { path: '/search', name: 'search' },
    { path: '/search?q=thi', name: 'search-found' },
    { path: '/search?q=khong+ai+ten+the', name: 'search-none' },
    { path: '/search?q=%3F%3F', name: 'search-mistake', status: 422 },
    { path: '/cases/new', name: 'new-case' },
    { path: '/cases', link: /^\/cases\/[0-9A-Z-]+$/, name: 'case' },
    { path: '/board?on=2026-12-02', name: 'board' },
    { path: '/board?on=2026-12-02', link: /^\/board\?on=2026-12-02&visit=\d+#chosen$/, name: 'board-chosen' },
    { path: '/board?on=2026-12-27', name: 'board-empty' },
    { path: '/duties', name: 'duties' },
    { path: '/officers', name: 'officers' },
    { path: '/officers/1', name: 'officer' },
    { path: '/kits', name: 'kits' },
    { path: '/kits/1', name: 'kit' },
    { path: '/teams', name: 'teams' },
    { path: '/teams/1', name: 'team' },
    { path: '/duties/1', name: 'duty' },
    { path: '/half-days', name: 'half-days' },
    { path: '/planning-runs', name: 'planning-runs' },
    { path: '/planning-runs', link: /^\/planning-runs\/\d+$/, name: 'planning-run' },
    { path: '/waiting-list', name: 'waiting-list' },
    { path: '/imports', name: 'lists' },
    { path: '/imports/new', name: 'new-list' },
    { path: '/unapproved-bookings', name: 'unapproved-bookings' },
    { path: '/rosters', name: 'rosters' },
    { path: '/rosters?date=2026-11-20', link: /^\/visits\/\d+\/outcome$/, name: 'correction' },
    { path: '/calls', name: 'calls' },
    { path: '/remarks', name: 'remarks' },
    { path: '/feedback', name: 'feedback' },
    { path: '/feedback?month=11/2026', name: 'feedback-refused', status: 422 },
  ],
  officer: [
    { path: '/rosters', name: 'rosters' },
    { path: '/rosters', link: /^\/visits\/\d+\/outcome$/, name: 'outcome' },
    { path: '/cases', name: 'not-allowed', status: 403 },
  ],
};

// Forms that are sent empty: the answer is a page with status 422 that says what is wrong.
export const REFUSED = {
  public: [
    { path: '/sign-in', name: 'sign-in-refused' },
    { path: '/check', name: 'check-refused' },
    { path: '/follow/lost', name: 'lost-refused' },
    { path: '/remarks/new', name: 'remark-refused' },
  ],
};
