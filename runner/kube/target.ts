// Which API server is meant, and who one is to it: flags before the kubeconfig, the kubeconfig before the pod's own cluster.
import path from 'node:path';
import { Iter8Error } from '../model/errors.ts';
import type { TlsMaterial } from './access.ts';
import { chooseContext, namesOf } from './choose-context.ts';
import { pathOf, pemOf, textOf } from './entry-fields.ts';
import { impersonation } from './impersonation.ts';
import { inCluster } from './in-cluster.ts';
import { broken, type Entry, filesOf, type Kubeconfig, readKubeconfig } from './kubeconfig.ts';
import { bearer, readMaterial } from './material.ts';
import { type Identify, identityOf } from './user.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface TargetOptions {
  kubeconfig?: string | undefined;
  context?: string | undefined;
  apiserver?: string | undefined;
  asUser?: string | undefined;
  asGroup?: readonly string[] | undefined;
  caFile?: string | undefined;
  token?: string | undefined;
  env: Env;
  serviceAccount?: string | undefined; // the folder where a pod finds its own
}

export interface Target {
  server: string;
  namespace?: string;
  proxy?: string;
  tls: Pick<TlsMaterial, 'rejectUnauthorized' | 'servername'>;
  ca(): Promise<string | undefined>;
  identify: Identify;
}

export async function targetOf(options: TargetOptions): Promise<Target> {
  const { kubeconfig, context, apiserver, asUser, asGroup = [], env, serviceAccount } = options;
  const config = await readKubeconfig(options);
  const chosen = chooseContext(config, context);
  const isOpen = chosen === undefined && !apiserver && !kubeconfig;
  const target = (isOpen ? await inCluster(env, serviceAccount) : undefined) ?? fromEntries();
  const other = impersonation(asUser, asGroup);
  if (!asUser) return target;
  const { identify } = target;
  return {
    ...target,
    async identify(fresh) {
      const { headers, tls } = await identify(fresh);
      const { authorization } = headers;
      return { headers: { ...(authorization === undefined ? {} : { authorization }), ...other }, tls };
    },
  };

  function fromEntries(): Target {
    if (chosen === undefined && !apiserver) throw nothingChosen(config, options);
    const { cluster, user } = chosen ?? {};
    const namespace = chosen === undefined ? undefined : textOf(chosen.context, 'context', 'namespace');
    return {
      ...clusterPart(cluster, config, options),
      identify: identityOf(withToken(user, options.token)),
      ...(namespace === undefined ? {} : { namespace }),
    };
  }
}

function clusterPart(
  cluster: Entry | undefined,
  { files }: Kubeconfig,
  { apiserver, caFile }: TargetOptions,
): Omit<Target, 'identify'> {
  const entry = cluster ?? { name: '', file: files[0] ?? '', fields: {} };
  const text = (field: string) => textOf(entry, 'cluster', field);
  const server = apiserver || text('server');
  if (server === undefined) throw broken(entry.file, `the cluster "${entry.name}" has no server`);
  const [data, file] = [
    pemOf(entry, 'cluster', 'certificate-authority-data'),
    pathOf(entry, 'cluster', 'certificate-authority'),
  ];
  const [serverName, proxy] = [text('tls-server-name'), text('proxy-url')];
  const isInsecure = entry.fields['insecure-skip-tls-verify'] === true && !caFile;
  const caPath = caFile ? path.resolve(caFile) : data === undefined ? file : undefined;
  return {
    server,
    ...(proxy === undefined ? {} : { proxy }),
    tls: {
      ...(isInsecure ? { rejectUnauthorized: false } : {}),
      ...(serverName === undefined ? {} : { servername: serverName }),
    },
    ca: async () => (caPath === undefined ? data : readMaterial(caPath, 'the certificate of the CA')),
  };
}

// A token that is given takes the place of every other but a certificate.
function withToken(user: Entry | undefined, token: string | undefined): Entry {
  const entry = user ?? { name: '', file: '', fields: {} };
  if (!token) return entry;
  bearer(token, '--kube-token');
  const replaced = ['token', 'tokenFile', 'username', 'password', 'exec', 'auth-provider'];
  const kept = Object.entries(entry.fields).filter(([field]) => !replaced.includes(field));
  return { ...entry, fields: { ...Object.fromEntries(kept), token } };
}

function nothingChosen(config: Kubeconfig, options: TargetOptions): Iter8Error {
  const { contexts, files } = config;
  if (files.length > 0)
    return new Iter8Error('KUBECONFIG', `${files.join(', ')}: no context is chosen; ${namesOf(contexts, 'contexts')}`);
  const places = filesOf(options);
  const looked = places.length === 0 ? '' : ` at ${places.join(', ')}`;
  return new Iter8Error(
    'KUBECONFIG',
    `no cluster is known: there is no kubeconfig${looked}, and this is no pod of a cluster`,
  );
}
