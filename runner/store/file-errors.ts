// What went wrong with a file, in words.
import { Iter8Error, messageOf } from '../model/errors.ts';

const words: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it exceeds the limit of file sizes',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
};

export function codeOf(error: unknown): string | undefined {
  const holds = typeof error === 'object' && error !== null && 'code' in error;
  return holds && typeof error.code === 'string' ? error.code : undefined;
}

export function readError(path: string, error: unknown): Iter8Error {
  return new Iter8Error('FILE_READ', `${path} cannot be read: ${reason(error, 'it does not exist')}`, { cause: error });
}

export function writeError(path: string, error: unknown): Iter8Error {
  return new Iter8Error('FILE_WRITE', `${path} cannot be written: ${reason(error, 'the folder does not exist')}`, {
    cause: error,
  });
}

function reason(error: unknown, missing: string): string {
  const code = codeOf(error) ?? '';
  return code === 'ENOENT' ? missing : (words[code] ?? messageOf(error));
}
