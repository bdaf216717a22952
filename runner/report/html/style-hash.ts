// Of style.ts, for the policy of the page: nothing else can style it. A test says the new one after a change.
export const styleHash = 'sha256-hfMdqz8KhTOVQlS54PHRD3FOFuZGDVCBGyImxOmvdyU=';
