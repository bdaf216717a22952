// What it takes to talk to one API server as somebody.
import type { SecureContext } from 'node:tls';

export interface Access {
  server: string; // its URL, without a slash at the end
  namespace: string;
  proxy?: URL;
  // `fresh`: those that were had before were not accepted.
  credentials(fresh: boolean): Promise<Credentials>;
}

export interface Credentials {
  headers: Readonly<Record<string, string | string[]>>;
  tls: TlsMaterial;
}

export interface TlsMaterial {
  ca?: string;
  cert?: string;
  key?: string;
  rejectUnauthorized?: boolean;
  servername?: string;
  secureContext?: SecureContext; // made of the certificates and keys
}
