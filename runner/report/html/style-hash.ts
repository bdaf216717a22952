// Of style.ts, for the policy of the page: nothing else can style it. A test says the new one after a change.
export const styleHash = 'sha256-39RWv/fH0Bam1pt9gCoE4AbIyNnebp8NtFIxU/uZeU8=';
