import { v2Paths } from './openapi';
import { V2_ROUTES } from './routes';

it('describes every operation with its parameters and the body that the router checks', () => {
  const paths = v2Paths();
  const operations = Object.values(paths).flatMap((path) => Object.values(path)) as { operationId: string }[];
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(V2_ROUTES).sort());
  expect(paths['/v2/user-tasks/{userTaskKey}/assignment']?.post).toMatchObject({
    parameters: [{ name: 'userTaskKey', in: 'path' }],
    requestBody: {
      content: { 'application/json': { schema: { additionalProperties: false, required: ['assignee'] } } },
    },
  });
});

it('stands alone: it refers to nothing but the problem schema of the document', () => {
  const references = [...JSON.stringify(v2Paths()).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
  expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem']));
});
