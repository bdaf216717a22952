// Of style.ts, for the policy of the page: nothing else can style it. A test says the new one after a change.
export const styleHash = 'sha256-IMbvinUTT5hv3Uu7CVtQxRG6dap4oRULtdNPK5Zmc/w=';
