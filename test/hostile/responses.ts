// Responses, good and bad, as exact bytes: the corpus of the parser's, the splitting and the differential tests.
import { bodies } from './responses/bodies.ts';
import type { Case } from './responses/case.ts';
import { heads } from './responses/heads.ts';
import { valid } from './responses/valid.ts';

export { type Case, reasons } from './responses/case.ts';

export const cases: Case[] = [...valid, ...bodies, ...heads];
