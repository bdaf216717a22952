// Of style.ts, for the policy of the page: nothing else can style it. A test says the new one after a change.
export const styleHash = 'sha256-4DJgJ5faGNVZE2djifUGUW9/X6BaMcFAqwrOSvOA1VM=';
