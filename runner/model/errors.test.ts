import { Iter8Error, revived } from './errors.ts';

// As threads hand errors on: what they hold stays, their class does not.
const crossed = (error: Error) => Object.assign(new Error(error.message), error);

test('an error of ours is one again after it crossed a thread', () => {
  const problems = [{ path: 'data', message: 'does not fit' }];
  const error = revived(crossed(new Iter8Error('INPUT', 'words', { problems })));
  expect(error).toBeInstanceOf(Iter8Error);
  expect(error).toMatchObject({ code: 'INPUT', message: 'words', problems, exit: 2 });
});

test.each([new Error('a defect'), Object.assign(new Error('x'), { name: 'Iter8Error', code: 'NOPE' })])(
  '%s stays what it is',
  (error) => {
    expect(revived(error)).toBe(error);
  },
);
