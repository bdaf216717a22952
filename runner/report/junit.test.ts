import fc from 'fast-check';
import { hostileDocument, ourDocument, sampleDocument, samples, verdictOf } from './documents.fixture.ts';
import { junitReport } from './junit.ts';
import { type Node, parseXml } from './xml.fixture.ts';

// Jenkins' xUnit schema (junit-10.xsd), as far as it concerns what we write: elements, what they hold, their attributes.
const shapes: Record<string, { children: string[]; required: string[]; optional: string[]; text?: true }> = {
  testsuites: { children: ['testsuite'], required: [], optional: ['name', 'time', 'tests', 'failures', 'errors'] },
  testsuite: {
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
  },
  properties: { children: ['property'], required: [], optional: [] },
  property: { children: [], required: ['name', 'value'], optional: [] },
  testcase: {
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    required: ['name'],
    optional: ['time', 'classname', 'group'],
  },
  failure: { children: [], required: [], optional: ['type', 'message'], text: true },
  error: { children: [], required: [], optional: ['type', 'message'], text: true },
  skipped: { children: [], required: [], optional: ['type', 'message'], text: true },
  'system-out': { children: [], required: [], optional: [], text: true },
};

function expectShape(node: Node): void {
  const shape = shapes[node.name];
  expect(shape).toBeDefined();
  if (shape === undefined) return;
  const names = Object.keys(node.attributes);
  for (const name of shape.required) expect(names).toContain(name);
  for (const name of names) expect([...shape.required, ...shape.optional]).toContain(name);
  if (shape.text === undefined) expect(node.text.trim()).toBe('');
  if (node.attributes.time !== undefined) expect(node.attributes.time).toMatch(/^\d+\.\d{3}$/);
  for (const child of node.children) {
    expect(shape.children).toContain(child.name);
    expectShape(child);
  }
}

function suiteOf(xml: string): { suite: Node; cases: Node[] } {
  const root = parseXml(xml);
  expectShape(root);
  const [suite] = root.children;
  if (suite === undefined) throw new Error('no testsuite');
  const cases = suite.children.filter(({ name }) => name === 'testcase');
  const outcomes = (outcome: string) => cases.filter(({ children }) => children[0]?.name === outcome).length;
  expect(suite.attributes).toMatchObject({
    tests: `${cases.length}`,
    failures: `${outcomes('failure')}`,
    errors: `${outcomes('error')}`,
    skipped: `${outcomes('skipped')}`,
  });
  return { suite, cases };
}

function outcomesOf(xml: string): [string | undefined, string | undefined][] {
  return suiteOf(xml).cases.map(({ attributes, children }) => [attributes.name, children[0]?.name]);
}

describe('the JUnit report', () => {
  test.each(samples)('has the shape of the schema for a 0.13 document: %s', (name) => {
    suiteOf(junitReport(sampleDocument(name)));
  });

  test('is well-formed, counts right and has the shape of the schema, whatever the document holds', () => {
    fc.assert(
      fc.property(hostileDocument, (document) => {
        const xml = junitReport(document);
        suiteOf(xml);
        expect(xml).not.toMatch(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u);
      }),
      { numRuns: 100 },
    );
  });

  test('has a testcase a step and one an SLO', () => {
    expect(outcomesOf(junitReport(ourDocument()))).toEqual([
      ['1. http: http://127.0.0.1:8080/get', undefined],
      ['2. assess: 1 SLO', undefined],
      ['http/latency-mean (msec) <= 60', undefined],
    ]);
  });

  test('has the times of the steps and the start without a zone', () => {
    const { suite, cases } = suiteOf(junitReport(ourDocument()));
    expect(cases[0]?.attributes.time).toBe('12.500');
    expect(suite.attributes).toMatchObject({ time: '12.500', timestamp: '2026-01-02T03:04:05' });
  });

  test('a violated SLO is a failure with value and limit, an inconclusive one an error with its reason, per version', () => {
    const { cases } = suiteOf(junitReport(sampleDocument('two-versions')));
    const slos = cases.filter(({ attributes }) => attributes.classname === 'iter8.SLOs');
    expect(slos).toHaveLength(8);
    expect(slos[1]?.attributes.name).toBe('shop/latency-mean (msec) <= 50 [shop-candidate-1 (v2)]');
    expect(slos[1]?.children[0]).toMatchObject({
      name: 'failure',
      attributes: { type: 'violated', message: 'shop/latency-mean is 60.5 msec, the limit is at most 50 msec' },
    });
    expect(slos[7]?.children[0]).toMatchObject({
      name: 'error',
      attributes: {
        type: 'inconclusive',
        message: 'shop/orders has no value, the limit is at least 2.5 count: nobody reported shop/orders',
      },
    });
  });

  test('a failed step is a failure, and what was not reached is skipped', () => {
    expect(outcomesOf(junitReport(sampleDocument('failed')))).toEqual([
      ['1. ready', undefined],
      ['2. http', 'failure'],
      ['3. assess', 'skipped'],
    ]);
  });

  test('a step that ran when the run ended is an error, in a run that goes on it is skipped', () => {
    const steps = [{ name: 'http', title: 'http', state: 'running' as const }];
    const outcome = (state: 'aborted' | 'running') =>
      outcomesOf(junitReport(ourDocument({ details: { steps, state } })))[0]?.[1];
    expect(outcome('aborted')).toBe('error');
    expect(outcome('running')).toBe('skipped');
  });

  test('a value that is a lower bound says so', () => {
    const verdicts = [verdictOf({ verdict: 'violated', value: 70, atLeast: true })];
    expect(junitReport(ourDocument({ details: { verdicts } }))).toContain('is 70 msec or more');
  });
});
