import { target } from '../common/loads.fixture.ts';
import { expand } from './expand.ts';
import type { HttpInputs } from './inputs.ts';
import type { LoadPlan } from './plan.ts';

export function planOf(inputs: HttpInputs = { url: target }): LoadPlan {
  const plan = expand(inputs).at(-1)?.plan as LoadPlan | undefined;
  if (plan === undefined) throw new Error('no plan');
  return plan;
}
