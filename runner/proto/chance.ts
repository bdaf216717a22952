// What differs from call to call comes in from outside: time and chance.
export interface Chance {
  now(): number; // epoch, msec
  random(): number; // 0 to 1, without 1
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const [shortest, longest] = [2, 16];

// At least min, less than max.
export function randomInt(min: number, max: number, { random }: Chance): string {
  return String(min + Math.floor(random() * (max - min)));
}

// Of 2 to 16 letters and digits where no length is given.
export function randomString(length: number, { random }: Chance): string {
  const count = length > 0 ? length : shortest + Math.floor(random() * (longest - shortest + 1));
  let text = '';
  for (let i = 0; i < count; i++) text += letters[Math.floor(random() * letters.length)];
  return text;
}

// Version 4.
export function uuid({ random }: Chance): string {
  const half = () => Math.floor(random() * 2 ** 32);
  const hex = (number: number) => (number >>> 0).toString(16).padStart(8, '0');
  const [a, b, c, d] = [half(), (half() & 0xffff0fff) | 0x4000, (half() & 0x3fffffff) | 0x80000000, half()];
  const [second, third] = [hex(b), hex(c)];
  return `${hex(a)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hex(d)}`;
}
