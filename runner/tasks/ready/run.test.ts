import { type Cluster, KubeError } from '../../model/cluster.ts';
import { Iter8Error } from '../../model/errors.ts';
import {
  available,
  chaos,
  createScene,
  deployment,
  inference,
  knative,
  type Scene,
  service,
  telling,
  unavailable,
} from './scene.fixture.ts';

const readyObject = telling([{ type: 'Ready', status: 'True' }]);
const unavailableWords =
  'condition Available is False (MinimumReplicasUnavailable: Deployment does not have minimum availability)';
const unreachable = new Iter8Error('UNREACHABLE', 'the API server at https://fake.test:6443 cannot be reached: down');

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});

function readError(error: unknown): string {
  expect(error).toBeInstanceOf(Iter8Error);
  return error instanceof Iter8Error ? `${error.code}: ${error.message}` : '';
}

describe('objects that are ready', () => {
  test('are read once, and nothing is said', async () => {
    scene.kube.put(service, telling([]));
    scene.kube.put(deployment, available);
    expect(await scene.wait({ service: 'web', deploy: 'web' })).toBeUndefined();
    expect(scene.kube.calls).toHaveLength(2);
    expect([scene.lines, scene.now()]).toEqual([[], 0]);
  });

  test.each([
    ['service', service, telling([])],
    ['deploy', deployment, available],
    ['ksvc', knative, readyObject],
    ['isvc', inference, readyObject],
    ['chaosengine', chaos, telling([])],
  ])('of input %s are found where it means them', async (input, ref, object) => {
    scene.kube.put(ref, object);
    expect(await scene.wait({ [input]: 'web', timeout: '0' })).toBeUndefined();
  });

  test.each([
    ['ksvc', knative],
    ['isvc', inference],
  ])('of input %s are not those that merely exist', async (input, ref) => {
    scene.kube.put(ref, telling([{ type: 'Ready', status: 'False' }]));
    expect(readError(await scene.wait({ [input]: 'web', timeout: '0' }))).toContain('condition Ready is False');
  });

  test('of any type are found by group, version, resource and name', async () => {
    const ref = { group: 'apps', version: 'v1', resource: 'statefulsets', namespace: 'other', name: 'db' };
    const { name, group, version, resource } = ref;
    scene.kube.put(ref, telling([{ type: 'Fit', status: 'True' }]));
    const object = { name, group, version, resource, condition: 'Fit' };
    expect(await scene.wait({ objects: [{ ...object, namespace: 'other' }], timeout: '0' })).toBeUndefined();
    expect(await scene.wait({ ...object, namespace: 'other', timeout: '0' })).toBeUndefined();
    expect(readError(await scene.wait({ ...object, timeout: '0' }))).toBe(
      'READY: statefulsets.apps db in namespace default is not ready after 0ms: it is not there',
    );
  });
});

describe('an object that becomes ready', () => {
  test('is waited for, and each reason is told once', async () => {
    scene.at(3000, () => scene.kube.put(deployment, unavailable));
    scene.at(20_000, () => scene.kube.put(deployment, available));
    expect(await scene.wait({ deploy: 'web' })).toBeUndefined();
    expect(scene.lines).toEqual([
      'waiting for deployment web in namespace default: it is not there',
      `waiting for deployment web in namespace default: ${unavailableWords}`,
      expect.stringMatching(/^deployment web in namespace default is ready after 2[0-2](\.\d)?s$/),
    ]);
  });

  test('is seen soon after it is, in the first seconds', async () => {
    scene.at(250, () => scene.kube.put(service, telling([])));
    await scene.wait({ service: 'web' });
    expect(scene.now()).toBeLessThanOrEqual(500);
  });

  test('is asked for no more than every two seconds in the end, and with get alone', async () => {
    await scene.wait({ service: 'web', timeout: '10m' });
    expect(scene.kube.calls.length).toBeLessThan(320);
    expect(new Set(scene.kube.calls.map(({ verb }) => verb))).toEqual(new Set(['get']));
  });

  test('keeps whoever watches informed at least every ten seconds', async () => {
    await scene.wait({ service: 'web', timeout: '1m' });
    const times = scene.progress.map(({ elapsedMs }) => elapsedMs);
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(times[0]).toBe(0);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
    expect(scene.progress.at(-1)?.text).toBe('waiting for service web in namespace default: it is not there');
  });
});

describe('a timeout', () => {
  test('fails with what was seen last', async () => {
    scene.kube.put(deployment, unavailable);
    expect(readError(await scene.wait({ deploy: 'web' }))).toBe(
      `READY: deployment web in namespace default is not ready after 1m: ${unavailableWords}`,
    );
    expect(scene.now()).toBe(60_000);
  });

  test('is that of each object, not of all together', async () => {
    scene.at(8000, () => scene.kube.put(service, telling([])));
    scene.at(16_000, () => scene.kube.put(deployment, available));
    expect(await scene.wait({ service: 'web', deploy: 'web', timeout: '10s' })).toBeUndefined();
  });

  test('comes after a last look', async () => {
    scene.at(60_000, () => scene.kube.put(service, telling([])));
    expect(await scene.wait({ service: 'web' })).toBeUndefined();
  });

  test('of 0 looks once', async () => {
    expect(readError(await scene.wait({ service: 'web', timeout: '0' }))).toContain('it is not there');
    expect(scene.kube.calls).toHaveLength(1);
  });

  test('of one object keeps the others from being waited for', async () => {
    await scene.wait({ service: 'web', deploy: 'web' });
    expect(scene.kube.calls.filter(({ type }) => type.resource === 'deployments')).toEqual([]);
  });
});

describe('an API server in trouble', () => {
  test('that cannot be reached for a while is waited for', async () => {
    scene.kube.put(service, telling([]));
    const mend = scene.kube.fail({ verb: 'get' }, 'network');
    scene.at(30_000, mend);
    expect(await scene.wait({ service: 'web' })).toBeUndefined();
    expect(scene.lines[0]).toMatch(/^waiting for service web in namespace default: the API server at .* be reached: /);
  });

  test('that cannot be reached to the end is told, with what was seen before', async () => {
    scene.at(10_000, () => scene.kube.fail({ verb: 'get' }, 'network'));
    expect(readError(await scene.wait({ service: 'web' }))).toMatch(
      /^READY: service web in namespace default could not be looked at within 1m: the API server at .* cannot be reached: .*; before that it is not there$/,
    );
  });

  test('that was never reached is told so', async () => {
    let asked = 0;
    const cluster = async (): Promise<Cluster> => {
      asked++;
      throw unreachable;
    };
    expect(readError(await scene.wait({ service: 'web', timeout: '30s' }, { cluster }))).toBe(
      `READY: service web could not be looked at within 30s: ${unreachable.message}`,
    );
    expect(asked).toBeGreaterThan(5);
  });

  test('that answers with errors is told with its own words', async () => {
    scene.kube.fail({ verb: 'get' }, { status: 500, message: 'etcd\u001b[2J is gone' });
    expect(readError(await scene.wait({ service: 'web' }))).toBe(
      'READY: service web in namespace default could not be looked at within 1m: the API server answered 500 InternalError: etcd\\u001b[2J is gone',
    );
  });

  test('is given so long for an answer that reports go on, and the timeout holds', async () => {
    const deadlines: number[] = [];
    const cluster = async (): Promise<Cluster> => ({
      ...scene.kube,
      get: (_, { deadlineMs = 0 } = {}) => {
        deadlines.push(deadlineMs);
        return Promise.reject(unreachable);
      },
    });
    await scene.wait({ service: 'web', timeout: '10s' }, { cluster });
    expect(Math.max(...deadlines)).toBeLessThanOrEqual(8000);
    expect(deadlines.at(-1)).toBe(1000);
  });
});

describe('a type that the cluster does not know', () => {
  test('may come later with its CRD', async () => {
    scene.kube.put(chaos, telling([]));
    const cluster = async () => (scene.now() < 5000 ? scene.bare : scene.kube);
    expect(await scene.wait({ chaosengine: 'web' }, { cluster })).toBeUndefined();
  });

  test('is named when it does not', async () => {
    const cluster = async () => scene.bare;
    expect(readError(await scene.wait({ chaosengine: 'web', timeout: '5s' }, { cluster }))).toBe(
      'READY: chaos engine web in namespace default is not ready after 5s: this cluster does not know the type chaosengines.litmuschaos.io (litmuschaos.io/v1alpha1); its CRD may still be installed',
    );
  });
});

describe('what no waiting changes', () => {
  test('a permission that is missing is told at once, by its name', async () => {
    scene.kube.fail({ verb: 'get' }, 'forbidden');
    expect(readError(await scene.wait({ deploy: 'web' }))).toContain(
      'FORBIDDEN: it is not permitted to get deployments.apps "web" in namespace default',
    );
    expect(scene.now()).toBe(0);
  });

  test('credentials that are not accepted are told at once', async () => {
    scene.kube.fail({ verb: 'get' }, 'unauthorized');
    expect(readError(await scene.wait({ deploy: 'web' }))).toContain('UNAUTHORIZED: ');
    expect(scene.now()).toBe(0);
  });

  test('a kubeconfig that is missing is told at once', async () => {
    const missing = new Iter8Error('KUBECONFIG', 'there is no cluster');
    expect(await scene.wait({ deploy: 'web' }, { cluster: () => Promise.reject(missing) })).toBe(missing);
  });

  test('a bug of ours is thrown as it is', async () => {
    const bug = new TypeError('a bug');
    expect(await scene.wait({ deploy: 'web' }, { cluster: () => Promise.reject(bug) })).toBe(bug);
  });
});

describe('an API server that comes back', () => {
  beforeEach(() => {
    scene.kube.put(service, telling([]));
    const mend = scene.kube.fail({ verb: 'get' }, 'network');
    scene.at(10_000, () => {
      mend();
      const allow = scene.kube.fail({ verb: 'get' }, 'forbidden');
      scene.at(15_000, allow);
    });
  });

  test('may refuse for a moment what it allows', async () => {
    expect(await scene.wait({ service: 'web' })).toBeUndefined();
  });

  test('and goes on to refuse it is believed in the end', async () => {
    expect(readError(await scene.wait({ service: 'web', timeout: '14s' }))).toContain('FORBIDDEN: ');
  });
});

describe('a run that is to stop', () => {
  test('does not look again', async () => {
    scene.at(5000, () => scene.abort.abort());
    let lastAsked = 0;
    const cluster = async () => {
      lastAsked = scene.now();
      return scene.kube;
    };
    expect(await scene.wait({ service: 'web' }, { cluster })).toBeUndefined();
    expect(lastAsked).toBeGreaterThan(3000);
    expect(lastAsked).toBeLessThan(5000);
  });

  test('lets a look that hangs go', async () => {
    scene.kube.fail({ verb: 'get' }, 'hang');
    const waiting = scene.wait({ service: 'web' });
    setTimeout(() => scene.abort.abort(), 20);
    const start = Date.now();
    expect(await waiting).toBeUndefined();
    expect(Date.now() - start).toBeLessThan(2000);
    expect(scene.lines).toEqual([]);
  });
});

test.each([
  ['an answer', new KubeError(503, 'Unavailable', `\u001b[2J\n${'x'.repeat(1e6)}`)],
  ['a failure', new Iter8Error('UNREACHABLE', `\u001b[2J\n${'x'.repeat(1e6)}`)],
])('what the network says is one line, and not too long: %s', async (_, error) => {
  const cluster = async (): Promise<Cluster> => ({ ...scene.kube, get: () => Promise.reject(error) });
  const message = readError(await scene.wait({ service: 'web', timeout: '1s' }, { cluster }));
  for (const text of [message, ...scene.lines]) {
    expect(text.length).toBeLessThan(450);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    expect(text).not.toMatch(/[\u0000-\u001f]/);
  }
});
