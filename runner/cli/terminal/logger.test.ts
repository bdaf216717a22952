import { createLogger, type Level, textLines } from './logger.ts';
import { createScreen } from './screen.ts';

const at = () => new Date(2023, 0, 11, 14, 43, 45);

function write(
  isTTY: boolean,
  env: Record<string, string>,
  use: (log: ReturnType<typeof createLogger>) => void,
  level = 'info',
): string {
  let text = '';
  const screen = createScreen({ write: (part) => (text += part), isTTY }, env);
  use(createLogger(level, textLines(screen, at)));
  return text;
}

describe('log lines', () => {
  test('on a terminal the level has four letters and the message is padded to 44 columns', () => {
    const text = write(true, { NO_COLOR: '1' }, (log) => {
      log.info('experiment has no failure');
      log.warn('careful');
    });
    expect(text.split('\n')[0]).toBe('INFO[2023-01-11 14:43:45] experiment has no failure                    ');
    expect(text.split('\n')[1]).toMatch(/^WARN\[2023-01-11 14:43:45\] careful {38}$/);
  });

  test('a terminal that shows colours gets the level coloured', () => {
    expect(write(true, {}, (log) => log.error('no'))).toContain('\x1b[31mERRO\x1b[0m[2023-01-11 14:43:45] no');
  });

  test('elsewhere a line has time, level and msg, unquoted', () => {
    const text = write(false, {}, (log) => {
      log.info('inited Helm config');
      log.warn('careful');
    });
    expect(text).toBe(
      'time=2023-01-11 14:43:45 level=info msg=inited Helm config\ntime=2023-01-11 14:43:45 level=warning msg=careful\n',
    );
  });

  test('every line of a long message is a log line', () => {
    expect(write(false, {}, (log) => log.error('two:\n  lines'))).toBe(
      'time=2023-01-11 14:43:45 level=error msg=two:\ntime=2023-01-11 14:43:45 level=error msg=  lines\n',
    );
  });

  test.each<[string, Level[]]>([
    ['trace', ['debug', 'info', 'warning', 'error']],
    ['info', ['info', 'warning', 'error']],
    ['warn', ['warning', 'error']],
    ['panic', []],
  ])('from level %s on, lines show', (level, shown) => {
    const text = write(
      false,
      {},
      (log) => {
        for (const each of ['debug', 'info', 'warning', 'error'] as const) log.write(each, 'x');
      },
      level,
    );
    expect([...text.matchAll(/level=(\w+)/g)].map((match) => match[1])).toEqual(shown);
  });

  test('secrets are taken out of every line', () => {
    const text = write(false, {}, (log) => {
      log.redactWith({ text: (line) => line.replaceAll('hunter2', '***'), deep: (value) => value });
      log.info('token hunter2');
    });
    expect(text).toContain('msg=token ***');
  });

  test('a status line is taken away before a log line and drawn again after it', () => {
    let text = '';
    const screen = createScreen({ write: (part) => (text += part), isTTY: true }, {});
    screen.status('half');
    screen.line('a line');
    screen.status('');
    expect(text).toBe('half\r\x1b[Ka line\nhalf\r\x1b[K');
  });

  test('nothing is redrawn where there is no terminal, or a dumb one', () => {
    for (const [isTTY, env] of [
      [false, {}],
      [true, { TERM: 'dumb' }],
    ] as const) {
      let text = '';
      createScreen({ write: (part) => (text += part), isTTY }, env).status('half');
      expect(text).toBe('');
    }
  });
});
