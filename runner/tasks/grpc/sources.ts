// Where the interface, the data and the metadata of an endpoint come from.
import { hasReference } from '../../model/secret-reference.ts';
import { holdsSecrets } from './hide-secrets.ts';
import type { EndpointInputs } from './inputs.ts';
import { type GrpcLevels, giverOf, groups, pickFrom } from './levels.ts';
import type { DataPlan, MetadataPlan, Source, TypesPlan } from './plan.ts';

export function typesOf(levels: GrpcLevels): TypesPlan {
  const { proto, protoURL, protoset } = giverOf(levels, groups.types) ?? {};
  if (protoURL !== undefined) return { kind: 'proto', from: fromUrl(protoURL), importPaths: [], input: 'protoURL' };
  if (proto !== undefined && isProtoText(proto)) return { kind: 'text', text: proto };
  const pick = pickFrom(levels);
  if (proto !== undefined)
    return { kind: 'proto', from: sourceOf(proto), importPaths: pick('import-paths') ?? [], input: 'proto' };
  if (protoset !== undefined) return { kind: 'protoset', from: sourceOf(protoset) };
  const metadata = pick('reflect-metadata');
  return { kind: 'reflection', metadata: metadata === undefined ? null : given(metadata, 'reflect-metadata') };
}

// A path has none of these.
function isProtoText(proto: string): boolean {
  return /[\n;{]/.test(proto) && !hasReference(proto);
}

export function dataOf(levels: GrpcLevels): DataPlan {
  const level = giverOf(levels, groups.data) ?? {};
  const { data, dataURL, binaryDataURL } = level;
  if (dataURL !== undefined) return { kind: 'json', from: fromUrl(dataURL), input: 'dataURL' };
  if (binaryDataURL !== undefined) return { kind: 'binary', from: fromUrl(binaryDataURL), input: 'binaryDataURL' };
  const [file, binary] = [level['data-file'], level['binary-file']];
  if (file !== undefined) return { kind: 'json', from: { file }, input: 'data-file' };
  if (binary !== undefined) return { kind: 'binary', from: { file: binary }, input: 'binary-file' };
  return data === undefined
    ? { kind: 'none' }
    : { kind: 'value', value: data, input: 'data', secret: holdsSecrets(data) };
}

export function metadataOf({ own, base }: GrpcLevels): MetadataPlan[] {
  return [base, own].flatMap(metadataOfLevel);
}

function metadataOfLevel(level: EndpointInputs): MetadataPlan[] {
  const { metadata, metadataURL } = level;
  const file = level['metadata-file'];
  if (metadata !== undefined) return [given(metadata, 'metadata')];
  if (metadataURL !== undefined) return [{ kind: 'source', from: fromUrl(metadataURL), input: 'metadataURL' }];
  return file === undefined ? [] : [{ kind: 'source', from: { file }, input: 'metadata-file' }];
}

function given(metadata: Record<string, string> | string, input: string): MetadataPlan {
  return typeof metadata === 'string' ? { kind: 'json', text: metadata, input } : { kind: 'map', map: metadata, input };
}

function sourceOf(text: string): Source {
  return /^https?:\/\//i.test(text) ? fromUrl(text) : { file: text };
}

function fromUrl(url: string): Source {
  return { key: `grpc ${url}`, url };
}
