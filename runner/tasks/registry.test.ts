import { registry } from './registry.ts';

test('a task is found under its own name', () => {
  expect([...registry].map(([name, task]) => [name, task.name])).toEqual([
    ['ready', 'ready'],
    ['http', 'http'],
    ['grpc', 'grpc'],
    ['assess', 'assess'],
  ]);
});
