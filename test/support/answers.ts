import { PRODUCT_ROUTES } from '../../protocol/productRoutes';
import { V2_ROUTES, type V2Route } from '../../protocol/v2/routes';

const ROUTES = [
  ...PRODUCT_ROUTES.map(({ method, path, result }) => ({ method, path: `/api${path}`, result })),
  ...Object.values(V2_ROUTES).map(({ method, path, result }: V2Route) => ({ method, path: `/v2${path}`, result })),
].map(({ method, path, result }) => ({
  method: method.toUpperCase(),
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  result,
}));

/** Every answer that a test gets must be what the OpenAPI document says of its operation. @throws ZodError */
export function checkAnswer(method: string, address: string, status: number, body: unknown): void {
  if (status !== 200 && status !== 201) return;
  const [path = ''] = address.split('?');
  const route = ROUTES.find((one) => one.method === method && one.pattern.test(path));
  if (typeof route?.result === 'object') route.result.parse(body);
}
