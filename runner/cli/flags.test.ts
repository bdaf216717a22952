import { type Flag, firstWord, parseFlags } from './flags.ts';

const known: Flag[] = [
  { name: 'set', kind: 'array', describe: '' },
  { name: 'condition', short: 'c', kind: 'list', describe: '', choices: ['completed', 'nofailure', 'slos'] },
  { name: 'timeout', kind: 'text', describe: '', default: '0' },
  { name: 'outputFormat', short: 'o', kind: 'text', describe: '', choices: ['text', 'json'] },
  { name: 'dry', kind: 'switch', describe: '' },
  { name: 'loglevel', short: 'l', kind: 'text', describe: '' },
  { name: 'help', short: 'h', kind: 'switch', describe: '' },
];
const parse = (...args: string[]) => parseFlags(args, known);

describe('flags', () => {
  test.each([[['--timeout', '5s']], [['--timeout=5s']], [['--timeout', '1s', '--timeout=5s']]])(
    '%j: the last value of a text flag counts',
    (args) => {
      expect(parse(...args).flags.text('timeout')).toBe('5s');
    },
  );

  test.each([[['-l', 'debug']], [['-ldebug']], [['-l=debug']], [['-hl', 'debug']], [['-hldebug']]])(
    '%j: short flags as cobra takes them',
    (args) => {
      expect(parse(...args).flags.text('loglevel')).toBe('debug');
    },
  );

  test.each([
    [['--dry'], true],
    [['--dry=true'], true],
    [['--dry=1'], true],
    [['--dry=false'], false],
    [['--dry', '--dry=F'], false],
    [[], false],
  ])('%j: switches take true and false after an equals sign', (args, on) => {
    expect(parse(...args).flags.on('dry')).toBe(on);
  });

  test('an array keeps its values whole and in order; a list is also split at commas', () => {
    const { flags } = parse('--set', 'a=1,b=2', '-c', 'completed,slos', '--set=c={x,y}', '-cnofailure');
    expect(flags.list('set')).toEqual(['a=1,b=2', 'c={x,y}']);
    expect(flags.list('condition')).toEqual(['completed', 'slos', 'nofailure']);
  });

  test('a value may begin with a dash or hold an equals sign', () => {
    expect(parse('--set', '-a=b', '--set=x=y=z').flags.list('set')).toEqual(['-a=b', 'x=y=z']);
  });

  test('a flag that is not given has its default, or nothing', () => {
    const { flags } = parse();
    expect([flags.text('timeout'), flags.text('loglevel'), flags.list('set')]).toEqual(['0', undefined, []]);
  });

  test('what is no flag is left over, and so is everything after --', () => {
    expect(parse('one', '--dry', 'two', '--', '--set', '-x').rest).toEqual(['one', 'two', '--set', '-x']);
  });

  test.each([
    [['--timeot', '5s'], 'unknown flag --timeot; did you mean --timeout?'],
    [['-x'], 'unknown flag -x'],
    [['--set'], 'the flag --set needs a value: --set set'],
    [['--dry=maybe'], 'the flag --dry is true or false, not "maybe"'],
    [['-o', 'txt'], '--outputFormat cannot be "txt": it is one of text, json; did you mean text?'],
  ])('%j is refused', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });

  test('the command is found behind global flags and their values', () => {
    expect(firstWord(['-l', 'debug', '--loglevel=info', 'run', '--dry'], known)).toBe(3);
    expect(firstWord(['--help'], known)).toBe(-1);
  });
});
