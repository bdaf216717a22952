// What the rest of the product may rely on of a cluster, held against the real API server.
import { connectCluster } from '../../../runner/kube/connect.ts';
import { keepsTheContract } from '../../../runner/kube/contract/contract.fixture.ts';
import { site, useLab } from '../lab.ts';

const lab = useLab();

keepsTheContract(async () => {
  const { namespace } = lab;
  return { cluster: await connectCluster({ kubeconfig: site().kubeconfig, namespace, env: process.env }), namespace };
});
