// Of style.ts, for the policy of the page: nothing else can style it. A test says the new one after a change.
export const styleHash = 'sha256-7I6ihBsIR5IDjRiPv4zaWfcXn/peZ0R/Vu006xWV5+w=';
