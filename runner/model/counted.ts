// How many, for people: thousands apart, the same in notes and in every report.
export function counted(count: number): string {
  return grouped(String(count));
}

export function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? apart : `${apart}.${fraction}`;
}
