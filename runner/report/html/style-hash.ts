// Of style.ts, for the policy of the page: nothing else can style it. A test says the new one after a change.
export const styleHash = 'sha256-pzXw4UBS7px+QWTFqK1VzsLyorXx8PNYD5kDSwo2OIA=';
