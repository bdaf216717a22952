import type { Command } from '../command.ts';

// What can stand after `iter8`: names of commands, and of families of commands.
export function firstWords(commands: readonly Command[]): string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))];
}

export function membersOf(commands: readonly Command[]): [family: string, members: string[]][] {
  const families = new Set(
    commands.filter(({ name }) => name.includes(' ')).map(({ name }) => name.split(' ')[0] ?? ''),
  );
  return [...families].map((family) => [
    family,
    commands.filter(({ name }) => name.startsWith(`${family} `)).map(({ name }) => name.slice(family.length + 1)),
  ]);
}
