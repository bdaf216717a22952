import type { TaskEntry } from '../model/document.ts';
import { Iter8Error } from '../model/errors.ts';
import { createBench, measurement, settled, upper } from './loop.fixture.ts';

const task = (name: string, act: string, more: Partial<TaskEntry> = {}): TaskEntry => ({
  task: name,
  with: { act },
  ...more,
});
const reference = (key: string) => `\${secret:${key}}`;
const fails = () => {
  throw new Iter8Error('STEP', 'it does not answer');
};

describe('steps', () => {
  test('run in order, and are logged as 0.13 logged them', async () => {
    const order: string[] = [];
    const bench = createBench({ a: () => void order.push('a'), b: () => void order.push('b') });
    const { result, details } = await bench.run([task('http', 'a'), task('assess', 'b')]);
    expect(order).toEqual(['a', 'b']);
    expect(bench.lines.filter((line) => line.startsWith('info'))).toEqual([
      'info task 1: http: started',
      'info task 1: http: completed',
      'info task 2: assess: started',
      'info task 2: assess: completed',
    ]);
    expect(result).toMatchObject({
      numLoops: 1,
      numCompletedTasks: 2,
      failure: false,
      startTime: '2023-01-11T14:43:45.000Z',
    });
    expect(details?.state).toBe('completed');
  });

  test('a step that fails is data: what comes after it is skipped, and does not count as completed', async () => {
    const bench = createBench({ fails, ok: () => {} });
    const { result, details } = await bench.run([task('http', 'fails'), task('assess', 'ok')]);
    expect(result).toMatchObject({ numCompletedTasks: 0, failure: true });
    expect(details?.state).toBe('failed');
    expect(details?.steps).toMatchObject([
      { state: 'failed', error: { code: 'STEP', message: 'it does not answer', fix: expect.any(String) } },
      { state: 'skipped', reason: 'task 1 (http) failed' },
    ]);
    expect(bench.lines).toContain('error task 1: http: failure');
    expect(bench.lines).toContain('error task 1: http: it does not answer');
    expect(bench.lines).toContain('info task 2: assess: skipped');
  });

  test('when: failure runs after a failure only, always runs in any case, and so does a task that says so of itself', async () => {
    const bench = createBench({ fails, ok: () => {} });
    const entries = [
      task('http', 'fails'),
      task('assess', 'ok', { when: 'failure' }),
      task('assess', 'ok', { when: 'always' }),
      task('notify', 'ok'),
    ];
    const { details } = await bench.run(entries);
    expect(details?.steps.map(({ state }) => state)).toEqual(['failed', 'completed', 'completed', 'completed']);

    const { result, details: calm } = await createBench({ ok: () => {} }).run([
      task('http', 'ok'),
      task('assess', 'ok', { when: 'failure' }),
    ]);
    expect(calm?.steps.map(({ state }) => state)).toEqual(['completed', 'skipped']);
    expect(result?.numCompletedTasks).toBe(2);
  });

  test('a step that its own condition skips counts as completed', async () => {
    const bench = createBench();
    const { result, details } = await bench.run([task('http', 'ok', { if: 'Result.NumLoops == 10' })]);
    expect(details?.steps).toMatchObject([
      { state: 'skipped', reason: 'its condition is not met: Result.NumLoops == 10' },
    ]);
    expect(result?.numCompletedTasks).toBe(1);
    expect(bench.lines).toContain('info task 1: http: skipped');
  });

  test('a condition that asks for what is not there fails its step', async () => {
    const { details, result } = await createBench().run([
      task('http', 'ok', { if: 'Result.Insights.NumVersions == 1' }),
    ]);
    expect(details?.steps).toMatchObject([
      { state: 'failed', error: { code: 'IF', message: expect.stringContaining('not there yet') } },
    ]);
    expect(result?.failure).toBe(true);
  });

  test('a bug ends the loop, is saved, and is thrown afterwards', async () => {
    const bug = new TypeError('x is undefined');
    const bench = createBench({
      bug: () => {
        throw bug;
      },
    });
    await expect(bench.run([task('http', 'bug'), task('notify', 'ok')])).rejects.toBe(bug);
    expect(bench.saved.at(-1)?.details?.steps).toMatchObject([
      { state: 'failed', error: { code: 'BUG', message: 'x is undefined' } },
      { state: 'skipped' },
    ]);
    expect(bench.saved.at(-1)?.details?.state).toBe('failed');
  });
});

describe('conditions ask about this loop', () => {
  const asks = async (condition: string, acts: Parameters<typeof createBench>[0], first: TaskEntry[]) => {
    const { details } = await createBench(acts).run([...first, task('notify', 'ok', { if: condition })]);
    return details?.steps.at(-1)?.state === 'completed';
  };
  const measured = task('http', 'measure');
  const measure: Parameters<typeof createBench>[0] = {
    measure: (emit) => emit.measurement(measurement('http', [10, 20])),
    strict: (emit) => void emit.slos(upper('http/latency-p50', 1)),
    lax: (emit) => void emit.slos(upper('http/latency-p50', 100)),
    fails,
  };

  test.each([
    ['SLOs()', 'lax', true],
    ['SLOs()', 'strict', false],
    ['not SLOs()', 'strict', true],
    ['SLOs() and Completed()', 'lax', true],
    ['Result.Insights.NonHistMetricValues[0]["http/request-count"][0] == 2', 'lax', true],
  ])('%s after %s SLOs is %s', async (condition, act, expected) => {
    expect(await asks(condition, measure, [measured, task('assess', act)])).toBe(expected);
  });

  test('SLOs() without a verdict is false', async () => {
    expect(await asks('SLOs()', measure, [measured])).toBe(false);
  });

  test('Completed() is of the steps before; one that failed or was skipped for that did not complete', async () => {
    expect(await asks('Completed()', measure, [measured, task('http', 'measure', { if: 'false' })])).toBe(true);
    expect(await asks('Completed()', measure, [task('http', 'fails')])).toBe(false);
    expect(await asks('NoFailure()', measure, [task('http', 'fails')])).toBe(false);
    expect(await asks('NoFailure()', measure, [measured])).toBe(true);
  });
});

describe('saving', () => {
  test('happens when a step starts, with what became of those before it, and at the end', async () => {
    const bench = createBench();
    await bench.run([task('http', 'ok'), task('assess', 'ok')]);
    expect(bench.saved.map(({ details }) => [details?.state, details?.steps.map(({ state }) => state)])).toEqual([
      ['running', ['running', 'pending']],
      ['running', ['completed', 'running']],
      ['completed', ['completed', 'completed']],
    ]);
  });

  test('happens every ten seconds while a step runs, with what it measured so far', async () => {
    const bench = createBench({
      measure: async (emit, { clock }) => {
        for (let n = 1; n <= 25; n++) {
          await clock.sleep(1000);
          emit.measurement(measurement('http', Array(n).fill(5), n < 25));
        }
      },
    });
    const running = bench.run([task('http', 'measure')]);
    await settled();
    await bench.clock.advance(25_000);
    await running;
    const counts = bench.saved.map(({ details }) => [details?.loads[0]?.sent, details?.loads[0]?.partial]);
    expect(counts).toEqual([
      [undefined, undefined],
      [expect.closeTo(10, -1), true],
      [expect.closeTo(20, -1), true],
      [25, false],
    ]);
    expect(bench.saved[2]?.result?.insights?.nonHistMetricValues).toMatchObject([{ 'http/latency-p50': [5] }]);
    expect(bench.saved[1]?.details?.current[0]?.['http/latency-p50']?.doubtful).toMatch(/not finished/);
    expect(bench.saved[3]?.details?.current[0]?.['http/latency-p50']).toEqual({ value: 5 });
  });

  test('happens as often as asked, and says how far the step is and as of when', async () => {
    const bench = createBench({
      measure: async (emit, { clock }) => {
        await clock.sleep(1500);
        emit.progress({ done: 12, total: 100, elapsedMs: 1500, rate: 8 });
        await clock.sleep(1500);
      },
    });
    const running = bench.run([task('http', 'measure')], { checkpointMs: 1000 });
    await settled();
    await bench.clock.advance(3000);
    const final = await running;
    expect(bench.saved.map(({ details }) => details?.asOf?.slice(17, 19))).toEqual(['45', '46', '47', undefined]);
    expect(bench.saved.map(({ details }) => details?.steps[0]?.progress?.done)).toEqual([
      undefined,
      undefined,
      12,
      undefined,
    ]);
    expect(final.details?.steps[0]).not.toHaveProperty('progress');
  });

  test('of a document that takes long to make happens less often, every ten seconds at least', async () => {
    const bench = createBench({ waits: (_, { clock }) => clock.sleep(60_000) });
    const begun: number[] = [];
    let costMs = 0;
    const running = bench.run([task('http', 'waits')], {
      checkpointMs: 1000,
      save: async () => {
        begun.push(bench.clock.now());
        costMs = begun.length < 4 ? 30 : 5000;
      },
      sizeOf: () => {
        bench.clock.pass(costMs);
        return 0;
      },
    });
    await settled();
    await bench.clock.advance(100_000);
    await running;
    const gaps = begun.slice(1, -1).map((at, i) => at - (begun[i] ?? 0));
    expect(gaps.slice(0, 5)).toEqual([1030, 3030, 3030, 8000, 15_000]);
  });

  test('comes before what a step does', async () => {
    const order: string[] = [];
    const bench = createBench({ send: () => void order.push('sent') });
    await bench.run([task('http', 'send')], { save: async () => void order.push('saved') });
    expect(order).toEqual(['saved', 'sent', 'saved']);
  });

  test('skips what is skipped: its record goes with the next save', async () => {
    const bench = createBench({ fails });
    await bench.run([task('http', 'fails'), task('assess', 'ok'), task('assess', 'ok')]);
    expect(bench.saved.map(({ details }) => details?.steps.map(({ state }) => state))).toEqual([
      ['running', 'pending', 'pending'],
      ['failed', 'skipped', 'skipped'],
    ]);
  });

  test('that takes long is no time of the step', async () => {
    const bench = createBench();
    const running = bench.run([task('http', 'ok')], { save: () => bench.clock.sleep(5000) });
    for (let i = 0; i < 3; i++) await bench.clock.advance(5000);
    expect((await running).details?.steps[0]?.startTime).toBe('2023-01-11T14:43:50.000Z');
  });

  test('that is interrupted lets the step not begin', async () => {
    const sent = jest.fn();
    const bench = createBench({ send: sent });
    const { details } = await bench.run([task('http', 'send')], { save: async () => bench.abort.abort() });
    expect(sent).not.toHaveBeenCalled();
    expect(details).toMatchObject({ state: 'interrupted', steps: [{ state: 'skipped' }] });
  });

  test('that fails on the way is logged, and made up for', async () => {
    const bench = createBench();
    let saves = 0;
    await bench.run([task('http', 'ok'), task('assess', 'ok')], {
      save: async () => {
        if (++saves === 2) throw new Iter8Error('FILE_WRITE', 'the disk is full');
      },
    });
    expect(saves).toBe(3);
    expect(bench.lines).toContain('warning the result so far could not be saved: the disk is full');
  });

  test('that fails at the start stops everything before it begins', async () => {
    const bench = createBench();
    const save = () => Promise.reject(new Iter8Error('FILE_WRITE', 'read-only'));
    await expect(bench.run([task('http', 'ok')], { save })).rejects.toMatchObject({ code: 'FILE_WRITE' });
    expect(bench.lines).toEqual([]);
  });

  test('that fails at the end is an error, and the document is handed out', async () => {
    let saves = 0;
    const unsaved = jest.fn();
    const save = async () => {
      if (++saves > 1) throw new Iter8Error('FILE_WRITE', 'the disk is full');
    };
    await expect(createBench().run([task('http', 'ok')], { save, events: { unsaved } })).rejects.toMatchObject({
      code: 'FILE_WRITE',
    });
    expect(unsaved.mock.calls[0][0].details.state).toBe('completed');
  });

  test('never happens twice at once', async () => {
    let [open, most] = [0, 0];
    const bench = createBench({ wait: async (_, { clock }) => clock.sleep(35_000) });
    const running = bench.run([task('http', 'wait'), task('assess', 'ok')], {
      save: async () => {
        most = Math.max(most, ++open);
        await bench.clock.sleep(11_000);
        open--;
      },
    });
    for (let i = 0; i < 20; i++) await bench.clock.advance(7000);
    await running;
    expect(most).toBe(1);
  });
});

test('a result tells from the start what the run was given to tell', async () => {
  const note = { kind: 'info' as const, subject: 'result', message: 'what was there is kept elsewhere' };
  const bench = createBench();
  await bench.run([task('http', 'ok')], { notes: [note] });
  expect(bench.saved.map(({ details }) => details?.notes)).toEqual([[note], [note]]);
});

describe('an interrupt', () => {
  const acts: Parameters<typeof createBench>[0] = {
    measure: async (emit, { signal }) => {
      emit.measurement(measurement('http', [5], true));
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
    deaf: () => new Promise(() => {}),
    throws: (_, { signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  };

  test('keeps what was measured, marks it, and runs nothing further', async () => {
    const bench = createBench(acts);
    const running = bench.run([task('http', 'measure'), task('notify', 'ok')]);
    await settled();
    bench.abort.abort();
    const { result, details } = await running;
    expect(details?.state).toBe('interrupted');
    expect(details?.steps).toMatchObject([
      { state: 'interrupted' },
      { state: 'skipped', reason: 'the run was interrupted before it' },
    ]);
    expect(details?.loads).toMatchObject([{ provider: 'http', partial: true, sent: 1 }]);
    expect(details?.notes).toMatchObject([{ kind: 'interrupted', subject: 'http' }]);
    expect(result).toMatchObject({ numCompletedTasks: 0, failure: true });
    expect(bench.saved.at(-1)).toEqual({ spec: expect.anything(), result, details });
  });

  test('does not wait for a step that does not heed it', async () => {
    const bench = createBench(acts);
    const running = bench.run([task('http', 'deaf')]);
    await settled();
    bench.abort.abort();
    await bench.clock.advance(2000);
    expect((await running).details?.state).toBe('interrupted');
  });

  test('is no failure of the step that says so by throwing', async () => {
    const bench = createBench(acts);
    const running = bench.run([task('http', 'throws')]);
    await settled();
    bench.abort.abort();
    expect((await running).details?.steps).toMatchObject([{ state: 'interrupted' }]);
  });

  test('that comes after the last step changes nothing', async () => {
    const bench = createBench();
    const document = await bench.run([task('http', 'ok')], {
      save: async () => bench.saved.length > 0 && bench.abort.abort(),
    } as object);
    expect(document.details?.state).toBe('completed');
  });

  test('leaves SLOs of the loop before unsatisfied', async () => {
    const bench = createBench({
      ...acts,
      whole: (emit) => emit.measurement(measurement('http', [5])),
      judge: (emit) => void emit.slos(upper('http/latency-p50', 9)),
    });
    const first = await bench.run([task('http', 'whole'), task('assess', 'judge')]);
    expect(first.result?.insights?.SLOsSatisfied).toEqual({ upper: [[true]] });
    const running = bench.run([task('http', 'measure'), task('assess', 'judge')], { document: first });
    await settled();
    bench.abort.abort();
    const second = await running;
    expect(second.details?.verdicts).toEqual([]);
    expect(second.result?.insights?.SLOsSatisfied).toEqual({ upper: [[false]] });
  });
});

describe('secrets', () => {
  test('reach the step, and neither the document nor its errors', async () => {
    let seen: unknown;
    const bench = createBench({
      look: (emit, _, { plan }) => {
        seen = (plan as { token: string }).token;
        emit.note({
          kind: 'info',
          subject: 'http',
          message: `sent ${seen}, as ${Buffer.from(`user:${seen}`).toString('base64')}`,
        });
        throw new Iter8Error('STEP', `refused: Bearer ${seen} / ${encodeURIComponent(String(seen))}`);
      },
    });
    bench.secrets.token = 'canary/5?&ä value';
    const { details } = await bench.run([{ task: 'http', with: { act: 'look', token: reference('token') } }]);
    expect(seen).toBe('canary/5?&ä value');
    expect(details?.steps[0]?.error?.message).toBe('refused: Bearer [redacted] / [redacted]');
    expect(JSON.stringify(bench.saved)).not.toMatch(/canary|Y2FuYXJ5/);
    expect(details?.tasks[0]?.with.token).toBe(reference('token'));
  });

  test('that are missing fail the step and are named', async () => {
    const { details } = await createBench().run([
      { task: 'http', with: { headers: { A: reference('http.headers.A') } } },
    ]);
    expect(details?.steps[0]?.error).toMatchObject({
      code: 'SECRET',
      message: expect.stringContaining('http.headers.A'),
    });
  });

  test('that are words of the document do not tear it apart', async () => {
    const bench = createBench();
    bench.secrets.password = 'http';
    const { spec, details } = await bench.run([{ task: 'http', with: { password: reference('password') } }]);
    expect(spec).toMatchObject([{ task: 'http' }]);
    expect(details?.steps).toMatchObject([{ name: 'http', state: 'completed' }]);
  });
});
